/** The fixed rooms, and what a room is made of. */
import type { Vector3 } from './vector3.js';

export type WallKind = 'plain' | 'gradient' | 'plaster' | 'brick' | 'stripes';
export type FloorKind = 'plain' | 'wood' | 'tiles';

/** Something at the back wall. */
export interface Thing {
  readonly kind: 'door' | 'picture' | 'cabinet' | 'chair';
  /** To the picture's right of the person, metres. */
  readonly x: number;
  /** Height of a picture, metres. */
  readonly y?: number;
  /** Height of a cabinet, metres. */
  readonly h?: number;
  readonly color: string;
  readonly color2?: string;
}

/** Where a photo is taken and how: walls, lights and the photo's finish. Colours are CSS's; what is left out is usual. */
export interface Room {
  readonly wall: string;
  /** Second colour of gradient and stripes, and of the joints between bricks. */
  readonly wall2?: string;
  readonly wallKind: WallKind;
  readonly floor: string;
  readonly floorKind: FloorKind;
  readonly baseboard?: string;
  readonly things?: readonly Thing[];
  /** Of the back wall from the person, metres. */
  readonly wallDistance?: number;
  /** Where the main light comes from. */
  readonly keyFrom?: Vector3;
  readonly keyColor?: string;
  /** Strengths of the main light, of the light from everywhere and of the light from the other side. */
  readonly key?: number;
  readonly ambient?: number;
  readonly fill?: number;
  /** 1 is as lit. */
  readonly exposure?: number;
  /** Largest deviation of a pixel, levels of 255. */
  readonly noise?: number;
  /** Pixels. */
  readonly blur?: number;
  /** Share of light that the corners lose. */
  readonly vignette?: number;
  /** Of the JPEG, 0 to 1. */
  readonly quality?: number;
  /** Blur of the main light's shadow, texels. */
  readonly shadowSoftness?: number;
}

/** A room with the seed of its wall's, floor's and photo's grain. */
export interface Setting extends Room {
  readonly seed: number;
}

/** The rooms of the fixed plan. */
export const ROOMS: readonly Room[] = [
  { wall: '#d3d6d4', wallKind: 'plain', floor: '#9a7b58', floorKind: 'wood', baseboard: '#eeeeee' },
  { wall: '#b9c4cc', wall2: '#8f9aa6', wallKind: 'gradient', floor: '#8c8a86', floorKind: 'plain', baseboard: '#d8d8d8', keyFrom: [-1.8, 2.4, 3.6], key: 1.7 },
  {
    wall: '#e2dccf', wallKind: 'plaster', floor: '#b59a78', floorKind: 'wood', baseboard: '#f4f1ea', keyColor: '#ffe6c8',
    things: [{ kind: 'door', x: -1.35, color: '#efe9dd', color2: '#e2dbcc' }],
  },
  { wall: '#9c5f4a', wallKind: 'brick', floor: '#7d7a74', floorKind: 'tiles', keyFrom: [0.6, 3, 4], ambient: 2.3, key: 1.1 },
  {
    wall: '#c9d2c4', wallKind: 'plain', floor: '#6f5a45', floorKind: 'wood', baseboard: '#dfe3da', keyFrom: [2.2, 2.2, 3], keyColor: '#fff0dc',
    things: [{ kind: 'picture', x: 1.15, color: '#6f8ea3' }, { kind: 'cabinet', x: -1.6, color: '#b08d63' }],
  },
  { wall: '#f0f0ee', wallKind: 'plain', floor: '#cfcac2', floorKind: 'tiles', ambient: 2.6, key: 0.8, fill: 0.6, exposure: 0.95 },
  { wall: '#7f8a96', wallKind: 'plain', floor: '#59524b', floorKind: 'plain', baseboard: '#949ca5', key: 2.0, ambient: 1.6, keyFrom: [-1.2, 2.8, 4] },
  {
    wall: '#e6d9d3', wall2: '#dccac1', wallKind: 'stripes', floor: '#a88462', floorKind: 'wood', baseboard: '#ffffff', wallDistance: 1.6,
    things: [{ kind: 'chair', x: 1.45, color: '#4f6b7a' }],
  },
];
