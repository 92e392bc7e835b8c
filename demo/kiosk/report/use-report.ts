import { flushSync } from 'preact/compat';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { language } from '../messages/i18n.js';
import { prepareReport, release, type PreparedReport } from './prepared-report.js';
import type { ReportedVisit } from './report-data.js';

/** A person who drags a point is waited for. */
const SETTLED_MS = 300;

interface Report {
  /** As it was shortly after the last change; `undefined` until it has been made once. */
  readonly last: PreparedReport | undefined;
  /** Makes it again where the visit has changed since. */
  readonly current: () => Promise<PreparedReport>;
}

/** The report of a visit, kept ready for the printer. */
export function useReport(visit: ReportedVisit): Report {
  const [last, setLast] = useState<PreparedReport>();
  // The same, for whom no render reaches any more.
  const held = useRef<PreparedReport | undefined>(undefined);
  const isGone = useRef(false);
  // Counts what was begun: a report that is drawn anew may be overtaken by a later one that needs no drawing.
  const begun = useRef(0);
  const kept = useRef(0);
  const { answer, who, when } = visit;
  const spoken = language.value;
  const isCurrent = last?.data.shown === answer && last.data.who === who && last.data.when === when && last.language === spoken;

  const current = async (): Promise<PreparedReport> => {
    if (last && isCurrent) return last;
    const turn = (begun.current += 1);
    const made = await prepareReport(visit);
    // What nobody shows nobody would let go of.
    if (isGone.current || turn < kept.current) {
      release(made);
      return made;
    }
    kept.current = turn;
    flushSync(() => setLast(made));
    if (held.current) release(held.current);
    held.current = made;
    return made;
  };

  useEffect(() => {
    // A failure shows when somebody presses a button; the printer gets the last one.
    const settled = setTimeout(() => void current().catch(() => undefined), last ? SETTLED_MS : 0);
    return () => clearTimeout(settled);
  }, [answer, who, when, spoken]);
  // One after the next paint might not have begun when the report goes, and would then not be ended.
  useLayoutEffect(() => () => {
    isGone.current = true;
    if (held.current) release(held.current);
  }, []);
  return { last, current };
}
