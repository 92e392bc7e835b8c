import * as v from 'valibot';
import { KEYPOINT_NAMES, METRIC_NAMES, type Grade, type KeypointName } from 'analyze-locally/metrics';
import { viewOf } from '../result/metric-groups.js';
import { fits } from '../session/picture-size.js';
import { VIEWS } from '../session/views.js';

// What the history keeps, and what it takes from a file: everything that is read is checked by these. Objects lose what
// they should not have; a name such as `__proto__` is never looked at.

const UUID = v.pipe(v.string(), v.uuid());
/** Milliseconds since 1970, to the year 9999. */
const TIME = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(253_402_300_799_999));
const NUMBER = v.pipe(v.number(), v.finite());
const POINT = v.tuple([NUMBER, NUMBER]);
const SIZE = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const VIEW = v.picklist(['front', 'side', 'back']);
const METRIC = v.picklist(METRIC_NAMES);
const GRADE = v.picklist([-2, -1, 0, 1, 2] satisfies Grade[]);
const NOTE = v.pipe(v.string(), v.maxLength(2000));
const WORD = v.pipe(v.string(), v.maxLength(100));

const KEYPOINTS = v.object(
  Object.fromEntries(KEYPOINT_NAMES.map((name) => [name, POINT])) as unknown as Record<KeypointName, typeof POINT>,
);

/** Somebody whose visits belong together. */
export const PERSON = v.object({
  id: UUID,
  /** A name, or a code that stands for it. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  birthYear: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1900), v.maxValue(2100))),
  note: v.optional(NOTE, ''),
  changedAt: TIME,
});

/** A photo's row, and what it was in the visit. */
const KEPT_PHOTO = v.object({
  id: UUID,
  type: v.picklist(['image/jpeg', 'image/png', 'image/webp']),
  from: v.picklist(['camera', 'file']),
  takenAt: TIME,
});

const EDITED_POINTS = v.object({ keypoints: KEYPOINTS, c7: v.optional(POINT) });

const METRIC_DETAILS = v.object({
  value: NUMBER,
  grade: GRADE,
  margin: v.optional(v.pipe(NUMBER, v.minValue(0))),
  borderline: v.optional(v.boolean()),
  gradeRange: v.optional(v.tuple([GRADE, GRADE])),
});

/** Without the 33 landmarks: nothing shows them again. */
const PHOTO_DETAILS = v.pipe(
  v.object({
    width: SIZE,
    height: SIZE,
    keypoints: KEYPOINTS,
    neck: v.optional(v.object({ back: NUMBER, front: NUMBER })),
    extras: v.optional(v.object({ c7: v.optional(POINT), halfShoulderWidth: v.optional(NUMBER) })),
    familiarity: v.optional(NUMBER),
    disagreement: v.optional(NUMBER),
    severalPeople: v.optional(v.boolean()),
  }),
  v.check((details) => fits(details), 'more pixels than are measured'),
);

const DETAILS = v.object({
  model: WORD,
  backend: WORD,
  provider: WORD,
  photos: v.record(VIEW, PHOTO_DETAILS),
  metrics: v.record(METRIC, METRIC_DETAILS),
});

const COORDS_OF = { front: 'far_coords', side: 'sar_coords', back: 'bar_coords' } as const;

const FIELD_NAMES: readonly string[] = [
  ...['APIName', 'uuid', 'credit', 'credit_change'],
  ...Object.values(COORDS_OF),
  ...METRIC_NAMES.flatMap((name) => [`${name}_m_`, `${name}_grade`]),
];
const FIELD = v.picklist(FIELD_NAMES);

/** The engine's answer without its pictures: they are drawn again. */
export const STORED_ANSWER = v.pipe(
  v.object({ fields: v.record(FIELD, v.union([NUMBER, v.pipe(v.string(), v.maxLength(1000))])), details: DETAILS }),
  v.check(({ fields, details }) => {
    const views = VIEWS.filter((view) => details.photos[view]);
    const names = METRIC_NAMES.filter((name) => views.includes(viewOf(name)));
    return (
      views.length > 0 &&
      views.every((view) => typeof fields[COORDS_OF[view]] === 'string') &&
      names.every((name) => details.metrics[name] && typeof fields[`${name}_m_`] === 'number' && typeof fields[`${name}_grade`] === 'number')
    );
  }, 'incomplete'),
);

/** One measurement of one person. */
export const VISIT = v.pipe(
  v.object({
    id: UUID,
    person: UUID,
    at: TIME,
    note: v.optional(NOTE, ''),
    answer: STORED_ANSWER,
    /** What a person has moved, by view. */
    edits: v.record(VIEW, EDITED_POINTS),
    /** The photos that were kept. */
    photos: v.record(VIEW, KEPT_PHOTO),
    /** Of the package that measured. */
    version: WORD,
    changedAt: TIME,
  }),
  v.check(
    ({ answer, edits, photos }) => [...Object.keys(edits), ...Object.keys(photos)].every((view) => Object.hasOwn(answer.details.photos, view)),
    'points or a photo of a view that was not measured',
  ),
);

export type Person = v.InferOutput<typeof PERSON>;
export type KeptPhoto = v.InferOutput<typeof KEPT_PHOTO>;
export type StoredAnswer = v.InferOutput<typeof STORED_ANSWER>;
export type Visit = v.InferOutput<typeof VISIT>;
