/** What is installed is what the lockfile says, and installing runs nobody's code. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import manifest from '../../models/manifest.json' with { type: 'json' };
import { findingsOf } from '../../packages/findings.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A package in the lockfile. */
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const readJson = <Content>(file: string): Content => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8')) as Content;

const lock = readJson<{ lockfileVersion: number; packages: Record<string, Locked> }>('package-lock.json');

const description = readJson<{ devDependencies: Record<string, string>; dependencies?: unknown; scripts: Record<string, string> }>('package.json');

/** Those that come from a registry: not this project, nor its own companions. */
const foreign = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);

describe('the lockfile', () => {
  test('pins every foreign package by a SHA-512', () => {
    expect(foreign.length).toBeGreaterThan(300);
    expect(foreign.filter(([, { version, integrity }]) => !version || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
  });

  test('takes nothing from a repository, an address or a folder but this project’s own', () => {
    const elsewhere = Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined && !/^packages\/[a-z-]+$/.test(resolved));
    expect(elsewhere).toEqual([]);
  });

  test('has the versions that package.json asks for, each of them exactly', () => {
    for (const [name, version] of Object.entries(description.devDependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  test('has the versions that the binaries’ hashes were taken of', () => {
    const inputs = manifest.inputs.filter((input) => input.package !== 'analyze-locally');
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) expect(lock.packages[`node_modules/${input.package}`]?.version, input.name).toBe(input.version);
  });
});

describe('an install', () => {
  // One checks its own program file, the other writes a warning: the tests here pass without either.
  const WITH_SCRIPT = ['node_modules/esbuild', 'node_modules/onnxruntime-web/node_modules/protobufjs'];

  test('runs no package’s script: npm is told so here', () => {
    const told = execFileSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
    expect(told.trim()).toBe('true');
    expect(readFileSync(`${ROOT}.npmrc`, 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  test('no package has come to want one that was not looked at', () => {
    expect(foreign.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual(WITH_SCRIPT);
  });

  test('this project has none either', () => {
    expect(Object.keys(description.scripts).filter((name) => /^(pre|post)?install$|^prepare$|^dependencies$/.test(name))).toEqual([]);
    expect(description.dependencies).toBeUndefined();
  });
});

describe('an audit', () => {
  const advisory = (title: string) => ({ title, url: `https://advisories.example/${title}` });
  const report = {
    vulnerabilities: {
      comlink: { severity: 'high', via: [advisory('one')], nodes: ['node_modules/comlink'] },
      protobufjs: { severity: 'critical', via: ['long', advisory('two')], nodes: ['node_modules/protobufjs', 'node_modules/onnxruntime-web/node_modules/protobufjs'] },
    },
  };

  test('tells what reaches users from what does not, by version', () => {
    const [first, ...others] = findingsOf(report, lock, new Set(['comlink@4.4.2', 'protobufjs@0.0.1']));
    expect(first).toEqual({ id: 'comlink@4.4.2', severity: 'high', advisories: ['one (https://advisories.example/one)'], isShipped: true });
    expect(others.map(({ id }) => id.split('@')[0])).toEqual(['protobufjs', 'protobufjs']);
    expect(new Set(others.map(({ id }) => id)).size).toBe(2);
    expect(others.map(({ isShipped, advisories }) => [isShipped, advisories.length])).toEqual([[false, 1], [false, 1]]);
    expect(findingsOf(report, lock, new Set(['comlink@4.4.1'])).filter(({ isShipped }) => isShipped)).toEqual([]);
  });
});
