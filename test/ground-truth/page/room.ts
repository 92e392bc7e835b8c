/** Walls, floor and what stands about. */
import {
  BoxGeometry, CanvasTexture, Group, Mesh, MeshBasicMaterial, MeshLambertMaterial, PlaneGeometry, RepeatWrapping, SRGBColorSpace, type Texture,
} from 'three';
import { randomFrom, type Random } from '../random.js';
import type { FloorKind, Room, Setting, Thing, WallKind } from '../rooms.js';
import { makeCanvas } from './canvas.js';

type Context = CanvasRenderingContext2D;

/** Paints a square texture of `size` pixels. */
type Paint = (context: Context, size: number) => void;

function painted(size: number, paint: Paint, repeat: readonly [across: number, down: number] = [1, 1]): Texture {
  const { canvas, context } = makeCanvas(size, size);
  paint(context, size);
  const map = new CanvasTexture(canvas);
  map.colorSpace = SRGBColorSpace;
  map.wrapS = map.wrapT = RepeatWrapping;
  map.repeat.set(...repeat);
  map.anisotropy = 2;
  return map;
}

function fill(context: Context, color: string | CanvasGradient, x: number, y: number, width: number, height: number): void {
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
}

/** Grain of `amount` levels of 255. */
function speckle(context: Context, size: number, random: Random, amount: number): void {
  const image = context.getImageData(0, 0, size, size);
  const { data } = image;
  for (let i = 0; i < data.length; i += 4) {
    const grain = (random() - 0.5) * amount;
    for (let channel = i; channel < i + 3; channel++) data[channel]! += grain;
  }
  context.putImageData(image, 0, 0);
}

const blackOrWhite = (random: Random): string => (random() < 0.5 ? '#000' : '#fff');

type Painter = (room: Room, random: Random) => Texture;

const BRICKS = { rows: 16, columns: 8, joint: 3 };
const STRIPES = 8;
const STAINS = 900;
const BOARDS = { count: 8, grains: 14 };

const WALLS: Readonly<Record<WallKind, Painter>> = {
  plain: ({ wall }, random) =>
    painted(512, (g, n) => {
      fill(g, wall, 0, 0, n, n);
      speckle(g, n, random, 7);
    }, [4, 4]),
  gradient: ({ wall, wall2 = '#888' }, random) =>
    painted(512, (g, n) => {
      const fade = g.createLinearGradient(0, 0, n, n * 0.7);
      fade.addColorStop(0, wall);
      fade.addColorStop(1, wall2);
      fill(g, fade, 0, 0, n, n);
      speckle(g, n, random, 6);
    }),
  brick: ({ wall, wall2 = '#b9b2a8' }, random) =>
    painted(1024, (g, n) => {
      fill(g, wall2, 0, 0, n, n);
      const { rows, columns, joint } = BRICKS;
      const [h, w] = [n / rows, n / columns];
      for (let row = 0; row < rows; row++) {
        for (let column = -1; column < columns; column++) {
          g.globalAlpha = 0.75 + random() * 0.25;
          fill(g, wall, column * w + ((row % 2) * w) / 2 + joint, row * h + joint, w - 2 * joint, h - 2 * joint);
        }
      }
      g.globalAlpha = 1;
      speckle(g, n, random, 24);
    }, [4, 4]),
  stripes: ({ wall, wall2 = '#ccc' }, random) =>
    painted(512, (g, n) => {
      fill(g, wall, 0, 0, n, n);
      for (let i = 0; i < STRIPES; i++) fill(g, wall2, (i * n) / STRIPES, 0, n / STRIPES / 2, n);
      speckle(g, n, random, 8);
    }, [5, 1]),
  plaster: ({ wall }, random) =>
    painted(1024, (g, n) => {
      fill(g, wall, 0, 0, n, n);
      for (let i = 0; i < STAINS; i++) {
        g.fillStyle = blackOrWhite(random);
        g.globalAlpha = 0.006 + random() * 0.01;
        g.beginPath();
        g.ellipse(random() * n, random() * n, 10 + random() * 60, 6 + random() * 30, random() * 3, 0, 7);
        g.fill();
      }
      g.globalAlpha = 1;
      speckle(g, n, random, 12);
    }, [2, 2]),
};

const FLOORS: Readonly<Record<FloorKind, Painter>> = {
  plain: ({ floor }, random) =>
    painted(512, (g, n) => {
      fill(g, floor, 0, 0, n, n);
      speckle(g, n, random, 12);
    }, [6, 6]),
  wood: ({ floor }, random) =>
    painted(1024, (g, n) => {
      const board = n / BOARDS.count;
      for (let i = 0; i < BOARDS.count; i++) {
        fill(g, floor, i * board, 0, board, n);
        const shade = blackOrWhite(random);
        g.globalAlpha = random() * 0.1;
        fill(g, shade, i * board, 0, board, n);
        g.globalAlpha = 0.1;
        g.strokeStyle = '#20140a';
        for (let grain = 0; grain < BOARDS.grains; grain++) {
          const x = (i + random()) * board;
          g.beginPath();
          g.moveTo(x, 0);
          g.bezierCurveTo(x + 8, n / 3, x - 8, (2 * n) / 3, x, n);
          g.stroke();
        }
        g.globalAlpha = 0.5;
        fill(g, '#1a120a', i * board, 0, 2, n);
        g.globalAlpha = 1;
      }
      speckle(g, n, random, 10);
    }, [5, 3]),
  tiles: ({ floor }, random) =>
    painted(512, (g, n) => {
      fill(g, '#77736c', 0, 0, n, n);
      fill(g, floor, 4, 4, n - 8, n - 8);
      speckle(g, n, random, 12);
    }, [14, 14]),
};

/** Sizes, then the middle's place; metres. */
type Box = readonly [w: number, h: number, d: number, x: number, y: number, z: number, color: string];

function boxMesh([w, h, d, x, y, z, color]: Box): Mesh {
  const mesh = new Mesh(new BoxGeometry(w, h, d), new MeshLambertMaterial({ color }));
  mesh.position.set(x, y, z);
  mesh.castShadow = mesh.receiveShadow = true;
  return mesh;
}

const CHAIR_LEGS = [[-0.2, 0.15], [0.2, 0.15], [-0.2, 0.55], [0.2, 0.55]] as const;

/** @param back - Where the back wall is, z. */
const BOXES: Readonly<Record<Thing['kind'], (thing: Thing, back: number) => readonly Box[]>> = {
  door: ({ x, color, color2 = color }, back) => [
    [0.95, 2.1, 0.03, x, 1.05, back + 0.015, color],
    [0.85, 2.0, 0.04, x, 1.0, back + 0.02, color2],
  ],
  picture: ({ x, y = 1.6, color }, back) => [
    [0.62, 0.46, 0.03, x, y, back + 0.015, '#2b2420'],
    [0.54, 0.38, 0.035, x, y, back + 0.02, color],
  ],
  cabinet: ({ x, h = 0.9, color }, back) => [[0.8, h, 0.4, x, h / 2, back + 0.2, color]],
  chair: ({ x, color }, back) => [
    [0.44, 0.04, 0.44, x, 0.45, back + 0.35, color],
    [0.44, 0.5, 0.04, x, 0.72, back + 0.15, color],
    ...CHAIR_LEGS.map(([dx, dz]): Box => [0.035, 0.45, 0.035, x + dx, 0.225, back + dz, '#333333']),
  ],
};

function furnished(setting: Setting): Group {
  const random = randomFrom(setting.seed);
  const back = -(setting.wallDistance ?? 1.2);
  const wall = new Mesh(new PlaneGeometry(14, 6), new MeshLambertMaterial({ map: WALLS[setting.wallKind](setting, random) }));
  wall.position.set(0, 3, back);
  wall.receiveShadow = true;
  const floor = new Mesh(new PlaneGeometry(14, 12), new MeshLambertMaterial({ map: FLOORS[setting.floorKind](setting, random) }));
  floor.rotation.x = -Math.PI / 2;
  floor.position.z = back + 6;
  floor.receiveShadow = true;
  const boxes: Box[] = setting.baseboard === undefined ? [] : [[14, 0.09, 0.02, 0, 0.045, back + 0.01, setting.baseboard]];
  boxes.push(...(setting.things ?? []).flatMap((thing) => BOXES[thing.kind](thing, back)));
  return new Group().add(wall, floor, ...boxes.map(boxMesh));
}

function dispose(group: Group): void {
  group.traverse((part) => {
    if (!(part instanceof Mesh)) return;
    const { geometry, material } = part as Mesh<PlaneGeometry, MeshLambertMaterial>;
    geometry.dispose();
    material.map?.dispose();
  });
}

/** The three photos of a case show the same room. */
let last: { readonly key: string; readonly group: Group } | undefined;

export function roomOf(setting: Setting): Group {
  const key = JSON.stringify(setting);
  if (last?.key !== key) {
    if (last) dispose(last.group);
    last = { key, group: furnished(setting) };
  }
  return last.group;
}

const contactGeometry = new PlaneGeometry(0.2, 0.38);
const contactMaterial = new MeshBasicMaterial({
  transparent: true,
  depthWrite: false,
  map: painted(128, (g, n) => {
    const fade = g.createRadialGradient(n / 2, n / 2, 0, n / 2, n / 2, n / 2);
    fade.addColorStop(0, 'rgba(0,0,0,0.55)');
    fade.addColorStop(0.5, 'rgba(0,0,0,0.25)');
    fade.addColorStop(1, 'rgba(0,0,0,0)');
    fill(g, fade, 0, 0, n, n);
  }),
});

/** A soft dark patch where a foot meets the floor. */
export function contactShadow([x, z]: readonly [x: number, z: number]): Mesh {
  const patch = new Mesh(contactGeometry, contactMaterial);
  patch.rotation.x = -Math.PI / 2;
  patch.position.set(x, 0.004, z);
  return patch;
}
