import type { AnalysisDetails, AnalysisSuccess, View } from 'analyze-locally';
import { METRIC_NAMES, type MetricName, type NamedKeypoints } from 'analyze-locally/metrics';
import { packAnswer } from '../../demo/kiosk/history/stored-answer.js';
import type { Person, Visit } from '../../demo/kiosk/history/records.js';
import { viewOf } from '../../demo/kiosk/result/metric-groups.js';
import { metricDetails } from '../../src/grades/certainty.js';
import { successResponse } from '../../src/response/response.js';
import { FRONT, PROFILE } from '../unit/standing-figure.js';

/** The size of the fixtures' photos, in which the figure stands. */
const SIZE = { width: 800, height: 1200 };

const inPhoto = (figure: typeof FRONT): NamedKeypoints =>
  Object.fromEntries(Object.entries(figure).map(([name, [x, y]]) => [name, [x * 0.9 - 50, y * 0.9 + 120]])) as unknown as NamedKeypoints;

const KEYPOINTS: Readonly<Record<View, NamedKeypoints>> = { front: inPhoto(FRONT), side: inPhoto(PROFILE), back: inPhoto(FRONT) };

/** An answer with these views, whose metrics are 1.25 ± 0.5 unless given. */
export function answerWith(views: readonly View[], values: Partial<Record<MetricName, number>> = {}): AnalysisSuccess<View, AnalysisDetails> {
  const names = METRIC_NAMES.filter((name) => views.includes(viewOf(name)));
  const metrics = Object.fromEntries(names.map((name) => [name, values[name] ?? 1.25])) as Record<MetricName, number>;
  const photoOf = (view: View) => ({ keypoints: KEYPOINTS[view], drawn: 'data:image/jpeg;base64,/9j/' });
  const answer = successResponse(Object.fromEntries(views.map((view) => [view, photoOf(view)])) as Record<View, ReturnType<typeof photoOf>>, metrics, {
    uuid: '6f0a7a52-8a52-4a53-9e0c-0d2d7c1f2f11',
    credit: 0,
    creditChange: 0,
  });
  const details: AnalysisDetails = {
    provider: 'wasm',
    notUsed: [],
    model: 'full',
    backend: 'blazepose',
    photos: Object.fromEntries(views.map((view) => [view, { ...SIZE, keypoints: KEYPOINTS[view] }])),
    metrics: Object.fromEntries(names.map((name) => [name, metricDetails(name, metrics[name], 0.5)])),
    milliseconds: { loading: 1, decoding: 2, detecting: 3, drawing: 4 },
  };
  return { ...answer, details };
}

/** Somebody with this name. */
export const personCalled = (name: string, changedAt = 1_700_000_000_000): Person => ({ id: crypto.randomUUID(), name, note: '', changedAt });

/** A visit of somebody, with photos where told. */
export const visitOf = (person: Person, at: number, photos: readonly View[] = [], values: Partial<Record<MetricName, number>> = {}): Visit => ({
  id: crypto.randomUUID(),
  person: person.id,
  at,
  note: '',
  answer: packAnswer(answerWith(['front', 'side', 'back'], values)),
  edits: {},
  photos: Object.fromEntries(photos.map((view) => [view, { id: crypto.randomUUID(), type: 'image/jpeg', from: 'camera', takenAt: at }])),
  version: '0.1.0',
  changedAt: at,
});
