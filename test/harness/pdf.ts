import { inflateSync } from 'node:zlib';

/** A page of a PDF. */
export interface PdfPage {
  /** Points, 72 to the inch. */
  readonly width: number;
  readonly height: number;
  /** What can be selected, without the spaces: between words a PDF has distances. */
  readonly text: string;
}

/** What Chromium's print engine makes: objects one after the other, each by its number. */
function objectsOf(pdf: Buffer): ReadonlyMap<string, string> {
  const text = pdf.toString('latin1');
  const found = [...text.matchAll(/^(\d+) 0 obj\n/gm)];
  return new Map(found.map((match, i) => [match[1] as string, text.slice(match.index + match[0].length, found[i + 1]?.index)]));
}

function streamOf(object: string): string {
  const start = object.indexOf('stream\n') + 'stream\n'.length;
  const head = object.slice(0, start);
  const bytes = Buffer.from(object.slice(start, start + Number(/\/Length (\d+)/.exec(head)?.[1])), 'latin1');
  return (head.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

const hexText = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** What the codes of a font mean, by its ToUnicode map. */
function lettersOf(map: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  for (const [, section = ''] of map.matchAll(/beginbfchar([^]*?)endbfchar/g)) {
    for (const [, code = '', to = ''] of section.matchAll(/<(\w+)>\s*<(\w+)>/g)) letters.set(parseInt(code, 16), hexText(to));
  }
  for (const [, section = ''] of map.matchAll(/beginbfrange([^]*?)endbfrange/g)) {
    for (const [, from = '', to = '', start = ''] of section.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = parseInt(from, 16);
      for (let code = first; code <= parseInt(to, 16); code++) {
        letters.set(code, String.fromCodePoint((hexText(start).codePointAt(0) ?? 0) + code - first));
      }
    }
  }
  return letters;
}

/** Bytes of a string of a page's content: `<0a1b>` or `(a\(b)`. */
function bytesOf(token: string): Buffer {
  if (token.startsWith('<')) return Buffer.from(token.slice(1, -1), 'hex');
  const plain = token.slice(1, -1).replaceAll(/\\(\d{1,3}|[^])/g, (_all, escaped: string) => {
    const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
    return /^\d/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (named[escaped] ?? escaped);
  });
  return Buffer.from(plain, 'latin1');
}

/** A string that is drawn, or a change of the font. */
const TOKENS = /\/(F\d+) [\d.]+ Tf|<[0-9A-Fa-f]+>|\((?:\\[^]|[^\\)])*\)/g;

function textOf(content: string, objects: ReadonlyMap<string, string>, resources: string): string {
  let letters: ReadonlyMap<number, string> = new Map();
  let width = 2;
  let text = '';
  for (const [token, font] of content.matchAll(TOKENS)) {
    if (font === undefined) {
      const bytes = bytesOf(token);
      for (let i = 0; i + width <= bytes.length; i += width) text += letters.get(bytes.readUIntBE(i, width)) ?? '';
      continue;
    }
    const object = objects.get(new RegExp(`/${font} (\\d+) 0 R`).exec(resources)?.[1] ?? '') ?? '';
    const map = objects.get(/\/ToUnicode (\d+) 0 R/.exec(object)?.[1] ?? '');
    letters = map === undefined ? new Map() : lettersOf(streamOf(map));
    width = object.includes('/Type0') ? 2 : 1;
  }
  return text.replaceAll(/\s/g, '');
}

/**
 * The pages of a PDF that Chromium has printed.
 *
 * @throws TypeError for a page without a size or a content.
 */
export function pdfPages(pdf: Buffer): PdfPage[] {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\b/.test(object));
  return pages.map((page) => {
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '');
    if (width === undefined || height === undefined || content === undefined) throw new TypeError('not a page as Chromium prints it');
    return { width: Number(width), height: Number(height), text: textOf(streamOf(content), objects, page) };
  });
}
