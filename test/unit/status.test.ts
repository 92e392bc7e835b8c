import { describe, expect, test } from 'vitest';
import { failureAnswer, type PhotoFailures } from '../../src/response/status.js';

const statusOf = (failures: PhotoFailures): number | undefined => failureAnswer(failures)?.status;

describe('error codes', () => {
  test.each<[number, PhotoFailures]>([
    [411, { front: 'missing' }],
    [411, { side: 'missing', front: 'not-an-image' }],
    [412, { side: 'not-an-image' }],
    [412, { front: 'too-small' }],
    [412, { back: 'too-large' }],
    [412, { back: 'undecodable' }],
    [412, { front: 'undecodable', back: 'undecodable' }],
    [412, { front: 'undecodable', side: 'not-an-image' }],
    [413, { front: 'undecodable', side: 'undecodable' }],
    [414, { side: 'undecodable' }],
    [511, { front: 'no-person' }],
    [512, { side: 'no-person' }],
    [518, { back: 'no-person' }],
    [513, { front: 'no-person', side: 'no-person' }],
    [519, { front: 'no-person', back: 'no-person' }],
    [520, { side: 'no-person', back: 'no-person' }],
    [521, { front: 'no-person', side: 'no-person', back: 'no-person' }],
    [512, { front: 'rolled', side: 'no-person' }],
    [418, { front: 'rolled', side: 'wrong-view' }],
    [514, { front: 'wrong-view' }],
    [514, { front: 'not-whole-body' }],
    [514, { front: 'hidden' }],
    [511, { front: 'unclear' }],
    [519, { front: 'unclear', back: 'no-person' }],
    [516, { front: 'hidden', side: 'wrong-view' }],
    [515, { side: 'wrong-view', front: 'not-a-pose' }],
    [522, { back: 'wrong-view' }],
    [516, { front: 'wrong-view', side: 'not-whole-body' }],
    [523, { front: 'wrong-view', back: 'wrong-view' }],
    [524, { side: 'wrong-view', back: 'wrong-view' }],
    [525, { front: 'wrong-view', side: 'wrong-view', back: 'wrong-view' }],
    [517, { front: 'not-a-pose' }],
  ])('%i: %j', (status, failures) => {
    expect(statusOf(failures)).toBe(status);
  });

  test('no failure, no answer', () => {
    expect(failureAnswer({})).toBeUndefined();
  });

  test('the two messages that the reference shows are kept to the letter', () => {
    expect(failureAnswer({ front: 'undecodable' })?.message).toBe('error from front image decoding b64');
    expect(failureAnswer({ side: 'wrong-view' })?.message).toBe('In the side image, the model is not facing side ');
  });

  test('messages name the photo', () => {
    expect(failureAnswer({ back: 'wrong-view' })?.message).toContain('back image');
    expect(failureAnswer({ front: 'no-person', side: 'no-person' })?.message).toContain('front and side images');
    expect(failureAnswer({ side: 'not-whole-body' })?.message).toContain('step back');
    expect(failureAnswer({ side: 'hidden' })?.message).toContain('before legs and feet');
    expect(failureAnswer({ front: 'unclear' })?.message).toContain('blurred');
    expect(failureAnswer({ front: 'unclear', side: 'no-person' })?.message).toContain('No person');
  });
});
