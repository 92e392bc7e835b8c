import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeFiles } from '../../demo/kiosk/upload/place-files.js';
import { VIEWS } from '../../demo/kiosk/session/views.js';

const file = (name: string): { readonly name: string } => ({ name });
const named = (placed: Readonly<Record<string, { readonly name: string }>>): Record<string, string> =>
  Object.fromEntries(Object.entries(placed).map(([view, { name }]) => [view, name]));

describe('files that come at once', () => {
  it('go where their names say, in either language', () => {
    const files = ['me_BACK.jpg', '측면.png', 'front view.webp'].map(file);
    expect(named(placeFiles(files, VIEWS, undefined, []))).toEqual({ back: 'me_BACK.jpg', side: '측면.png', front: 'front view.webp' });
  });

  it('go in order where their names say nothing; a word inside another says nothing', () => {
    const files = ['background.jpg', 'inside.jpg', 'IMG_3.jpg'].map(file);
    expect(named(placeFiles(files, VIEWS, undefined, []))).toEqual({ front: 'background.jpg', side: 'inside.jpg', back: 'IMG_3.jpg' });
  });

  it('fill empty places before they replace a photo', () => {
    expect(named(placeFiles(['a.jpg', 'b.jpg'].map(file), VIEWS, undefined, ['front']))).toEqual({ side: 'a.jpg', back: 'b.jpg' });
  });

  it('one alone goes to where it was dropped, whatever its name', () => {
    expect(named(placeFiles([file('front.jpg')], VIEWS, 'back', []))).toEqual({ back: 'front.jpg' });
  });

  it('are each placed once, as long as there is a place', () => {
    const views = fc.subarray([...VIEWS], { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.string()), views, fc.option(fc.constantFrom(...VIEWS), { nil: undefined }), fc.subarray([...VIEWS]), (names, places, first, taken) => {
        const files = names.map(file);
        const placed = Object.values(placeFiles(files, places, first, taken));
        expect(new Set(placed).size).toBe(placed.length);
        expect(placed.length).toBe(files.length === 1 && first ? 1 : Math.min(files.length, places.length));
      }),
    );
  });
});
