import { describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/grades/grades.js';
import { DEFAULT_OVERLAY_STYLE, severityOf } from '../../src/overlay/style.js';

describe('DEFAULT_OVERLAY_STYLE', () => {
  it('is frozen through and through', () => {
    const { colors, names, sides } = DEFAULT_OVERLAY_STYLE;
    for (const part of [DEFAULT_OVERLAY_STYLE, colors, names, sides]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('has a short name for every metric', () => {
    expect(Object.keys(DEFAULT_OVERLAY_STYLE.names).sort()).toEqual([...METRIC_NAMES].sort());
  });

  it('survives being posted to a worker', () => {
    expect(structuredClone(DEFAULT_OVERLAY_STYLE)).toEqual(DEFAULT_OVERLAY_STYLE);
  });
});

describe('severityOf', () => {
  it('leaves the direction out', () => {
    expect(([-2, -1, 0, 1, 2] as const).map(severityOf)).toEqual(['danger', 'caution', 'normal', 'caution', 'danger']);
  });
});
