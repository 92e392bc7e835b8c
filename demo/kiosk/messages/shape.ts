/** The same keys with any texts: what a translation must have. */
export type TextsLike<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : TextsLike<Texts[Key]> };
