import type { TextsLike } from '../shape.js';
import type { UPLOAD as English } from '../en/upload.js';

/** Korean texts of `upload`. */
export const UPLOAD: TextsLike<typeof English> = {
  heading: '사진을 추가해 주세요',
  lead: '한 장만 있어도 측정할 수 있고, 세 장이 모두 있으면 18개 각도를 측정합니다. 머리부터 발끝까지 나오도록 카메라를 수평으로 두고 찍은 사진을 사용해 주세요.',
  anywhere: '사진 여러 장을 이 화면에 끌어다 놓거나 붙여 넣을 수 있습니다.',
  photos: { front: '정면 사진', side: '측면 사진', back: '후면 사진' },
  hints: {
    front: '카메라를 마주 보고, 양팔은 곧게 펴서 몸에서 조금 떼 주세요.',
    side: '왼쪽이나 오른쪽을 보고 정확히 옆모습이 보이도록 서서, 팔을 자연스럽게 내려 주세요.',
    back: '카메라를 등지고, 양팔은 곧게 펴서 몸에서 조금 떼 주세요.',
  },
  choose: '사진 선택',
  take: '사진 촬영',
  replace: '바꾸기',
  remove: '빼기',
  drop: '여기에 놓아 주세요',
  measure_one: '사진 {{count}}장 측정하기',
  measure_other: '사진 {{count}}장 측정하기',
  none: '계속하려면 사진을 한 장 이상 추가해 주세요.',
  added: '{{photo}}을 추가했습니다.',
  removed: '{{photo}}을 뺐습니다.',
  troubles: {
    'not-an-image': '사진 파일이 아닙니다. JPEG, PNG 또는 WebP 파일을 선택해 주세요.',
    heic: '이 브라우저에서는 HEIC 사진을 볼 수 없습니다. JPEG로 저장한 뒤 다시 선택해 주세요.',
    unreadable: '파일을 읽을 수 없습니다. 손상되었거나 이 브라우저가 지원하지 않는 형식일 수 있습니다. JPEG로 저장한 뒤 다시 선택해 주세요.',
    'too-large': '파일이 {{megabytes}}MB보다 큽니다. 더 작은 파일을 선택해 주세요.',
    'too-many-pixels': '사진이 6,400만 화소보다 큽니다. 더 작은 사진을 선택해 주세요.',
  },
};
