import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { sampled } from '../harness/sampled.js';

const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
const CASE = fixture('cases/m1-02');
const out = mkdtempSync(join(tmpdir(), 'analyze-locally-'));

const analyze = (...args: string[]) =>
  spawnSync('npx', ['tsx', 'demo/cli/analyze.ts', ...args], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });

const responseIn = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'response.json'), 'utf8')) as Record<string, unknown>;

beforeAll(() => {
  ensureBuilt();
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe('npm run analyze', () => {
  test('three photos: table, response.json and three drawn photos of the same size', async () => {
    const folder = join(out, 'three');
    const { status, stdout } = analyze('--front', `${CASE}/front.jpg`, '--side', `${CASE}/side.jpg`, '--back', `${CASE}/back.jpg`, '--out', folder);
    expect(status).toBe(0);
    expect(stdout.match(/°/g)).toHaveLength(18);
    const response = responseIn(folder);
    expect(response).toMatchObject({ state: true, status_code: 200, APIName: 'Analysis-skeleton-v2' });
    expect(response).not.toHaveProperty('details');
    for (const view of ['front', 'side', 'back']) {
      const [drawn, original] = await Promise.all([sharp(join(folder, `${view}.jpg`)).metadata(), sharp(`${CASE}/${view}.jpg`).metadata()]);
      expect([drawn.format, drawn.width, drawn.height]).toEqual(['jpeg', original.width, original.height]);
    }
  });

  test('one photo is the single-view call; --json prints the response without pictures', () => {
    const { status, stdout } = analyze('--side', `${CASE}/side.jpg`, '--out', join(out, 'side'), '--json', '--model', 'lite', '--mode', 'fast');
    expect(status).toBe(0);
    const printed = JSON.parse(stdout) as Record<string, unknown>;
    expect(printed['APIName']).toBe('Analysis-skeleton-v2-side');
    expect(printed).not.toHaveProperty('sorigimg');
    expect(Object.keys(printed).filter((key) => key.endsWith('_m_'))).toHaveLength(4);
  });

  test('a refused photo: exit code 1, and the answer says why', () => {
    const folder = join(out, 'refused');
    const { status, stderr } = analyze('--front', fixture('guards/empty-room.jpg'), '--out', folder);
    expect(status).toBe(1);
    expect(stderr).toContain('511');
    expect(responseIn(folder)).toMatchObject({ state: false, status: 511, status_code: 511 });
    expect(existsSync(join(folder, 'front.jpg'))).toBe(false);
  });

  test('a folder of cases: goes on after a refused one, one photo alone is a single-view call', () => {
    const cases = join(out, 'cases');
    mkdirSync(join(cases, 'a-refused'), { recursive: true });
    mkdirSync(join(cases, 'b-side'), { recursive: true });
    mkdirSync(join(cases, 'c-nothing'), { recursive: true });
    cpSync(fixture('guards/empty-room.jpg'), join(cases, 'a-refused/front.jpg'));
    cpSync(`${CASE}/side.jpg`, join(cases, 'b-side/side.jpg'));
    writeFileSync(join(cases, 'c-nothing/notes.txt'), 'no photo');
    const { status, stderr } = analyze('--cases', cases, '--out', join(out, 'batch'));
    expect(status).toBe(1);
    expect(stderr).toContain('1/2 a-refused refused: 511');
    expect(stderr).toContain('2/2 b-side analysed');
    expect(responseIn(join(out, 'batch/a-refused'))).toMatchObject({ state: false });
    expect(responseIn(join(out, 'batch/b-side'))).toMatchObject({ state: true, APIName: 'Analysis-skeleton-v2-side' });
    expect(existsSync(join(out, 'batch/c-nothing'))).toBe(false);
  });

  test.each(sampled([
    ['no arguments', [], /--out is missing/],
    ['no photos', ['--out', out], /give photos/],
    ['photos and cases', ['--out', out, '--cases', out, '--front', `${CASE}/front.jpg`], /one of the two/],
    ['a missing file', ['--out', out, '--front', 'nowhere.jpg'], /there is no file nowhere\.jpg/],
    ['a model that there is not', ['--out', out, '--front', `${CASE}/front.jpg`, '--model', 'huge'], /--model must be/],
    ['a mode that there is not', ['--out', out, '--front', `${CASE}/front.jpg`, '--mode', 'best'], /--mode must be/],
    ['a roll reference that there is not', ['--out', out, '--front', `${CASE}/front.jpg`, '--roll-reference', 'feet'], /--roll-reference must be/],
    ['an unknown option', ['--out', out, '--fornt', 'x'], /Unknown option '--fornt'/],
  ]))('%s: exit code 2 and the usage', (_, args, message) => {
    const { status, stderr } = analyze(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('Usage:');
  });
});
