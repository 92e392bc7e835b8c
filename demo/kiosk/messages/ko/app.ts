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
  languages: { en: 'English', ko: '한국어' },
};
