import { metricName } from '../result/metric-texts.js';
import { t } from '../messages/i18n.js';
import { isoDay } from './file-names.js';
import type { ReportData } from './report-data.js';

const COLUMNS = ['key', 'name', 'view', 'value', 'margin', 'grade', 'grade_word', 'borderline', 'edited', 'date'] as const;

/** Spreadsheet programs take a text that starts like this for a formula. */
const LIKE_A_FORMULA = /^[=+\-@\t\r]/;

type Field = string | number | boolean | undefined;

/** A field as RFC 4180 wants it. Numbers keep their sign and their point, whatever the language. */
export function csvField(field: Field): string {
  if (typeof field !== 'string') return String(field ?? '');
  const text = LIKE_A_FORMULA.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The measurements as a table: a row for each, UTF-8 with a byte order mark, by which spreadsheet programs know that it
 * isn't their own code page. The names of the columns stay the same in all languages.
 */
export function csvOf({ readings, when }: ReportData): string {
  const rows = readings.map(({ name, view, value, margin, grade, severity, borderline, isEdited }): Record<(typeof COLUMNS)[number], Field> => ({
    key: name,
    name: metricName({ name }),
    view: t(`views.${view}`),
    value,
    margin,
    grade,
    grade_word: t(`grades.${severity}`),
    borderline: borderline !== undefined,
    edited: isEdited,
    date: isoDay(when),
  }));
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => csvField(row[column])))];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}
