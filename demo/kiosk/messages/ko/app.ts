import type { TextsLike } from '../shape.js';
import type { APP as English } from '../en/app.js';

/** Korean texts that all screens share. */
export const APP: TextsLike<typeof English> = {
  title: '자세 검사',
  privacy: '모든 정보는 이 기기 안에만 있습니다',
  views: { front: '정면', side: '측면', back: '후면' },
  grades: { normal: '정상', caution: '주의', danger: '위험' },
  actions: {
    back: '뒤로',
    cancel: '취소',
    close: '닫기',
    continue: '계속',
    delete: '삭제',
    done: '완료',
    newVisit: '새 검사',
    retry: '다시 시도',
    save: '저장',
    settings: '설정',
    history: '기록',
    language: '언어',
  },
  bar: {
    finish: '마치기',
    finishTitle: '검사를 마치고 삭제할까요?',
    finishText: '사진과 측정 결과를 이 기기에서 삭제하고 다음 사람이 시작할 수 있게 합니다.',
    goOn: '계속하기',
    theme: '화면 모드',
    themes: { auto: '기기 설정에 맞춤', light: '밝게', dark: '어둡게' },
    short: { en: 'EN', ko: '한' },
  },
  restored: { title: '진행하던 검사를 불러왔습니다.', text: '도중에 페이지가 닫혔지만 사라진 내용은 없습니다.' },
  languages: { en: 'English', ko: '한국어' },
};
