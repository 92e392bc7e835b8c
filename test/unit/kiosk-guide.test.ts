import { describe, expect, test } from 'vitest';
import { Guide, type Guidance } from '../../demo/kiosk/capture/guide.js';
import type { Instruction } from '../../demo/kiosk/capture/guidance.js';

/** A guide that is looked through ten times a second. */
class Session {
  readonly guide: Guide;
  now = 0;

  constructor(countdown = 3) {
    this.guide = new Guide(countdown);
  }

  /** Looks for some milliseconds; the last guidance. */
  look(milliseconds: number, problems: readonly Instruction[] = [], movement: number | 'unknown' = 0.2): Guidance {
    const end = this.now + milliseconds;
    while (this.now < end) {
      this.now += 100;
      this.guide.look({ at: this.now, problems, movement: movement === 'unknown' ? undefined : movement });
    }
    return this.guide.now;
  }

  /** Lets time pass without a look. */
  wait(milliseconds: number): Guidance {
    const end = this.now + milliseconds;
    while (this.now < end) this.guide.tick((this.now += 100));
    return this.guide.now;
  }
}

describe('the way to a photo', () => {
  test('a second right and still, then the countdown, then the photo', () => {
    const session = new Session();
    expect(session.look(500, ['stepIn']).phase).toBe('guiding');
    expect(session.look(900).phase).toBe('steady');
    expect(session.look(300)).toMatchObject({ phase: 'counting', count: 3, said: 'right' });
    expect(session.look(1000)).toMatchObject({ phase: 'counting', count: 2 });
    expect(session.look(1000)).toMatchObject({ phase: 'counting', count: 1 });
    expect(session.look(1000)).toMatchObject({ phase: 'taking', count: undefined });
  });

  test('no photo while something is wrong, however long', () => {
    const session = new Session(1);
    for (let round = 0; round < 300; round += 1) expect(session.look(100, ['armsOut']).phase).toBe('guiding');
  });

  test('what goes wrong stops the countdown at once, and it begins anew', () => {
    const session = new Session();
    expect(session.look(2500).phase).toBe('counting');
    expect(session.look(100, ['armsOut'])).toEqual({ phase: 'guiding', said: 'armsOut', count: undefined });
    expect(session.look(2000)).toMatchObject({ phase: 'counting', count: 3 });
  });

  test('who moves is asked to hold still', () => {
    const session = new Session();
    session.look(2500);
    expect(session.look(100, [], 1.4)).toMatchObject({ phase: 'guiding', said: 'holdStill' });
    expect(session.look(3000, [], 'unknown').phase).toBe('guiding');
  });

  test('one look is not enough, and nobody counts on unseen', () => {
    const session = new Session(10);
    session.look(100);
    expect(session.wait(3000).phase).toBe('steady');
    expect(session.wait(3000).phase).toBe('guiding');
    session.look(1500);
    expect(session.guide.now.phase).toBe('counting');
    expect(session.wait(5500).phase).toBe('guiding');
  });

  test('after a photo that did not come about it begins again', () => {
    const session = new Session(1);
    expect(session.look(2500).phase).toBe('taking');
    expect(session.look(1000).phase).toBe('taking');
    expect(session.guide.restart(session.now)).toMatchObject({ phase: 'guiding' });
    expect(session.look(800).phase).toBe('steady');
  });
});

describe('what is said', () => {
  test('an instruction stays while it holds, though another comes before it', () => {
    const session = new Session();
    session.look(2000, ['armsOut']);
    session.look(2000, ['stepLeft', 'armsOut']);
    expect(session.guide.now.said).toBe('stepLeft');
    expect(session.look(300, ['stepAway', 'stepLeft']).said).toBe('stepAway');
    expect(session.look(500, ['stepLeft', 'stepAway']).said).toBe('stepAway');
    expect(session.look(1000, ['stepLeft', 'stepAway']).said).toBe('stepLeft');
  });

  test('a reading that flickers does not', () => {
    const session = new Session();
    session.look(1500, ['armsOut']);
    session.look(1500, ['turnLeft']);
    const said = Array.from({ length: 10 }, (_, round) => session.look(100, round % 2 ? ['turnLeft'] : ['turnRight']).said);
    expect(new Set(said).size).toBeLessThanOrEqual(2);
    expect(said.filter((text, index) => index > 0 && text !== said[index - 1]).length).toBeLessThanOrEqual(1);
  });

  test('what is solved makes way for what is left', () => {
    const session = new Session();
    session.look(500, ['stepAway', 'armsOut']);
    expect(session.look(600, ['armsOut']).said).toBe('armsOut');
  });
});
