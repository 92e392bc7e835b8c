/** Photos made worse, each in one way and by known amounts. */
import sharp, { type Sharp } from 'sharp';
import type { KeypointName, Point, View } from 'analyze-locally';
import type { Random } from '../../ground-truth/random.js';

/** Who is in a photo and where, pixels of the photo. */
export interface Depicted {
  readonly view: View;
  readonly keypoints: Readonly<Record<KeypointName, Point>>;
  /** From the top of the head to the lower heel. */
  readonly height: number;
}

/** A photo made worse. */
export interface Degraded {
  readonly photo: Buffer;
  /** Where a point of the photo lies now; absent where all angles of the photo stay as they were. */
  readonly moved?: (point: Point) => Point;
}

/** One way of making a photo worse, by one amount. */
export interface Degradation {
  /** What is done, for example `blur`. */
  readonly kind: string;
  /** By how much, with its unit. */
  readonly level: string;
  /** @returns `undefined` where it does not apply to the photo. */
  apply(photo: Buffer, depicted: Depicted, random: Random): Promise<Degraded | undefined>;
}

/** Of the JPEG that a degraded photo becomes, where it is not about that. */
const QUALITY = 92;

const jpegOf = (picture: Sharp, quality = QUALITY): Promise<Buffer> => picture.jpeg({ quality }).toBuffer();

/** A degradation of the pixels that leaves every point where it is. */
const pixels = (kind: string, level: string, change: (picture: Sharp, depicted: Depicted, random: Random) => Sharp | Promise<Sharp>, quality?: number): Degradation => ({
  kind,
  level,
  apply: async (photo, depicted, random) => ({ photo: await jpegOf(await change(sharp(photo), depicted, random), quality) }),
});

/** Pixels without a container, so that a step loses nothing. */
interface Pixels {
  readonly data: Buffer;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 3 };
}

async function pixelsOf(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, raw: { width: info.width, height: info.height, channels: 3 } };
}

const pictureOf = ({ data, raw }: Pixels): Sharp => sharp(data, { raw });

/** Normally distributed numbers with standard deviation 1 (Box and Muller 1958), to draw from. */
function normals(random: Random): Float32Array {
  return Float32Array.from({ length: 1 << 14 }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

/** Adds to every channel of every pixel, brightness levels. */
async function noisy(picture: Sharp, sigma: number, random: Random): Promise<Sharp> {
  const { data, raw } = await pixelsOf(picture);
  const table = normals(random);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(Math.max(Math.round(data[i]! + sigma * table[Math.floor(random() * table.length)]!), 0), 255);
  return pictureOf({ data, raw });
}

/** What the exponent of sRGB is about. */
const GAMMA = 2.2;

/** Of a sensor whose photo was brightened in the camera, brightness levels. */
const DARK_NOISE = 2;

/** Less light by so many stops, with the sensor's noise. */
const darker = (picture: Sharp, stops: number, random: Random): Promise<Sharp> => noisy(picture.linear(2 ** (-stops / GAMMA), 0), DARK_NOISE, random);

const rectangle = (left: number, top: number, right: number, bottom: number, fill: string): string =>
  `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${(right - left).toFixed(1)}" height="${(bottom - top).toFixed(1)}" fill="${fill}"/>`;

/** Draws over a photo. */
async function drawnOver(picture: Sharp, shapes: readonly string[]): Promise<Sharp> {
  const { width, height } = await picture.metadata();
  const shading = '<linearGradient id="s" x2="0.3" y2="1"><stop stop-color="#fff" stop-opacity=".14"/><stop offset="1" stop-color="#000" stop-opacity=".22"/></linearGradient>';
  const shaded = shapes.flatMap((shape) => [shape, shape.replace(/fill="[^"]*"/, 'fill="url(#s)"')]);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}"><defs>${shading}</defs>${shaded.join('')}</svg>`;
  return picture.composite([{ input: Buffer.from(svg) }]);
}

/** Cardboard, oiled wood, a grey box, a dark bag. */
const MATERIALS = ['#a9825a', '#6f4a2f', '#8a8d90', '#33363c'] as const;

/** What stands before the person, of the body's height. */
const OBJECTS: Readonly<Record<string, (depicted: Depicted, fill: string) => string[]>> = {
  'one foot': ({ keypoints: { l_ankle: [x, y] }, height }, fill) => [rectangle(x - 0.07 * height, y - 0.07 * height, x + 0.07 * height, y + 0.07 * height, fill)],
  'both feet': (depicted, fill) => [across(depicted, ['l_ankle', 'r_ankle'], -0.06, 0.08, fill)],
  'bench at the shins': (depicted, fill) => [across(depicted, ['l_knee', 'r_knee'], 0.06, 0.17, fill)],
  'stool at the knees': (depicted, fill) => {
    const { keypoints, height } = depicted;
    const [left, right] = extent(depicted, ['l_knee', 'r_knee']);
    const floor = Math.max(keypoints.l_ankle[1], keypoints.r_ankle[1]) + 0.05 * height;
    const seat = (keypoints.l_knee[1] + keypoints.r_knee[1]) / 2;
    const leg = 0.02 * height;
    return [across(depicted, ['l_knee', 'r_knee'], -0.05, 0.05, fill), rectangle(left, seat, left + leg, floor, fill), rectangle(right - leg, seat, right, floor, fill)];
  },
  'box up to the knees': (depicted, fill) => [across(depicted, ['l_knee', 'r_knee'], -0.04, 0.34, fill)],
  'board at the hips': (depicted, fill) => [across(depicted, ['l_hip', 'r_hip'], -0.05, 0.06, fill)],
};

/** From left to right of some keypoints with room, pixels. */
function extent({ keypoints, height }: Depicted, names: readonly KeypointName[]): readonly [number, number] {
  const xs = names.map((name) => keypoints[name][0]);
  return [Math.min(...xs) - 0.09 * height, Math.max(...xs) + 0.09 * height];
}

function across(depicted: Depicted, names: readonly KeypointName[], above: number, below: number, fill: string): string {
  const [left, right] = extent(depicted, names);
  const y = names.reduce((sum, name) => sum + depicted.keypoints[name][1], 0) / names.length;
  return rectangle(left, y + above * depicted.height, right, y + below * depicted.height, fill);
}

const occlusion = (level: string): Degradation =>
  pixels('occlusion', level, (picture, depicted, random) => drawnOver(picture, OBJECTS[level]!(depicted, MATERIALS[Math.floor(random() * MATERIALS.length)]!)));

/** The limbs, as thick as they are drawn for a mask of the person; of the body's height. */
const LIMBS: readonly (readonly [KeypointName, KeypointName, number])[] = [
  ['thorax', 'pelvis', 0.17],
  ['head', 'head_top', 0.1],
  ['thorax', 'head', 0.07],
  ['l_shoulder', 'r_shoulder', 0.09],
  ...(['l', 'r'] as const).flatMap((side): [KeypointName, KeypointName, number][] => [
    [`${side}_shoulder`, `${side}_elbow`, 0.06],
    [`${side}_elbow`, `${side}_wrist`, 0.05],
    [`${side}_hip`, `${side}_knee`, 0.1],
    [`${side}_knee`, `${side}_ankle`, 0.07],
  ]),
];

/** The person before a window: they get darker, what is behind them brighter. */
async function backlit(picture: Sharp, { keypoints, height }: Depicted): Promise<Sharp> {
  const { data, raw } = await pixelsOf(picture);
  const lines = LIMBS.map(([from, to, width]) => {
    const [[x1, y1], [x2, y2]] = [keypoints[from], keypoints[to]];
    return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#fff" stroke-linecap="round" stroke-width="${(width * height).toFixed(1)}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(raw.width)}" height="${String(raw.height)}"><rect width="100%" height="100%"/>${lines.join('')}</svg>`;
  const person = await sharp(Buffer.from(svg)).blur(0.012 * height).greyscale().raw().toBuffer();
  for (let i = 0; i < data.length; i++) {
    const share = person[Math.floor(i / 3)]! / 255;
    data[i] = Math.min(255, data[i]! * (0.22 * share + 1.5 * (1 - share)));
  }
  return pictureOf({ data, raw });
}

/** Turns the picture about its middle; what comes in at the corners is what lies at the edges. */
async function turned(photo: Buffer, degrees: number): Promise<Degraded> {
  const { width, height } = await sharp(photo).metadata();
  const [beside, down] = [Math.round(width * 0.25), Math.round(height * 0.25)];
  const wide = await pixelsOf(sharp(photo).extend({ left: beside, right: beside, top: down, bottom: down, extendWith: 'mirror' }));
  const rotated = await pixelsOf(pictureOf(wide).rotate(degrees));
  const size = rotated.raw;
  const [left, top] = [Math.round((size.width - width) / 2), Math.round((size.height - height) / 2)];
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return {
    photo: await jpegOf(pictureOf(rotated).extract({ left, top, width, height })),
    moved: ([x, y]) => {
      const [u, v] = [x - width / 2, y - height / 2];
      return [c * u - s * v + size.width / 2 - left, s * u + c * v + size.height / 2 - top];
    },
  };
}

/** Edges of a picture, pixels. */
interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a photo is cut, by how much of the body's height stays beyond what is named; `undefined` where it can't be. */
const CUTS: Readonly<Record<string, (depicted: Depicted) => Partial<Edges> | undefined>> = {
  'close, nothing cut': ({ keypoints, height }) => {
    const xs = Object.values(keypoints).map(([x]) => x);
    const ankles = Math.max(keypoints.l_ankle[1], keypoints.r_ankle[1]);
    const room = 0.1 * height;
    return { left: Math.min(...xs) - room, right: Math.max(...xs) + room, top: keypoints.head_top[1] - 0.03 * height, bottom: ankles + 0.09 * height };
  },
  'feet cut': ({ keypoints, height }) => ({ bottom: Math.min(keypoints.l_ankle[1], keypoints.r_ankle[1]) - 0.01 * height }),
  'toes cut': ({ keypoints, height }) => ({ bottom: Math.max(keypoints.l_ankle[1], keypoints.r_ankle[1]) + 0.02 * height }),
  'head cut': ({ keypoints }) => ({ top: (keypoints.head_top[1] + keypoints.nose[1]) / 2 }),
  // In profile the arms lie before the trunk.
  'forearm cut': ({ view, keypoints }) => (view === 'side' ? undefined : armCut(keypoints)),
};

function armCut({ l_elbow, l_wrist, r_wrist }: Depicted['keypoints']): Partial<Edges> {
  const x = (l_elbow[0] + l_wrist[0]) / 2;
  return l_wrist[0] > r_wrist[0] ? { right: x } : { left: x };
}

async function cut(photo: Buffer, edges: Partial<Edges>): Promise<Degraded> {
  const { width, height } = await sharp(photo).metadata();
  const left = Math.max(0, Math.round(edges.left ?? 0));
  const top = Math.max(0, Math.round(edges.top ?? 0));
  const right = Math.min(width, Math.round(edges.right ?? width));
  const bottom = Math.min(height, Math.round(edges.bottom ?? height));
  return { photo: await jpegOf(sharp(photo).extract({ left, top, width: right - left, height: bottom - top })) };
}

const crop = (level: string): Degradation => ({
  kind: 'crop',
  level,
  apply: async (photo, depicted) => {
    const edges = CUTS[level]!(depicted);
    return edges && cut(photo, edges);
  },
});

/** Brought to a body of so many pixels; photos of smaller bodies have no such copy. */
const shrunk = (pixelsHigh: number): Degradation => ({
  kind: 'body height',
  level: `${String(pixelsHigh)} px`,
  apply: async (photo, { height }) => {
    if (height < pixelsHigh) return undefined;
    const { width } = await sharp(photo).metadata();
    return { photo: await jpegOf(sharp(photo).resize({ width: Math.round((width * pixelsHigh) / height) })) };
  },
});

/** The photos as they are. */
export const NONE: Degradation = { kind: 'none', level: '', apply: (photo) => Promise.resolve({ photo }) };

/** Everything that is done to photos, from little to much. */
export const DEGRADATIONS: readonly Degradation[] = [
  NONE,
  ...[600, 400, 300, 200, 150].map(shrunk),
  ...[0.2, 0.4, 0.8, 1.2, 1.6].map((percent) => pixels('blur', `${String(percent)} % of the body`, (picture, { height }) => picture.blur((percent / 100) * height))),
  ...[10, 20, 40, 60].map((sigma) => pixels('noise', `${String(sigma)} of 255`, (picture, _, random) => noisy(picture, sigma, random))),
  ...[60, 30, 15, 8].map((quality) => pixels('JPEG', `quality ${String(quality)}`, (picture) => picture, quality)),
  ...[2, 4, 6].map((stops) => pixels('dark', `${String(stops)} stops`, (picture, _, random) => darker(picture, stops, random))),
  ...[50, 25, 12].map((left) => pixels('haze', `${String(left)} % contrast left`, (picture) => picture.linear(left / 100, (1 - left / 100) * 190))),
  pixels('light', 'backlit', backlit),
  pixels('colour', 'warm lamp', (picture) => picture.linear([1.15, 0.95, 0.55], [0, 0, 0])),
  pixels('colour', 'blue shade', (picture) => picture.linear([0.65, 0.9, 1.15], [0, 0, 0])),
  ...[3, 6, 9].map((degrees): Degradation => ({ kind: 'turned picture', level: `${String(degrees)}°`, apply: (photo, _, random) => turned(photo, random() < 0.5 ? degrees : -degrees) })),
  ...Object.keys(CUTS).map(crop),
  ...Object.keys(OBJECTS).map(occlusion),
];

/** People are drawn anew turned by so many degrees, beyond the case's own error of turn. */
export const TURNS = [10, 20, 30, 40] as const;

/** What {@link TURNS} are called. */
export const turnedBy = (degrees: number): Pick<Degradation, 'kind' | 'level'> => ({ kind: 'turned person', level: `${String(degrees)}°` });

/** A degradation's name in records and messages. */
export const nameOf = ({ kind, level }: Pick<Degradation, 'kind' | 'level'>): string => (level === '' ? kind : `${kind}: ${level}`);

/** The names of all degradations, in the order in which they are told of. */
export const NAMES: readonly string[] = [...DEGRADATIONS, ...TURNS.map(turnedBy)].map(nameOf);
