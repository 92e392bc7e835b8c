import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { Plugin } from 'vite';

const ICON = new URL('../../icon.svg', import.meta.url);

/** The icon's own ground; also what fills the corners of one that is cut to a shape. */
const ACCENT = '#1a5fa8';
const GROUND = '#f2f5f8';

/** A maskable icon's safe part is a circle of 80 %. */
const SAFE = 0.8;

const MANIFEST = {
  id: './',
  name: 'Posture check · 자세 검사',
  short_name: '자세 Posture',
  description: 'Guided posture photos, measured on this device. 자세 사진을 찍으면 이 기기 안에서 측정합니다.',
  lang: 'en',
  start_url: './',
  scope: './',
  display: 'standalone',
  orientation: 'any',
  theme_color: ACCENT,
  background_color: GROUND,
  categories: ['health', 'medical', 'fitness'],
  icons: [
    { src: './icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: './icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: './icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

/** The icon as a square picture of so many pixels. */
const drawn = async (size: number): Promise<Sharp> => sharp(await readFile(ICON), { density: (72 * size) / 32 }).resize(size, size);

async function maskable(size: number): Promise<Buffer> {
  const inner = Math.round(size * SAFE);
  const icon = await (await drawn(inner)).png().toBuffer();
  return sharp({ create: { width: size, height: size, channels: 3, background: ACCENT } })
    .composite([{ input: icon, gravity: 'centre' }])
    .png()
    .toBuffer();
}

/** Writes what makes the app installable, and an empty file of settings for who hosts it. */
export const writeAppFiles = (): Plugin => ({
  name: 'write-app-files',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
      { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icon-192.png' }, injectTo: 'head' },
    ],
  },
  async generateBundle() {
    const files: Readonly<Record<string, string | Buffer>> = {
      'manifest.webmanifest': JSON.stringify(MANIFEST, null, 2),
      'icon-192.png': await (await drawn(192)).png().toBuffer(),
      'icon-512.png': await (await drawn(512)).png().toBuffer(),
      'icon-maskable-512.png': await maskable(512),
      'settings.json': '{}\n',
    };
    for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source });
  },
});
