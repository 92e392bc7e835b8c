import type { Point } from '../geometry/vector.js';
import type { KeypointName } from '../keypoints/names.js';
import { facingDirection } from '../metrics/side.js';
import type { OverlayContext } from './context.js';
import { drawDot, drawLines, type LinePen } from './pen.js';
import type { OverlaySizes } from './sizes.js';
import type { OverlayStyle } from './style.js';
import type { OverlaySubject } from './subject.js';

type Part = 'trunk' | 'left' | 'right';

const TRUNK: readonly KeypointName[] = ['head_top', 'head', 'thorax', 'spine', 'pelvis'];

const limbs = (side: 'l' | 'r'): readonly (readonly KeypointName[])[] => [
  ['thorax', `${side}_shoulder`, `${side}_elbow`, `${side}_wrist`],
  ['pelvis', `${side}_hip`, `${side}_knee`, `${side}_ankle`],
];

const BONES: readonly { readonly part: Part; readonly chain: readonly KeypointName[] }[] = [
  ...limbs('r').map((chain) => ({ part: 'right' as const, chain })),
  ...limbs('l').map((chain) => ({ part: 'left' as const, chain })),
  { part: 'trunk', chain: TRUNK },
];

const FACE: readonly { readonly part: Part; readonly name: KeypointName; readonly hiddenFromBehind: boolean }[] = [
  { part: 'right', name: 'r_ear', hiddenFromBehind: false },
  { part: 'trunk', name: 'r_eye', hiddenFromBehind: true },
  { part: 'left', name: 'l_ear', hiddenFromBehind: false },
  { part: 'trunk', name: 'l_eye', hiddenFromBehind: true },
  { part: 'trunk', name: 'nose', hiddenFromBehind: true },
];

// In a profile both sides lie over one another and over the lines that are measured: they step back.
const NEAR_WEIGHT = 0.66;
const FAR_WEIGHT = 0.5;
/** Size of a face point in joints. */
const FACE_POINT = 0.42;

/** The side of the body that is turned to the camera in a side photo. */
export const nearSide = (subject: OverlaySubject): 'left' | 'right' =>
  facingDirection(subject.keypoints) === 1 ? 'right' : 'left';

/** Draws bones, joints and face points: head and trunk in one colour, left and right in one each. */
export function drawSkeleton(
  context: OverlayContext,
  subject: OverlaySubject,
  sizes: OverlaySizes,
  style: OverlayStyle,
): void {
  const { colors } = style;
  const k = subject.keypoints;
  // What is nearer to the camera lies on top.
  const near = subject.view === 'side' ? nearSide(subject) : undefined;
  const order = (part: Part): number => (near === undefined ? 0 : part === near ? 2 : part === 'trunk' ? 1 : 0);
  const bones = [...BONES].sort((a, b) => order(a.part) - order(b.part));
  const weight = (part: Part): number => {
    if (near === undefined) return 1;
    return part === near || part === 'trunk' ? NEAR_WEIGHT : FAR_WEIGHT;
  };
  const pen = (part: Part): LinePen => ({
    color: colors[part],
    width: sizes.line * weight(part),
    haloColor: colors.halo,
    halo: sizes.halo * weight(part),
  });
  drawLines(context, bones.map(({ part, chain }) => ({ path: chain.map((name): Point => k[name]), pen: pen(part) })));
  for (const { part, chain } of bones) {
    // The first point of a limb belongs to the trunk.
    const joints = part === 'trunk' ? chain : chain.slice(1);
    for (const name of joints) drawDot(context, k[name], sizes.joint * weight(part), pen(part));
  }
  for (const { part, name, hiddenFromBehind } of FACE) {
    if (hiddenFromBehind && subject.view === 'back') continue;
    drawDot(context, k[name], sizes.joint * FACE_POINT, { ...pen(part), halo: sizes.halo * FACE_POINT });
  }
}
