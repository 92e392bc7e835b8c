import { describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/grades/grades.js';
import { DEFAULT_OVERLAY_STYLE, resolveOverlayStyle, severityOf } from '../../src/overlay/style.js';

describe('resolveOverlayStyle', () => {
  it('is the frozen default where nothing is set', () => {
    expect(resolveOverlayStyle()).toEqual(DEFAULT_OVERLAY_STYLE);
    expect(Object.isFrozen(DEFAULT_OVERLAY_STYLE)).toBe(true);
    expect(Object.isFrozen(DEFAULT_OVERLAY_STYLE.colors)).toBe(true);
    expect(Object.isFrozen(DEFAULT_OVERLAY_STYLE.names)).toBe(true);
    expect(Object.keys(DEFAULT_OVERLAY_STYLE.names).sort()).toEqual([...METRIC_NAMES].sort());
  });

  it('takes what is set and keeps the rest', () => {
    const style = resolveOverlayStyle({
      scale: 1.5,
      labels: false,
      colors: { normal: 'green' },
      names: { far_tilt: 'Neigung' },
    });
    expect(style.scale).toBe(1.5);
    expect(style.labels).toBe(false);
    expect(style.skeleton).toBe(true);
    expect(style.colors).toEqual({ ...DEFAULT_OVERLAY_STYLE.colors, normal: 'green' });
    expect(style.names.far_tilt).toBe('Neigung');
    expect(style.names.bar_tilt).toBe('Tilt');
    expect(Object.isFrozen(style)).toBe(true);
  });

  it('survives being posted to a worker', () => {
    expect(structuredClone(DEFAULT_OVERLAY_STYLE)).toEqual(DEFAULT_OVERLAY_STYLE);
  });

  it.each([
    [{ scale: 0 }, 'overlay.scale must be a number from 0.25 to 4, not 0'],
    [{ scale: Number.NaN }, 'overlay.scale must be a number from 0.25 to 4, not NaN'],
    [{ scale: '1' }, 'overlay.scale must be a number from 0.25 to 4, not "1"'],
    [{ labels: 1 }, 'overlay.labels must be true or false, not 1'],
    [{ color: {} }, 'overlay.color is unknown'],
    [{ colors: 'red' }, 'overlay.colors must be an object, not "red"'],
    [{ colors: { danger: '' } }, 'overlay.colors.danger must be a string that is not empty, not ""'],
    [{ names: { far_neck: 'Neck' } }, 'overlay.names.far_neck is unknown'],
    [{ sides: { left: 3 } }, 'overlay.sides.left must be a string that is not empty, not 3'],
    [null, 'overlay must be an object, not null'],
  ])('refuses %o', (options, message) => {
    expect(() => resolveOverlayStyle(options as never)).toThrow(new TypeError(message));
  });
});

describe('severityOf', () => {
  it('leaves the direction out', () => {
    expect(([-2, -1, 0, 1, 2] as const).map(severityOf)).toEqual(['danger', 'caution', 'normal', 'caution', 'danger']);
  });
});
