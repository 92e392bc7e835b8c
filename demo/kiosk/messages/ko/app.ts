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
  start: {
    heading: '자세를 확인해 보세요',
    lead: '정면, 측면, 후면 사진 세 장을 찍으면 이 기기가 관절 위치를 찾아 18개 각도를 측정합니다. 어디로도 전송하지 않습니다.',
    camera: '카메라로 시작하기',
    upload: '사진 파일 사용하기',
  },
  analysing: {
    heading: '측정하고 있습니다',
    loading: '분석 엔진을 준비하고 있습니다',
    decoding: '사진을 읽고 있습니다',
    detecting: '관절을 찾고 있습니다: {{view}}',
    drawing: '결과를 그리고 있습니다: {{view}}',
    failed: '측정을 마치지 못했습니다.',
    failedText: '사진은 그대로 남아 있습니다. 다시 시도해 주세요. 계속 실패하면 다른 앱을 닫거나 이 페이지를 새로 고쳐 주세요.',
    refused: '측정할 수 없는 사진이 있습니다.',
  },
  languages: { en: 'English', ko: '한국어' },
};
