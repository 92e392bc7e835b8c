import { formatDate, t } from '../messages/i18n.js';
import type { Paper } from './paper.js';
import type { ReportData } from './report-data.js';

/** A text as a string of CSS. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\\n\r\f]/g, (letter) => `\\${letter.charCodeAt(0).toString(16)} `)}"`;

/** The page's number and how many there are, in the order of the language. */
const pageText = (): string =>
  t('report:printed.page', { page: '\u0001', pages: '\u0002' })
    .split(/([\u0001\u0002])/)
    .filter(Boolean)
    .map((part) => (part === '\u0001' ? 'counter(page)' : part === '\u0002' ? 'counter(pages)' : quoted(part)))
    .join(' ');

/**
 * The paper, its margins, and what stands in them on each page, where the browser fills margins. Browsers that don't,
 * print the report without: all it says but the page's number is in the report as well.
 */
export function pageRule(paper: Paper, { who, when }: Pick<ReportData, 'who' | 'when'>): string {
  const small = 'font: 7.5pt system-ui, sans-serif; color: #4d5d6b;';
  const running = [t('report:printed.title'), who, formatDate(when)].filter(Boolean).join(' · ');
  return `
    @page { size: ${paper} portrait; margin: 13mm 14mm 15mm;
      @top-right { content: ${quoted(running)}; ${small} }
      @bottom-left { content: ${quoted(`${t('report:printed.noDiagnosis')} ${t('report:printed.privacy')}`)}; ${small} }
      @bottom-right { content: ${pageText()}; ${small} } }
    @page :first { @top-right { content: none; } }`;
}
