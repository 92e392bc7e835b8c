import '../result/result.css';
import './report-print.css';
import { VERSION } from 'analyze-locally';
import { createPortal } from 'preact/compat';
import { useLayoutEffect } from 'preact/hooks';
import { settings } from '../kiosk/settings.js';
import { language, t } from '../messages/i18n.js';
import { pageRule } from './page-rule.js';
import { paperOf } from './paper.js';
import { PrintedDetails } from './printed-details.js';
import { PrintedSummary } from './printed-summary.js';
import type { PreparedReport } from './prepared-report.js';
import type { ReportData } from './report-data.js';
import { usePrinting } from './use-printing.js';

const About = ({ data }: { readonly data: ReportData }) => (
  <footer class="report-about">
    <h2>{t('report:printed.about')}</h2>
    <p>
      <strong>{t('report:printed.noDiagnosis')}</strong> {t('report:printed.noDiagnosisText')}
    </p>
    <p>
      {t('result:marginNote')} {t('result:sidesNote')}
    </p>
    {data.readings.some(({ isEdited }) => isEdited) && <p>{t('report:printed.editedNote')}</p>}
    <p>
      {t('report:printed.made', { version: VERSION, model: data.answer.details?.model ?? '–' })} {t('report:printed.privacy')}
    </p>
  </footer>
);

/** The paper's size and margins. A rule of a page can't be an element's own, and the page's policy takes no rules in its text. */
function usePageRule(rule: string): void {
  useLayoutEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule);
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [rule]);
}

/** The report for the printer, beside the app: while it is there, printing the page prints it and nothing else. */
export function PrintedReport({ report: { data, images } }: { readonly report: PreparedReport }) {
  const { organization, paper } = settings.value;
  const isPrinting = usePrinting(data.when);
  const size = paper ?? paperOf(navigator.language);
  usePageRule(pageRule(size, data));
  return createPortal(
    <div class={`report-print ${size}`} lang={language.value}>
      {isPrinting && (
        <>
          <PrintedSummary data={data} images={images} organization={organization} />
          <PrintedDetails readings={data.readings} />
          <About data={data} />
        </>
      )}
    </div>,
    document.body,
  );
}
