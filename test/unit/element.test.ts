import { beforeAll, describe, expect, test, vi } from 'vitest';
import { placeFiles } from '../../src/element/dropped-files.js';
import { gauge } from '../../src/element/gauge.js';
import { EN } from '../../src/element/messages/en.js';
import { KO } from '../../src/element/messages/ko.js';
import { languageOf, registerMessages } from '../../src/element/messages/languages.js';
import { withMessages } from '../../src/element/messages/messages.js';
import { metricsTable, type MeasuredMetric } from '../../src/element/metrics-table.js';
import { filled, Texts } from '../../src/element/texts.js';
import { checkViews, metricsOf, viewsIn } from '../../src/element/views.js';
import { VIEWS } from '../../src/photo/views.js';

const english = new Texts({ tag: 'en', messages: EN });
const korean = new Texts({ tag: 'ko', messages: KO });

/** As much of an element as the modules make. */
class MadeElement {
  readonly attributes: Record<string, string> = {};
  readonly children: (MadeElement | string)[] = [];

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }

  append(...children: (MadeElement | string)[]): void {
    this.children.push(...children);
  }

  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join(' ').trim();
  }

  /** The elements in it of a class. */
  ofClass(name: string): MadeElement[] {
    const inner = this.children.flatMap((child) => (typeof child === 'string' ? [] : child.ofClass(name)));
    return (this.attributes['class'] ?? '').split(' ').includes(name) ? [this, ...inner] : inner;
  }
}

const made = (element: Element): MadeElement => element as unknown as MadeElement;

beforeAll(() => {
  const create = (): MadeElement => new MadeElement();
  vi.stubGlobal('document', { createElement: create, createElementNS: create });
});

describe('the words for a metric', () => {
  test.each([
    [[0, 1], 'Borderline: between normal and caution'],
    [[-1, 0], 'Borderline: between normal and caution'],
    [[-1, 1], 'Borderline: between normal and caution'],
    [[1, 2], 'Borderline: between caution and danger'],
    [[-2, -1], 'Borderline: between caution and danger'],
    [[0, 2], 'Borderline: anything from normal to danger'],
    [[-2, 1], 'Borderline: anything from normal to danger'],
  ] as const)('grades %j: %s', (range, words) => {
    expect(english.borderline(range)).toBe(words);
  });

  test('a margin has one decimal and is never nothing', () => {
    expect(english.margin(0.84)).toBe('± 0.8°');
    expect(english.margin(0.02)).toBe('± 0.1°');
  });

  test.each([
    ['far_tilt', 0.4, 'Upright to within 0.4°', '+0.4°'],
    ['far_tilt', -4.5, 'Leans to the left by 4.5°', '−4.5°'],
    ['far_left_qang', -1.6, 'In line: thigh 1.6° inward', '−1.6°'],
    ['far_left_qang', 13, 'Thigh 13.0° outward, as in bow legs', '+13.0°'],
    ['round_shoulder', 9, 'Shoulders rounded forward by 9.0°', '9.0°'],
    ['round_shoulder', 15, 'Shoulders clearly rounded forward by 15.0°', '15.0°'],
    ['turtle_neck', 39.97, 'Neck reaches forward, 39.97° from the vertical', '39.97°'],
    ['bar_head_bal', 0, 'Level to within 0.0°', '0.0°'],
    ['bar_head_bal', -0.02, 'Level to within 0.0°', '0.0°'],
  ] as const)('%s of %d: %s', (name, value, meaning, shown) => {
    expect(english.meaning(name, value)).toBe(meaning);
    expect(english.value(name, value)).toBe(shown);
  });

  test('are Korean in Korean', () => {
    expect(korean.meaning('far_pelvic_bal', -1.5)).toBe('오른쪽 골반이 1.5° 더 높습니다');
    expect(korean.meaning('far_right_qang', 7)).toBe('허벅지가 바깥쪽으로 7.0° 벌어진 O다리 경향입니다');
    expect(korean.borderline([0, 1])).toBe('정상·주의 경계');
    expect(korean.names.turtle_neck).toBe('거북목');
  });

  test('numbers are those of the language', () => {
    expect(new Texts({ tag: 'de', messages: EN }).value('far_tilt', 2.5)).toBe('+2,5°');
  });
});

describe('gauge', () => {
  const edges = (value: number, margin: number): [number, number] => {
    const [band] = made(gauge('far_tilt', value, margin)).ofClass('interval');
    const from = Number(band?.attributes['x']);
    return [from, from + Number(band?.attributes['width'])];
  };

  test('shows the margin as a band around the marker', () => {
    const [from, to] = edges(1, 0.5);
    const marker = made(gauge('far_tilt', 1, 0.5)).ofClass('marker')[0];
    const middle = Number(marker?.attributes['x']) + Number(marker?.attributes['width']) / 2;
    expect((from + to) / 2).toBeCloseTo(middle, 6);
    // The scale shows 12 degrees on 96 units.
    expect(to - from).toBeCloseTo(8, 6);
  });

  test('the band ends where the scale does', () => {
    expect(edges(5, 30)).toEqual([0, 96]);
    expect(edges(-5.5, 3)[0]).toBe(0);
  });

  test('without a margin there is none', () => {
    expect(made(gauge('far_tilt', 1, undefined)).ofClass('interval')).toEqual([]);
  });
});

describe('the metrics table of the element', () => {
  const sure: MeasuredMetric = { name: 'far_tilt', value: 2.5, grade: 1, margin: 0.6, openGrades: undefined };
  const open: MeasuredMetric = { name: 'far_head_bal', value: 1.2, grade: 1, margin: 0.6, openGrades: [0, 1] };
  const table = (...metrics: readonly MeasuredMetric[]): MadeElement => made(metricsTable(english, 'front', metrics));

  test('has the margin below each value', () => {
    expect(table(sure).ofClass('metric-value').at(-1)?.text).toBe('+2.5° ± 0.6°');
    expect(table({ ...sure, margin: undefined }).ofClass('metric-value').at(-1)?.text).toBe('+2.5°');
  });

  test('says of a borderline grade in words between which it is, and hollows its badge', () => {
    expect(table(sure, open).ofClass('metric-borderline').map(({ text }) => text)).toEqual([
      'Borderline: between normal and caution',
    ]);
    expect(table(open).ofClass('open').map(({ text }) => text)).toEqual(['Caution']);
    expect(table(sure).ofClass('open')).toEqual([]);
  });
});

describe('messages', () => {
  /** Each text with its path. */
  const texts = (group: object, path = ''): (readonly [string, string])[] =>
    Object.entries(group).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null ? texts(value, `${path}${key}.`) : [[`${path}${key}`, String(value)] as const],
    );
  const braces = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

  test('Korean says all that English says, with the same fillings', () => {
    const korean = Object.fromEntries(texts(KO));
    expect(Object.keys(korean).sort()).toEqual(texts(EN).map(([path]) => path).sort());
    for (const [path, text] of texts(EN)) expect(braces(korean[path] ?? ''), path).toEqual(braces(text));
  });

  test('no Korean text is left in English', () => {
    const written = texts(KO).filter(([path]) => !path.startsWith('sides.'));
    expect(written.filter(([, text]) => !/[가-힣]/.test(text))).toEqual([]);
  });

  test('fillings without a value stay', () => {
    expect(filled('{size} of {all}', { size: 0 })).toBe('0 of {all}');
  });

  test('some texts over those of a language', () => {
    const changed = withMessages(EN, { actions: { analyze: 'Go' }, measures: { head: { name: 'Skull' } }, photos: { title: undefined } });
    expect(changed.actions).toEqual({ ...EN.actions, analyze: 'Go' });
    expect(changed.measures.head).toEqual({ ...EN.measures.head, name: 'Skull' });
    expect(changed.photos).toEqual(EN.photos);
    expect(withMessages(EN, undefined)).toEqual(EN);
  });

  test.each([
    [['ko-KR', 'en'], 'ko'],
    [['', 'KO'], 'ko'],
    [['fr', 'en-GB'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('for %j: %s', (wanted, tag) => {
    expect(languageOf(wanted).tag).toBe(tag);
  });

  test('a language can be added, and what it lacks is English', () => {
    registerMessages('eo', { actions: { analyze: 'Analizi' } });
    const { tag, messages } = languageOf(['eo-XX', 'ko']);
    expect([tag, messages.actions.analyze, messages.actions.cancel]).toEqual(['eo', 'Analizi', 'Cancel']);
    registerMessages('eo', { actions: { cancel: 'Nuligi' } });
    expect(languageOf(['eo']).messages.actions).toMatchObject({ analyze: 'Analizi', cancel: 'Nuligi' });
  });
});

test('a language has a tag', () => {
  for (const wrong of ['pt_BR', '', 'e']) expect(() => registerMessages(wrong, {}), wrong).toThrow(TypeError);
  expect(() => registerMessages('pt_BR', {})).toThrow("'pt_BR'");
});

describe('views', () => {
  test('are read from text, in their order', () => {
    expect(viewsIn('side, front')).toEqual(['front', 'side']);
    expect(viewsIn(' back ')).toEqual(['back']);
    for (const nothing of [null, '', 'above']) expect(viewsIn(nothing)).toBeUndefined();
  });

  test('have no other words', () => {
    for (const fine of [null, '', ' , ', 'side', 'back,front']) expect(() => checkViews(fine)).not.toThrow();
    expect(() => checkViews('front Side')).toThrow(new TypeError("`views` must name front, side, back, not 'Side'"));
  });

  test('share out all metrics', () => {
    expect(VIEWS.map((view) => metricsOf(view).length)).toEqual([7, 4, 7]);
  });
});

describe('files that are dropped', () => {
  const file = (name: string): File => new File([], name);
  const placed = (names: readonly string[], ...rest: [first?: 'front' | 'side' | 'back', taken?: ('front' | 'side' | 'back')[]]): object => {
    const [first, taken = []] = rest;
    const found = placeFiles(names.map(file), VIEWS, first, taken, { front: '정면', side: '측면', back: '후면' });
    return Object.fromEntries(Object.entries(found).map(([view, { name }]) => [view, name]));
  };

  test('one goes where it is dropped', () => {
    expect(placed(['front.jpg'], 'back')).toEqual({ back: 'front.jpg' });
  });

  test('several go by their names, in either language, the others where there is room', () => {
    expect(placed(['IMG_BACK.jpg', 'a.jpg', 'b.jpg'])).toEqual({ back: 'IMG_BACK.jpg', front: 'a.jpg', side: 'b.jpg' });
    expect(placed(['나 측면.jpg', 'x.jpg'], undefined, ['front'])).toEqual({ side: '나 측면.jpg', back: 'x.jpg' });
  });

  test('empty places first, then those with a photo; more than three are left', () => {
    expect(placed(['a.jpg'], undefined, ['front', 'side'])).toEqual({ back: 'a.jpg' });
    expect(placed(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'], undefined, ['front'])).toEqual({ side: 'a.jpg', back: 'b.jpg', front: 'c.jpg' });
  });
});
