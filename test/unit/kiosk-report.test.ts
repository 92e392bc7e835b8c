import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { csvField, csvOf } from '../../demo/kiosk/report/csv.js';
import { fileStem, isoDay } from '../../demo/kiosk/report/file-names.js';
import { everythingFile, jsonOf, pictureFiles } from '../../demo/kiosk/report/files.js';
import { pageRule } from '../../demo/kiosk/report/page-rule.js';
import { paperOf } from '../../demo/kiosk/report/paper.js';
import { reportData, type ReportData } from '../../demo/kiosk/report/report-data.js';
import type { Answer } from '../../demo/kiosk/session/session.js';
import { speak, type Language } from '../../demo/kiosk/messages/i18n.js';
import { metricDetails } from '../../src/grades/certainty.js';
import { METRIC_NAMES, type MetricName } from '../../src/grades/grades.js';
import { KEYPOINT_NAMES, type NamedKeypoints } from '../../src/keypoints/names.js';
import { successResponse } from '../../src/response/response.js';

const WHEN = new Date(2026, 10, 8, 23, 30).getTime();
const KEYPOINTS = Object.fromEntries(KEYPOINT_NAMES.map((name, i) => [name, [i * 10, i * 20]])) as unknown as NamedKeypoints;
const JPEG = 'data:image/jpeg;base64,/9j/2Q==';

/** Values of both signs, grades of all kinds. */
const VALUES = Object.fromEntries(METRIC_NAMES.map((name, i) => [name, (i % 2 ? -1 : 1) * (0.4 + i * 1.1234)])) as Record<MetricName, number>;

function madeAnswer(values = VALUES): Answer {
  const photo = { keypoints: KEYPOINTS, drawn: JPEG };
  const api = successResponse({ front: photo, side: photo, back: photo }, values, { uuid: 'id', credit: 0, creditChange: 0 });
  const metrics = Object.fromEntries(METRIC_NAMES.map((name) => [name, metricDetails(name, values[name], 1.25)]));
  return { ...api, details: { model: 'full', metrics, photos: {} } } as unknown as Answer;
}

const dataOf = (answer = madeAnswer(), measured?: Answer): ReportData =>
  reportData({ answer, measured, when: WHEN, who: 'Kim, "Min"' }, { front: JPEG, side: JPEG, back: JPEG });

/** The table as RFC 4180 says it is read, one letter after the other. */
function parsedCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string;
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[i + 1] === '"') field += text[++i] as string;
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',' || letter === '\n') {
      rows.at(-1)?.push(field);
      field = '';
      if (letter === '\n') rows.push([]);
    } else if (letter !== '\r') field += letter;
  }
  return rows.slice(0, -1);
}

function inLanguage(language: Language): void {
  vi.stubGlobal('document', { documentElement: {} });
  speak(language);
}

afterEach(() => {
  inLanguage('en');
  vi.unstubAllGlobals();
});

test.each(['en', 'ko'] as const)('the table has a row for each of the 18 metrics, as the answer has them (%s)', (language) => {
  inLanguage(language);
  const answer = madeAnswer();
  const text = csvOf(dataOf(answer));
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const [head, ...rows] = parsedCsv(text.slice(1));
  expect(head).toEqual(['key', 'name', 'view', 'value', 'margin', 'grade', 'grade_word', 'borderline', 'edited', 'date']);
  expect(rows.map(([key]) => key)).toEqual(METRIC_NAMES);
  for (const row of rows) {
    const name = row[0] as MetricName;
    expect(row).toHaveLength(10);
    expect([row[3], row[4], row[5]]).toEqual([String(answer[`${name}_m_`]), '1.25', String(answer[`${name}_grade`])]);
    expect(['true', 'false']).toContain(row[7]);
    expect([row[8], row[9]]).toEqual(['false', '2026-11-08']);
    expect(row[6]).toMatch(language === 'ko' ? /^(정상|주의|위험)$/ : /^(Normal|Caution|Danger)$/);
    expect(row[1]).toMatch(language === 'ko' ? /[가-힣]/ : /^[A-Z]/);
  }
});

test('the table marks what was edited, leaves out margins that are not known, and never writes a formula', () => {
  const measured = madeAnswer();
  const moved = madeAnswer({ ...VALUES, far_tilt: 9.5 });
  const margins = { ...moved.details?.metrics, far_tilt: metricDetails('far_tilt', 9.5, undefined) };
  const edited = { ...moved, details: { ...moved.details, metrics: margins } } as Answer;
  const rows = parsedCsv(csvOf(dataOf(edited, measured)).slice(1));
  expect(rows.filter((row) => row[8] === 'true').map(([key]) => key)).toEqual(['far_tilt']);
  expect(rows.find(([key]) => key === 'far_tilt')?.[4]).toBe('');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['=a,"b"', '"\'=a,""b"""'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['plain', 'plain'],
  [-1.5, '-1.5'],
  [undefined, ''],
  [false, 'false'],
])('the field %j is written %j', (field, written) => expect(csvField(field)).toBe(written));

test('the data are the answer to the letter, with details only where they are wanted', () => {
  const answer = madeAnswer();
  const { details, ...api } = answer;
  const text = jsonOf(dataOf(answer), false);
  expect(JSON.parse(text)).toEqual(api);
  expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(api));
  const published = JSON.parse(readFileSync(new URL('../fixtures/published/sample.json', import.meta.url), 'utf8')) as Record<string, object>;
  for (const part of ['coords', 'metrics', 'grades']) {
    for (const key of Object.keys(published[part] ?? {})) expect(text).toContain(`"${key}"`);
  }
  expect((JSON.parse(jsonOf(dataOf(answer), true)) as Answer).details).toEqual(JSON.parse(JSON.stringify(details)));
});

test('photos drawn anew replace those of the answer', () => {
  const drawn = 'data:image/jpeg;base64,/9j/4P/Z';
  const data = reportData({ answer: madeAnswer(), when: WHEN }, { front: drawn, side: JPEG, back: JPEG });
  expect([data.answer.forigimg, data.answer.sorigimg]).toEqual([drawn, JPEG]);
  expect([data.drawn.front?.size, data.drawn.side?.size]).toEqual([6, 4]);
});

test('everything is one archive whose files are those that can be saved alone', async () => {
  const data = dataOf();
  const options = { stem: 'posture-2026-11-08', withDetails: false };
  const zip = await everythingFile(data, options);
  expect(zip.name).toBe('posture-2026-11-08.zip');
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(files).sort()).toEqual(
    ['-back.jpg', '-front.jpg', '-side.jpg', '.csv', '.json'].map((end) => `posture-2026-11-08${end}`),
  );
  const [front] = pictureFiles(data, options);
  expect(files['posture-2026-11-08-front.jpg']).toEqual(new Uint8Array(await (front as File).arrayBuffer()));
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(files['posture-2026-11-08.csv'])).toBe(csvOf(data));
});

test.each([
  [undefined, 'posture-2026-11-08'],
  ['Kim Min-su', 'posture-Kim-Min-su-2026-11-08'],
  ['김민수', 'posture-김민수-2026-11-08'],
  ['../../etc/passwd', 'posture-etc-passwd-2026-11-08'],
  ['a:b*c?"<>|\u0000', 'posture-a-b-c-2026-11-08'],
  ['  ', 'posture-2026-11-08'],
])('files of %j are called %s', (who, stem) => expect(fileStem(WHEN, who)).toBe(stem));

test('days are those of this device', () => expect(isoDay(WHEN)).toBe('2026-11-08'));

test.each([
  ['en-US', 'Letter'],
  ['es-MX', 'Letter'],
  ['en-GB', 'A4'],
  ['ko-KR', 'A4'],
  ['en', 'A4'],
  ['no language', 'A4'],
] as const)('%s prints on %s', (tag, paper) => expect(paperOf(tag)).toBe(paper));

test('a name cannot end the string that it stands in on each page', () => {
  const rule = pageRule('A4', { who: 'a"; } body { display: none } \\', when: WHEN });
  expect(rule).not.toContain('a"');
  expect(rule).toContain('a\\22 ; } body { display: none } \\5c ');
  expect(rule).toContain('"Page " counter(page) " of " counter(pages)');
});
