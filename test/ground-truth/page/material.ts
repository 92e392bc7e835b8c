/** What people's meshes are covered with. */
import {
  Color, DoubleSide, MeshPhysicalMaterial, MeshStandardMaterial, SRGBColorSpace, TextureLoader, type Material, type Texture,
} from 'three';
import type { Surface } from '../mesh.js';
import type { PatternName } from '../people.js';
import { ASSET_PATH } from './contract.js';

type Cloth = Extract<Surface, { readonly type: 'cloth' }>;

const loader = new TextureLoader();
const textures = new Map<string, Promise<Texture>>();

/** Loaded once: many people share them. */
function textureOf(file: string): Promise<Texture> {
  const known = textures.get(file);
  if (known) return known;
  const loading = loader.loadAsync(`${ASSET_PATH}${file}`).then((map) => {
    map.colorSpace = SRGBColorSpace;
    map.anisotropy = 2;
    return map;
  });
  textures.set(file, loading);
  return loading;
}

/** Noise in the frame of the body at rest: weave and folds stay on the body as it moves. */
const NOISE = `
  float hash3(vec3 p) { return fract(sin(dot(p, vec3(12.9898, 78.233, 37.719))) * 43758.5453); }
  float noise3(vec3 p) {
    vec3 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
    return mix(mix(mix(hash3(i), hash3(i + vec3(1,0,0)), f.x), mix(hash3(i + vec3(0,1,0)), hash3(i + vec3(1,1,0)), f.x), f.y),
               mix(mix(hash3(i + vec3(0,0,1)), hash3(i + vec3(1,0,1)), f.x), mix(hash3(i + vec3(0,1,1)), hash3(i + vec3(1,1,1)), f.x), f.y), f.z);
  }`;

/** Where the pattern's colour is. */
const PATTERNS: Readonly<Record<PatternName, string>> = {
  stripes: 'fract(vRest.y * 14.0 * patternScale) < 0.35',
  columns: 'fract(vRest.x * 14.0 * patternScale) < 0.35',
  checks: 'mod(floor(vRest.x * 12.0 * patternScale) + floor(vRest.y * 12.0 * patternScale), 2.0) < 0.5',
  spots: 'noise3(vRest * 40.0 * patternScale) > 0.62',
  // On the chest only.
  print: 'vRest.z > 0.0 && noise3(vRest * 9.0 * patternScale) > 0.55',
};

const colorCode = (pattern: PatternName | undefined): string => `
  if (vField < 0.0) discard;
  float fold = noise3(vRest * vec3(22.0, 34.0, 22.0)) * 0.6 + noise3(vRest * vec3(60.0, 80.0, 60.0)) * 0.4;
  float weave = noise3(vRest * 900.0);
  ${pattern ? `if (${PATTERNS[pattern]}) diffuseColor.rgb = patternColor;` : ''}
  if (vField < 0.011) diffuseColor.rgb = trimColor;
  diffuseColor.rgb *= (0.86 + 0.2 * fold) * (0.95 + 0.1 * weave) * (vField < 0.002 ? 0.6 : 1.0);`;

const BUMPS = `
  { vec3 q = vRest * vec3(26.0, 40.0, 26.0); float e = 0.35;
    vec3 bump = vec3(noise3(q + vec3(e,0,0)) - noise3(q - vec3(e,0,0)), noise3(q + vec3(0,e,0)) - noise3(q - vec3(0,e,0)), noise3(q + vec3(0,0,e)) - noise3(q - vec3(0,0,e)));
    normal = normalize(normal + 0.28 * (viewMatrix * vec4(bump, 0.0)).xyz); }`;

const after = (code: string, include: string, added: string): string => code.replace(`#include <${include}>`, `#include <${include}>\n${added}`);

function clothMaterial({ color, trim, pattern }: Cloth): Material {
  const material = new MeshStandardMaterial({ color, roughness: 0.92, side: DoubleSide });
  // Colours and scale are uniforms: one program a pattern serves everybody.
  material.customProgramCacheKey = () => `cloth ${pattern?.name ?? 'plain'}`;
  material.onBeforeCompile = (shader) => {
    shader.uniforms['trimColor'] = { value: new Color(trim) };
    shader.uniforms['patternColor'] = { value: new Color(pattern?.color ?? color) };
    shader.uniforms['patternScale'] = { value: pattern?.scale ?? 1 };
    const varyings = 'varying float vField; varying vec3 vRest;';
    shader.vertexShader = `attribute float field; attribute vec3 restPosition; ${varyings}\n${after(shader.vertexShader, 'begin_vertex', 'vField = field; vRest = restPosition;')}`;
    const fragment = after(after(shader.fragmentShader, 'color_fragment', colorCode(pattern?.name)), 'normal_fragment_maps', BUMPS);
    shader.fragmentShader = `${varyings} uniform vec3 trimColor, patternColor; uniform float patternScale;\n${NOISE}\n${fragment}`;
  };
  return material;
}

export async function materialOf(surface: Surface): Promise<Material> {
  if (surface.type === 'cloth') return clothMaterial(surface);
  const map = surface.texture === undefined ? null : await textureOf(surface.texture);
  if (surface.type === 'skin') {
    const material = new MeshPhysicalMaterial({ map, roughness: 0.62, sheen: 0.25, sheenRoughness: 0.6, sheenColor: new Color('#c87860') });
    material.color.setScalar(surface.brightness);
    return material;
  }
  const color = surface.tint ?? '#ffffff';
  switch (surface.type) {
    case 'eye':
      return new MeshStandardMaterial({ map, roughness: 0.25, transparent: true, alphaTest: 0.1 });
    case 'hair':
      return new MeshStandardMaterial({ map, color, roughness: 0.75, side: DoubleSide, alphaTest: 0.35, alphaToCoverage: true });
    case 'clothes':
      return new MeshStandardMaterial({ map, color, roughness: 0.85, side: DoubleSide, alphaTest: 0.3 });
  }
}
