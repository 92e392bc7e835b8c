/** The page's own texts by the names that `index.html` has in `data-text`. */
const TEXTS = {
  en: {
    title: 'Posture from three photos',
    intro:
      'Choose a front, a side and a back photo of one standing person. This page finds the body, measures 18 angles and draws them in, all inside this browser: nothing is uploaded, and nothing is kept.',
    privacy: 'Photos never leave this device',
    samples: 'Or take a sample',
    person: 'Person',
    rendered: 'Rendered people; none of them is real.',
    sampleFailed: 'The sample could not be loaded.',
    model: 'Model',
    download: 'Download response (JSON)',
    kiosk: 'The kiosk app: guided photos, report, history',
    footer: 'A demo of the analyze-locally package. It measures; it does not diagnose.',
  },
  ko: {
    title: '사진 세 장으로 보는 자세 분석',
    intro:
      '서 있는 한 사람의 정면, 측면, 후면 사진을 선택해 주세요. 이 페이지가 몸을 찾아 18개 각도를 재고 사진에 그려 줍니다. 모든 과정은 이 브라우저 안에서 이루어지며, 사진을 전송하거나 저장하지 않습니다.',
    privacy: '사진은 이 기기를 벗어나지 않습니다',
    samples: '예시 사진으로 해 보기',
    person: '인물',
    rendered: '3D로 만든 인물이며 실제 사람이 아닙니다.',
    sampleFailed: '예시 사진을 불러오지 못했습니다.',
    model: '모델',
    download: '응답 내려받기(JSON)',
    kiosk: '키오스크 앱: 촬영 안내, 결과지, 검사 기록',
    footer: 'analyze-locally 패키지의 데모입니다. 각도를 측정할 뿐 진단하지 않습니다.',
  },
} as const;

/** A language of this page. */
export type LanguageName = keyof typeof TEXTS;

/** The name of one of the page's texts. */
export type TextName = keyof (typeof TEXTS)['en'];

const isLanguage = (tag: string): tag is LanguageName => tag in TEXTS;

/** The language that the page's address asks for, else the browser. */
export function firstLanguage(): LanguageName {
  const wanted = [new URLSearchParams(location.search).get('lang') ?? '', ...navigator.languages];
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

/** One of the page's texts in the language it is in now. */
export function textOf(name: TextName): string {
  const { lang } = document.documentElement;
  return TEXTS[isLanguage(lang) ? lang : 'en'][name];
}

/** Puts the page into a language. The element follows the page's `lang` by itself. */
export function speak(language: LanguageName): void {
  document.documentElement.lang = language;
  document.title = textOf('title');
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = textOf(element.dataset['text'] as TextName);
  }
}
