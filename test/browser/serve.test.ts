/** `analyze-locally serve`: clients of the web API that are not web pages, led to this machine. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { View } from 'analyze-locally';
import { DIST, ensureBuilt, ROOT } from '../../demo/host/ensure-built.js';
import { casePhotos, guardPhoto, publishedSample } from '../harness/fixture-photos.js';
import { startOutsideWorld } from '../harness/outside-world.js';
import { findPythonWithRequests } from '../harness/python.js';
import { startServe, withoutProxy, type ServeProcess } from '../harness/serve-process.js';

/** The largest request that the server under test takes, MB. */
const BODY_LIMIT = 4;

/** How long a program may take to notice that another one has gone, milliseconds. */
const NOTICED = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'serve-client-'));
const run = promisify(execFile);

let serve: ServeProcess;
let photos: Record<View, Buffer>;
let nobody: string;
let publishedKeys: string[];

beforeAll(async () => {
  ensureBuilt();
  photos = await casePhotos('m1-02');
  nobody = (await guardPhoto('empty-room')).toString('base64');
  const { coords, metrics, grades } = await publishedSample();
  const envelope = ['state', 'status_code', 'APIName', 'credit_change', 'credit', 'uuid', 'forigimg', 'sorigimg', 'borigimg'];
  publishedKeys = [...envelope, ...Object.keys(coords), ...Object.keys(metrics), ...Object.keys(grades)].sort();
  serve = await startServe('--body-limit', String(BODY_LIMIT), '--allow-host', 'kiosk.test');
});
afterAll(async () => {
  await serve.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** The request body of the web API. */
const full = (): string =>
  JSON.stringify({
    Email: 'nobody@example.test',
    UserKey: 'a-user-key',
    APIKey: 'an-api-key',
    uuid: 'the-uuid-of-this-call',
    forigimg: photos.front.toString('base64'),
    sorigimg: photos.side.toString('base64'),
    borigimg: photos.back.toString('base64'),
  });

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  readonly to?: ServeProcess;
}

/** An HTTP request, to the letter. */
function send({ method = 'POST', path = '/api/analysis-skeleton-v2', headers = {}, body = '', signal, to = serve }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: to.port, method, path, headers, agent: false };
    const request = httpRequest(signal ? { ...target, signal } : target);
    request.once('error', reject).once('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece)).once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text === '' ? '{}' : text) as Answer['body'] });
      });
    });
    request.end(body);
  });
}

/** Waits until a server says so of itself. */
async function expectAbout(to: ServeProcess, field: string, value: unknown): Promise<void> {
  const about = async (): Promise<unknown> => (await send({ method: 'GET', path: '/', to })).body[field];
  await expect.poll(about, { interval: 1, timeout: NOTICED }).toBe(value);
}

describe("the published examples, as they are but for the photos' paths", () => {
  const PATHS = /path\/to\/your\/(front|side|back)\/image/g;

  /** An example on disk, with the photos beside it. */
  function written(name: string, encoded: Readonly<Record<View, Buffer>>, as = name): string {
    for (const [view, bytes] of Object.entries(encoded)) writeFileSync(join(folder, `${view}.jpg`), bytes);
    const text = readFileSync(join(ROOT, 'test/fixtures/published', name), 'utf8');
    expect(text.match(PATHS)).toHaveLength(3);
    const file = join(folder, as);
    writeFileSync(file, text.replace(PATHS, (_, view: string) => join(folder, `${view}.jpg`)));
    return file;
  }

  function throughProxy(): NodeJS.ProcessEnv {
    const proxy = `http://127.0.0.1:${String(serve.port)}`;
    return { ...withoutProxy(), HTTP_PROXY: proxy, http_proxy: proxy };
  }

  test('Python, by the environment variable HTTP_PROXY', async () => {
    const example = written('example.py', photos);
    const shown = 'import json; print(json.dumps({"status": res.status_code, "answer": res.json()}))';
    const wrapper = `exec(open(${JSON.stringify(example)}).read()); ${shown}`;
    const { stdout } = await run(findPythonWithRequests(), ['-c', wrapper], { env: throughProxy() });
    const { status, answer } = JSON.parse(stdout) as { readonly status: number; readonly answer: Answer['body'] };
    expect(status).toBe(200);
    expect(answer).toMatchObject({ state: true, status_code: 200, APIName: 'Analysis-skeleton-v2' });
    expect(Object.keys(answer).sort()).toEqual(publishedKeys);
  });

  test('JavaScript, the name led here as a hosts file does', async () => {
    const example = written('example.js', photos, 'example.mjs');
    // Modules are looked for from where the example lies.
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const hosts = `import { globalAgent } from 'node:http';
      const connect = globalAgent.createConnection.bind(globalAgent);
      globalAgent.createConnection = (options, ...more) =>
        connect(options.host === 'api.remo.re.kr' ? { ...options, host: '127.0.0.1', port: ${String(serve.port)} } : options, ...more);`;
    const args = ['--import', `data:text/javascript,${encodeURIComponent(hosts)}`, example];
    const { stdout, stderr } = await run(process.execPath, args, { env: withoutProxy() });
    expect(stderr).toBe('');
    expect(stdout).toContain('state: true,');
    expect([...stdout.matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key).sort()).toEqual(publishedKeys);
  });

  test('curl; its photos are small, as an argument of a program may not be longer', async () => {
    const small = async (photo: Buffer): Promise<Buffer> => sharp(photo).resize({ height: 640 }).jpeg({ quality: 60 }).toBuffer();
    const [front, side, back] = await Promise.all([photos.front, photos.side, photos.back].map(small)) as [Buffer, Buffer, Buffer];
    const { stdout } = await run('bash', [written('example.sh', { front, side, back })], { env: throughProxy() });
    const answer = JSON.parse(stdout) as Answer['body'];
    expect(answer).toMatchObject({ state: true, status_code: 200 });
    expect(Object.keys(answer).sort()).toEqual(publishedKeys);
  });
});

describe('answers', () => {
  test('three single-view calls in parallel, each with its own keys', async () => {
    const field = { front: 'forigimg', side: 'sorigimg', back: 'borigimg' } as const;
    const views = ['front', 'side', 'back'] as const;
    const bodyOf = (view: View): string => JSON.stringify({ [field[view]]: photos[view].toString('base64') });
    const answers = await Promise.all(views.map((view) => send({ path: `/api/analysis-skeleton-v2-${view}`, body: bodyOf(view) })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body['APIName'])).toEqual(views.map((view) => `Analysis-skeleton-v2-${view}`));
    const drawn = answers.map(({ body }) => Object.keys(body).filter((key) => key.endsWith('origimg')));
    expect(drawn).toEqual(views.map((view) => [field[view]]));
  });

  test('a refused photo: HTTP 200, state false, and the uuid as passed', async () => {
    const sent = JSON.stringify({ uuid: 'mine', forigimg: nobody });
    const { status, body } = await send({ path: '/api/analysis-skeleton-v2-front', body: sent });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: false, status: 511, status_code: 511, uuid: 'mine' });
  });

  test.each([
    ['no JSON', { body: 'forigimg=abc' }, 400],
    ['nothing', { body: '' }, 400],
    ['a GET', { method: 'GET' }, 400],
    ['another path', { path: '/api/analysis-skeleton' }, 404],
    ['another method on /', { path: '/' }, 405],
  ] satisfies [string, Sent, number][])('%s: a failure in the form of the API', async (_, sent, status) => {
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ state: false, status: 400, status_code: 400, credit: 0 });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('JSON that is no request: HTTP 200 and the code 400', async () => {
    const { status, body } = await send({ body: '[1, 2]' });
    expect([status, body['status']]).toEqual([200, 400]);
  });

  test.each([
    ['told beforehand', (bytes: number) => ({ 'content-length': bytes })],
    ['in pieces', () => ({ 'transfer-encoding': 'chunked' })],
    ['and a client that asks first', (bytes: number) => ({ 'content-length': bytes, expect: '100-continue' })],
  ])('a body that is too large, %s: 413, and the next request is fine', async (_, headers) => {
    const body = Buffer.alloc(BODY_LIMIT * 2 ** 20 + 1, ' ');
    const answer = await send({ body, headers: headers(body.length) });
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ state: false, message: `The request is larger than ${String(BODY_LIMIT)} MB` });
    expect((await send({ method: 'GET', path: '/' })).status).toBe(200);
  });

  test('what / tells', async () => {
    const { status, body } = await send({ method: 'GET', path: '/' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'analyze-locally', engine: 'ready', waiting: 0 });
  });

  test('more calls than may wait: 503 and when to try again', async () => {
    const body = JSON.stringify({ forigimg: nobody });
    const answers = await Promise.all(Array.from({ length: 48 }, () => send({ path: '/api/analysis-skeleton-v2-front', body })));
    const busy = answers.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.every(({ headers, body }) => headers['retry-after'] === '5' && body['state'] === false)).toBe(true);
    expect(answers.filter(({ status }) => status === 200).every((answer) => answer.body['status'] === 511)).toBe(true);
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  });

  test('a client that leaves, at work or waiting: the next one is served', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const left = [send({ body: full(), signal: first.signal }), send({ body: full(), signal: second.signal })].map((sent) =>
      sent.then(() => 'answered', (error: Error) => error.name),
    );
    await expectAbout(serve, 'engine', 'working');
    first.abort();
    second.abort();
    expect(await Promise.all(left)).toEqual(['AbortError', 'AbortError']);
    expect((await send({ body: full() })).body).toMatchObject({ state: true });
    await serve.logged(/^POST \/api\/analysis-skeleton-v2 left \d+ ms$/);
  });
});

describe('whom it answers', () => {
  test.each([
    ['127.0.0.1:PORT', 200],
    ['localhost:PORT', 200],
    ['LOCALHOST.', 200],
    ['[::1]:80', 200],
    ['api.remo.re.kr', 200],
    ['kiosk.test:PORT', 200],
    ['attacker.test', 403],
    ['127.0.0.1.attacker.test', 403],
    ['localhost.attacker.test:PORT', 403],
    [':80', 403],
  ])('the host %j: %i', async (host, status) => {
    const answer = await send({ method: 'GET', path: '/', headers: { host: host.replace('PORT', String(serve.port)) } });
    expect(answer.status).toBe(status);
  });

  test.each([
    ['https://attacker.test', 403],
    ['http://127.0.0.1:1', 403],
    ['null', 403],
    ['http://127.0.0.1:PORT', 200],
  ])('a web page of %s: %i, and no leave for any other origin', async (origin, status) => {
    const headers = { origin: origin.replace('PORT', String(serve.port)), 'content-type': 'text/plain' };
    const answer = await send({ path: '/api/analysis-skeleton-v2-front', headers, body: JSON.stringify({ forigimg: nobody }) });
    expect(answer.status).toBe(status);
    const asked = await send({ method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST' } });
    expect(asked.status).toBe(status === 200 ? 400 : 403);
    expect([...Object.keys(answer.headers), ...Object.keys(asked.headers)].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('it is no proxy: nothing is handed on, no tunnel is opened', async () => {
    const outside = await startOutsideWorld();
    try {
      const { host } = new URL(outside.proxy.server);
      const statuses = [];
      for (const path of [
        // On this machine, as far as the name tells: answered here, not there.
        `http://${host}/api/analysis-skeleton-v2`,
        `http://${host}/`,
        'http://api.remo.re.kr/',
        'https://api.remo.re.kr/api/analysis-skeleton-v2',
        'http://attacker.test/api/analysis-skeleton-v2',
      ]) {
        statuses.push((await send({ path, body: full() })).status);
      }
      expect(statuses).toEqual([200, 403, 403, 403, 403]);
      const asked = ['-sp', '-o', join(folder, 'tunnel'), '-w', '%{http_connect}', '-x', `127.0.0.1:${String(serve.port)}`, `http://${host}/`];
      const tunnel = spawnSync('curl', asked, { encoding: 'utf8', env: withoutProxy() });
      expect(tunnel.stdout).toBe('405');
      expect(outside.heard).toEqual([]);
    } finally {
      await outside.close();
    }
  });
});

describe('what it leaves', () => {
  test('nothing of a call is on disk while it runs, and the log tells method, path, status and time only', async () => {
    const jpeg = photos.front.subarray(photos.front.length / 2, photos.front.length / 2 + 48);
    const texts = [jpeg.toString('base64'), 'nobody@example.test', 'a-user-key', 'the-uuid-of-this-call'];
    const secrets = [jpeg, ...texts.map((text) => Buffer.from(text))];
    let isUnderWay = true;
    const call = send({ body: full() }).finally(() => (isUnderWay = false));
    let looks = 0;
    while (isUnderWay) {
      const contents = serve.contents();
      expect(contents.length).toBeGreaterThan(0);
      expect(contents.filter((content) => secrets.some((secret) => content.includes(secret)))).toEqual([]);
      looks += 1;
      await nextTurn();
    }
    expect((await call).body).toMatchObject({ state: true });
    expect(looks).toBeGreaterThan(1);
    const [listening, ...lines] = serve.log;
    expect(listening).toBe(`Listening on ${serve.endpoint}`);
    expect(lines.filter((line) => !/^(GET|POST|OPTIONS) (-|\/|\/api\/analysis-skeleton-v2(-front|-side|-back)?) (\d{3}|left) \d+ ms$/.test(line))).toEqual([]);
  });

  test('of a path that it does not know the log has nothing: whoever mistook the form put photos there', async () => {
    const before = serve.log.length;
    const secret = photos.front.subarray(0, 300).toString('base64url');
    expect((await send({ method: 'GET', path: `/${secret}` })).status).toBe(404);
    expect((await send({ path: '/api//%61nalysis-skeleton-v2-back//', body: 'no JSON' })).status).toBe(400);
    await serve.logged(/^POST \/api\/analysis-skeleton-v2-back 400 /);
    expect(serve.log.slice(before)).toContainEqual(expect.stringMatching(/^GET - 404 \d+ ms$/));
    expect(serve.log.join('\n')).not.toContain(secret.slice(0, 16));
  });

  test('its page is not where the API is', async () => {
    for (const path of ['/index.js', '/page.js', '/package/index.js', '/events', '/calls/1']) {
      expect((await send({ method: 'GET', path })).status).toBe(404);
    }
  });
});

describe('from start to end', () => {
  let other: ServeProcess;
  beforeAll(async () => {
    other = await startServe('--host', '0.0.0.0', '--model', 'lite', '--mode', 'fast');
  });
  afterAll(async () => {
    await other.dispose();
  });

  test('bound to more than this machine, it warns', () => {
    expect(other.log.filter((line) => line.startsWith('Warning: listening on 0.0.0.0'))).toHaveLength(1);
  });

  test.each(['browser', 'renderer'])('its %s is killed: the running call is told so, the next one is answered', async (type) => {
    const running = send({ body: full(), to: other });
    await expectAbout(other, 'engine', 'working');
    const killed = other.browserProcesses().filter((one) => one.type === type);
    expect(killed.length).toBeGreaterThan(0);
    for (const { pid } of killed) process.kill(pid, 'SIGKILL');
    expect(await running).toMatchObject({ status: 200, body: { state: false, status: 550, uuid: 'the-uuid-of-this-call' } });
    expect(await send({ body: full(), to: other })).toMatchObject({ status: 200, body: { state: true } });
  });

  test('its renderer crashes: no memory is dumped, and the next call is answered', async () => {
    const running = send({ body: full(), to: other });
    await expectAbout(other, 'engine', 'working');
    const crashed = other.browserProcesses().filter(({ type }) => type === 'renderer');
    expect(crashed.length).toBeGreaterThan(0);
    for (const { pid } of crashed) process.kill(pid, 'SIGSEGV');
    const dumps = new Set<string>();
    let isUnderWay = true;
    const answer = running.finally(() => (isUnderWay = false));
    while (isUnderWay) {
      for (const path of other.left()) if (/\.dmp$/.test(path)) dumps.add(path);
      await nextTurn();
    }
    expect(await answer).toMatchObject({ body: { state: false, status: 550 } });
    expect(await send({ body: full(), to: other })).toMatchObject({ status: 200, body: { state: true } });
    expect([...dumps, ...other.left().filter((path) => /\.dmp$|\/core[^/]*$/.test(path))]).toEqual([]);
  });

  test('nobody reads its log any more: it goes on, and ends as ever', async () => {
    const unread = await startServe('--model', 'lite', '--mode', 'fast');
    unread.deafen();
    for (const path of ['/', '/nowhere', '/']) expect((await send({ method: 'GET', path, to: unread })).status).toBe(path === '/' ? 200 : 404);
    expect((await send({ body: full(), to: unread })).body).toMatchObject({ state: true });
    unread.kill('SIGTERM');
    expect(await unread.ended).toEqual({ code: 0, signal: null });
    await unread.dispose();
  });

  test('SIGTERM: the running call is answered; no process and no file is left', async () => {
    const running = send({ body: full(), to: other });
    await expectAbout(other, 'engine', 'working');
    expect(other.browserProcesses().length).toBeGreaterThan(0);
    expect(other.left().length).toBeGreaterThan(0);
    const waiting = send({ body: full(), to: other });
    await expectAbout(other, 'waiting', 1);
    other.kill('SIGTERM');
    expect(await running).toMatchObject({ status: 200, body: { state: true } });
    expect(await waiting).toMatchObject({ status: 503, body: { state: false } });
    expect(await other.ended).toEqual({ code: 0, signal: null });
    expect(other.browserProcesses()).toEqual([]);
    expect(other.left()).toEqual([]);
  });

  test('killed itself: its browser ends, too', async () => {
    const third = await startServe('--model', 'lite');
    third.kill('SIGKILL');
    expect(await third.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await expect.poll(() => third.browserProcesses(), { timeout: NOTICED }).toEqual([]);
    await third.dispose();
  });

  test.each([
    ['an option that there is not', ['--prot', '1'], 2, /Unknown option '--prot'/],
    ['an argument', ['now'], 2, /Unexpected argument/],
    ['no port', ['--port', '80a'], 2, /--port must be a whole number from 0 to 65535/],
    ['a model that there is not', ['--model', 'huge'], 2, /--model must be one of lite, full, heavy/],
    ['a mode that there is not', ['--mode', 'best'], 2, /--mode must be one of fast, balanced, accurate/],
    ['no limit', ['--body-limit', '0'], 2, /--body-limit must be/],
    ['a browser that is not there', ['--browser', '/nowhere/chromium'], 1, /--browser: there is no file/],
    ['a program that is no browser', ['--port', '0', '--browser', process.execPath], 1, /The engine did not start: .+ ended\./],
    ['an address of another machine', ['--host', '192.0.2.1'], 1, /Can't listen on 192\.0\.2\.1/],
  ])('%s: exit code and what is wrong', (_, args, code, message) => {
    const { status, stderr } = spawnSync(process.execPath, [join(DIST, 'command.js'), 'serve', ...args], { encoding: 'utf8' });
    expect(stderr).toMatch(message);
    expect(stderr.includes('Usage:')).toBe(code === 2);
    expect(status).toBe(code);
  });
});
