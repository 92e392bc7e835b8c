import type { KeypointName } from '../keypoints/names.js';

/** What a corrector places: the keypoints that do not follow from others by definition, and C7. */
export const CORRECTED = [
  'head_top',
  'thorax',
  'pelvis',
  'c7',
  'nose',
  'l_shoulder',
  'r_shoulder',
  'l_elbow',
  'r_elbow',
  'l_wrist',
  'r_wrist',
  'l_hip',
  'r_hip',
  'l_knee',
  'r_knee',
  'l_ankle',
  'r_ankle',
  'l_ear',
  'r_ear',
  'l_eye',
  'r_eye',
] as const satisfies readonly (KeypointName | 'c7')[];

/** A place that a corrector places. */
export type CorrectedName = (typeof CORRECTED)[number];

/** A patch that is looked into at the picture's own sharpness. */
export interface PatchPart {
  readonly name: string;
  /** One place, or the left one and the right one of a pair that are held against each other. */
  readonly places: readonly [CorrectedName] | readonly [CorrectedName, CorrectedName];
  /** The patch's middle is the middle of these places; of the places themselves where absent. */
  readonly between?: readonly [CorrectedName, CorrectedName];
  /** Half the patch's side, trunk lengths. */
  readonly half: number;
}

const pair = (part: 'ankle' | 'knee' | 'hip' | 'shoulder' | 'ear', half: number): PatchPart => ({ name: part, places: [`l_${part}`, `r_${part}`], half });

/** The patches of front and back photos. */
export const FRONTAL_PARTS: readonly PatchPart[] = [pair('ankle', 0.19), pair('knee', 0.26), pair('hip', 0.36), pair('shoulder', 0.34), pair('ear', 0.24)];

/** The patches of side photos; of pairs the middle, since near and far side lie behind one another. */
export const PROFILE_PARTS: readonly PatchPart[] = [
  { name: 'c7', places: ['c7'], half: 0.26 },
  { name: 'thorax', places: ['thorax'], half: 0.3 },
  { name: 'pelvis', places: ['pelvis'], half: 0.38 },
  ...(['ear', 'shoulder', 'ankle'] as const).map((part): PatchPart => ({ name: part, places: [`l_${part}`], between: [`l_${part}`, `r_${part}`], half: part === 'ear' ? 0.26 : 0.34 })),
];
