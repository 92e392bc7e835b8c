/** The bones of MakeHuman's default rig that the code places itself; fingers, toes and face follow their parents. */
export type Side = 'L' | 'R';

/** Each side with its sign in x: the subject's left is positive. */
export const SIDES = [['L', 1], ['R', -1]] as const satisfies readonly (readonly [Side, 1 | -1])[];

export type PairedBone =
  | 'pelvis' | 'clavicle' | 'shoulder01' | 'upperarm01' | 'upperarm02' | 'lowerarm01' | 'lowerarm02' | 'wrist'
  | 'upperleg01' | 'upperleg02' | 'lowerleg01' | 'lowerleg02' | 'foot' | 'eye';

type MiddleBone = 'root' | 'spine05' | 'spine04' | 'spine03' | 'spine02' | 'spine01' | 'neck01' | 'neck02' | 'neck03' | 'head';

export type NamedBone = MiddleBone | `${PairedBone}.${Side}`;

/** Something for every bone of the rig. */
export type PerBone<T> = Readonly<Record<NamedBone, T>> & Readonly<Record<string, T>>;

/** A paired bone's name in the rig. */
export const on = <B extends PairedBone>(bone: B, side: Side): `${B}.${Side}` => `${bone}.${side}`;
