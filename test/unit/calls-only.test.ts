import { expose, wrap } from 'comlink';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callsOnly, isCall } from '../../workers/calls-only.js';

const METHODS = { version: 0, analyze: 2 };

const raw = (value: unknown) => ({ type: 'RAW', value });

describe('a message', () => {
  const port = new MessageChannel().port1;
  const call = { id: '1', type: 'APPLY', path: ['analyze'], argumentList: [raw({}), raw(port)] };

  test('that calls a method with its arguments is heard', () => {
    expect(isCall(call, METHODS)).toBe(true);
    expect(isCall({ id: '2', type: 'APPLY', path: ['version'], argumentList: [] }, METHODS)).toBe(true);
  });

  test.each([
    ['null', null],
    ['a text', 'version'],
    ['nothing of a call', {}],
    ['no id', { ...call, id: undefined }],
    ['a read', { ...call, type: 'GET' }],
    ['a write to the prototype', { ...call, type: 'SET', path: ['__proto__', 'polluted'], value: raw(1) }],
    ['an end', { id: '3', type: 'RELEASE' }],
    ['another endpoint', { id: '4', type: 'ENDPOINT' }],
    ['a constructor', { ...call, path: ['constructor'], argumentList: [] }],
    ['a longer path', { ...call, path: ['analyze', 'call'] }],
    ['a path that is a text', { ...call, path: 'version', argumentList: [] }],
    ['too few arguments', { ...call, argumentList: [raw(port)] }],
    ['too many', { ...call, argumentList: [raw(1), raw(2), raw(port)] }],
    ['no port to tell progress to', { ...call, argumentList: [raw({}), raw({})] }],
    ['an argument that stands for something else', { ...call, argumentList: [{ type: 'HANDLER', name: 'proxy', value: port }, raw(port)] }],
  ])('%s is not', (_, message) => {
    expect(isCall(message, METHODS)).toBe(false);
  });
});

describe('behind it', () => {
  let channel: MessageChannel;

  beforeEach(() => {
    channel = new MessageChannel();
    expose({ version: () => 'one', analyze: () => 'two' }, callsOnly(channel.port1, METHODS));
  });

  afterEach(() => {
    channel.port1.close();
    channel.port2.close();
  });

  test('an object stays as it was and goes on answering', async () => {
    for (const message of [
      { id: 'a', type: 'SET', path: ['__proto__', 'polluted'], value: raw(1) },
      { id: 'b', type: 'SET', path: ['version'], value: raw(1) },
      { id: 'c', type: 'APPLY', path: 7, argumentList: 7 },
      { id: 'd', type: 'RELEASE' },
    ]) {
      channel.port2.postMessage(message);
    }
    const remote = wrap<{ version(): string }>(channel.port2);
    expect(await remote.version()).toBe('one');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
