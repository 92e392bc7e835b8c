import type { EN } from './en/en.js';

/** The same keys with any texts: what a translation must have. */
export type TextsLike<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : TextsLike<Texts[Key]> };

/** `a.b` for `{ a: { b: '…' } }`; of `b_one` and `b_other` also `b`, which a count chooses by. */
type PathsOf<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? Key | (Key extends `${infer Base}_${'one' | 'other'}` ? Base : never)
    : `${Key}.${PathsOf<Texts[Key]>}`;
}[keyof Texts & string];

type Areas = typeof EN;

/** The name of a text. i18next's own types take a compiler many times as long. */
export type TextKey = PathsOf<Areas['app']> | { [Area in keyof Areas]: `${Area}:${PathsOf<Areas[Area]>}` }[keyof Areas];
