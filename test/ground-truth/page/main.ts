/** The page that draws: what {@link DrawingPage} says, with three.js. */
import {
  BufferAttribute, BufferGeometry, Color, DirectionalLight, DoubleSide, Group, HemisphereLight, Mesh, MeshBasicMaterial, NeutralToneMapping,
  PCFShadowMap, Scene as ThreeScene, WebGLRenderer, type Object3D,
} from 'three';
import type { Point } from '../../../src/geometry/vector.js';
import { makeCamera } from '../camera.js';
import type { Surface } from '../mesh.js';
import type { Setting } from '../rooms.js';
import { bufferPath, FAR, type BufferPart, type DrawingPage, type DrawnPerson, type Scene } from './contract.js';
import { finished } from './finish.js';
import { materialOf } from './material.js';
import { contactShadow, roomOf } from './room.js';

declare global {
  /** For the program that drives the page. */
  var groundTruth: DrawingPage;
}

const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
renderer.shadowMap.enabled = true;
renderer.shadowMap.type = PCFShadowMap;
renderer.toneMapping = NeutralToneMapping;

type BodyMesh = Mesh<BufferGeometry>;

const bodies = new Map<string, readonly BodyMesh[]>();

function bodyOf(key: string): readonly BodyMesh[] {
  const body = bodies.get(key);
  if (!body) throw new Error(`${key} has not been loaded`);
  return body;
}

async function fetchBuffer(key: string, mesh: number, part: BufferPart): Promise<ArrayBuffer> {
  const response = await fetch(bufferPath(key, mesh, part));
  if (!response.ok) throw new Error(`${key}: mesh ${mesh} has no ${part}`);
  return response.arrayBuffer();
}

async function floats(key: string, mesh: number, part: BufferPart, each: number): Promise<BufferAttribute> {
  return new BufferAttribute(new Float32Array(await fetchBuffer(key, mesh, part)), each);
}

async function loadMesh(key: string, number: number, surface: Surface): Promise<BodyMesh> {
  const geometry = new BufferGeometry();
  geometry.setIndex(new BufferAttribute(new Uint32Array(await fetchBuffer(key, number, 'index')), 1));
  geometry.setAttribute('uv', await floats(key, number, 'uv', 2));
  if (surface.type === 'cloth') {
    geometry.setAttribute('field', await floats(key, number, 'field', 1));
    geometry.setAttribute('restPosition', await floats(key, number, 'restPosition', 3));
  }
  const mesh = new Mesh(geometry, await materialOf(surface));
  mesh.castShadow = mesh.receiveShadow = true;
  mesh.frustumCulled = false;
  return mesh;
}

/** @returns The light that casts shadows, which holds a texture. */
function addLights(scene: ThreeScene, { keyFrom = [1.4, 2.6, 4], ...setting }: Setting): DirectionalLight {
  const [x, y, z] = keyFrom;
  const everywhere = new HemisphereLight('#ffffff', '#9a8f84', setting.ambient ?? 2.0);
  const key = new DirectionalLight(setting.keyColor ?? '#fff4e6', setting.key ?? 1.5);
  key.position.set(x, y, z);
  key.target.position.set(0, 0.9, 0);
  key.castShadow = true;
  key.shadow.mapSize.set(1024, 1024);
  Object.assign(key.shadow.camera, { left: -1.9, right: 1.9, top: 1.9, bottom: -1.9, near: 0.2, far: 12 });
  key.shadow.radius = setting.shadowSoftness ?? 4;
  key.shadow.bias = -0.0006;
  key.shadow.normalBias = 0.02;
  const fill = new DirectionalLight('#dfe8ff', setting.fill ?? 0.5);
  fill.position.set(-x, y * 0.6, z);
  scene.add(everywhere, key, key.target, fill);
  return key;
}

function holderOf({ key, turn, offset: [x, z] = [0, 0] }: DrawnPerson, ...content: readonly Object3D[]): Group {
  const holder = new Group();
  holder.rotation.y = (turn * Math.PI) / 180;
  holder.position.set(x, 0, z);
  holder.add(...bodyOf(key), ...content);
  return holder;
}

/** Leaves the picture, not yet finished, on the renderer's canvas. */
function render({ width, height, camera, people, setting }: Scene): void {
  const scene = new ThreeScene();
  scene.background = new Color(setting.wall);
  renderer.toneMappingExposure = setting.exposure ?? 1;
  renderer.setSize(width, height, false);
  scene.add(roomOf(setting));
  const light = addLights(scene, setting);
  for (const person of people) scene.add(holderOf(person, ...person.feet.map(contactShadow)));
  renderer.render(scene, makeCamera(camera, width, height));
  light.dispose();
}

/** The people white on black. */
function renderOutline({ width, height, camera, people }: Scene): void {
  const scene = new ThreeScene();
  scene.background = new Color('#000000');
  scene.overrideMaterial = new MeshBasicMaterial({ color: '#ffffff', side: DoubleSide });
  renderer.toneMappingExposure = 1;
  renderer.setSize(width, height, false);
  for (const person of people) scene.add(holderOf(person));
  renderer.render(scene, makeCamera(camera, width, height));
}

/** Of a channel that is black or white, but for the edge. */
const WHITE = 100;

function distanceFrom({ data, width, height }: ImageData, [px, py]: Point): number {
  const isWhite = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && (data[4 * (y * width + x)] ?? 0) > WHITE;
  let nearest = FAR;
  for (let dy = -FAR; dy <= FAR; dy++) {
    for (let dx = -FAR; dx <= FAR; dx++) {
      if (isWhite(Math.floor(px) + dx, Math.floor(py) + dy)) nearest = Math.min(nearest, Math.round(Math.hypot(dx, dy)));
    }
  }
  return nearest;
}

const MARK_RADIUS = 3;

globalThis.groundTruth = {
  async load(key, surfaces) {
    bodies.set(key, await Promise.all(surfaces.map((surface, number) => loadMesh(key, number, surface))));
  },

  async pose(key) {
    for (const [number, { geometry }] of bodyOf(key).entries()) {
      geometry.setAttribute('position', await floats(key, number, 'position', 3));
      geometry.setAttribute('normal', await floats(key, number, 'normal', 3));
    }
  },

  forget(key) {
    // Materials stay: their compiled programs are used again, and nothing else of them is large.
    for (const { geometry } of bodyOf(key)) geometry.dispose();
    bodies.delete(key);
  },

  draw(scene) {
    render(scene);
    const { canvas, context } = finished(renderer.domElement, scene);
    for (const { at: [x, y], color } of scene.marks ?? []) {
      context.fillStyle = color;
      context.beginPath();
      context.arc(x, y, MARK_RADIUS, 0, 2 * Math.PI);
      context.fill();
    }
    return canvas.toDataURL('image/jpeg', scene.setting.quality ?? 0.86);
  },

  distancesFromPeople(scene, points) {
    renderOutline(scene);
    const context = new OffscreenCanvas(scene.width, scene.height).getContext('2d');
    if (!context) throw new Error('no 2D canvas');
    context.drawImage(renderer.domElement, 0, 0);
    const outline = context.getImageData(0, 0, scene.width, scene.height);
    return points.map((point) => distanceFrom(outline, point));
  },
};
