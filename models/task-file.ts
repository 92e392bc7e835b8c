import { zipSync, type Zippable, type ZipOptions } from 'fflate';

/** One file of an archive. */
export interface ArchiveEntry {
  /** ASCII file name. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** MediaPipe runs the networks where they lie in the archive, without a copy, and their buffers want to be aligned. */
const CONTENT_ALIGNMENT = 64;

/** Size of a local file header before its variable part: name, then extra fields. */
const LOCAL_HEADER_BYTES = 30;
/** Size of an extra field before its data: identifier and length. */
const EXTRA_HEADER_BYTES = 4;
/** The identifier that Android's zipalign gives to padding. */
const PADDING_FIELD = 0xd935;

/**
 * Packs a MediaPipe `.task` file: a ZIP archive with stored (not compressed) entries, each entry's content starting at
 * a multiple of 64 bytes. The same entries give the same bytes on every machine and in every time zone.
 *
 * @returns the archive, entries in the order given
 */
export function packTaskFile(entries: readonly ArchiveEntry[]): Uint8Array {
  const files: Zippable = {};
  let end = 0;
  for (const { name, content } of entries) {
    const padding = paddingField(end + LOCAL_HEADER_BYTES + name.length);
    files[name] = [content, storedWith(padding)];
    end += LOCAL_HEADER_BYTES + name.length + EXTRA_HEADER_BYTES + padding.length + content.length;
  }
  return zipSync(files);
}

/** Data of an extra field that makes the content behind it aligned. fflate adds the field's own header. */
function paddingField(fieldStart: number): Uint8Array {
  const contentStart = fieldStart + EXTRA_HEADER_BYTES;
  return new Uint8Array((CONTENT_ALIGNMENT - (contentStart % CONTENT_ALIGNMENT)) % CONTENT_ALIGNMENT);
}

function storedWith(padding: Uint8Array): ZipOptions {
  return {
    level: 0,
    extra: { [PADDING_FIELD]: padding },
    // ZIP's first day. Local time, because fflate writes the local date and hour.
    mtime: new Date(1980, 0, 1),
  };
}
