import type { TextsLike } from '../shape.js';
import type { START as English } from '../en/start.js';

/** Korean texts of `start`. */
export const START: TextsLike<typeof English> = {
  heading: '내 자세를 확인해 보세요',
  lead: '이 기기가 사진을 찍어 관절 위치를 찾고, 좌우 균형이 맞는지, 몸이 곧은지, 목과 어깨가 앞으로 얼마나 나와 있는지 측정합니다.',
  leadViews: '촬영 방향: {{views}}',
  camera: '카메라로 시작하기',
  touch: '화면을 눌러 시작해 주세요',
  upload: '사진 파일 사용하기',
  promises: {
    private: { title: '기기 밖으로 나가지 않습니다', text: '사진과 결과를 어디로도 전송하지 않습니다.' },
    angles: { title: '18개 각도와 오차 범위', text: '모든 수치에 얼마나 정확한지 함께 표시합니다.' },
    offline: { title: '인터넷 없이 작동합니다', text: '한 번 열어 두면 연결 없이 사용할 수 있습니다.' },
  },
  figure: '연직선과 함께 귀, 어깨, 골반, 무릎의 수평선을 표시한 서 있는 사람 그림.',
  open_one: '사진 {{count}}장이 있는 검사가 아직 끝나지 않았습니다.',
  open_other: '사진 {{count}}장이 있는 검사가 아직 끝나지 않았습니다.',
  openStored: '기록에서 연 검사가 아직 열려 있습니다.',
  resume: '이어서 하기',
  discard: '삭제',
  discardTitle: '이 검사를 삭제할까요?',
  discardText: '이 검사의 사진과 측정 결과를 이 기기에서 삭제합니다.',
};
