/** A size of paper that printers have. */
export type Paper = 'A4' | 'Letter';

/** The regions that print on Letter, as Unicode's locale data have it. */
const LETTER_REGIONS = new Set(['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE']);

/** The paper of a region, from a language tag such as `en-US`. */
export function paperOf(tag: string): Paper {
  try {
    return LETTER_REGIONS.has(new Intl.Locale(tag).region ?? '') ? 'Letter' : 'A4';
  } catch {
    return 'A4';
  }
}
