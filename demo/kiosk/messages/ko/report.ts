import type { TextsLike } from '../shape.js';
import type { REPORT as English } from '../en/report.js';

/** Korean texts of `report`. */
export const REPORT: TextsLike<typeof English> = {
  actions: {
    label: '결과지',
    print: '인쇄 또는 PDF로 저장',
    save: '파일로 저장',
    share: '공유',
    preparing: '파일을 준비하고 있습니다',
  },
  saving: {
    title: '파일로 저장',
    lead: '파일은 이 기기의 다운로드 폴더에만 저장됩니다.',
    everything: '모두 저장 (ZIP)',
    everythingText: '측정선을 그린 사진, 표, 데이터를 한 파일로 저장합니다.',
    table: '표 (CSV)',
    tableText: '엑셀 등에서 열 수 있습니다. 측정 항목마다 한 행입니다.',
    data: '데이터 (JSON)',
    dataText: '프로그램용입니다. 사진을 포함한 웹 API 응답 형식 그대로입니다.',
    withDetails: '데이터에 상세 정보 포함: 관절 위치, 오차 범위, 처리 시간',
    withName: '파일 이름에 이름 넣기: {{name}}',
  },
  failed: {
    share: '공유하지 못했습니다',
    shareText: '아무것도 공유되지 않았습니다. 파일로 저장한 뒤 그 파일을 보내 주세요.',
    prepare: '파일을 만들지 못했습니다',
    prepareText: '결과는 그대로 남아 있습니다. 다른 앱을 닫고 다시 시도해 주세요.',
  },
  printed: {
    title: '자세 분석 결과지',
    for: '이름',
    date: '검사일',
    photo: '{{view}} 사진과 측정선',
    measurements_one: '측정 항목 {{count}}개',
    measurements_other: '측정 항목 {{count}}개',
    measure: '측정 항목',
    borderline: '경계',
    edited: '수정됨',
    key: '속이 빈 도형은 경계를 뜻합니다. 오차 범위가 다른 등급에 걸쳐 있습니다.',
    signs: '+는 왼쪽이 높음, 오른쪽으로 기욺, 허벅지가 바깥쪽, 앞쪽을 뜻하고 −는 그 반대입니다.',
    details: '상세 결과',
    about: '결과지 안내',
    editedNote: '‘수정됨’으로 표시한 항목은 사람이 직접 옮긴 점으로 계산했으며, 오차 범위를 알 수 없습니다.',
    noDiagnosis: '측정 결과이며, 진단이 아닙니다.',
    noDiagnosisText: '등급은 각도를 정해진 기준값과 비교한 것입니다. 건강에 어떤 의미가 있는지는 전문가와 상담해 주세요.',
    made: 'analyze-locally {{version}}, {{model}} 모델로 이 기기에서 분석했습니다.',
    privacy: '사진과 측정값은 어디로도 전송되지 않았습니다.',
    page: '{{page}} / {{pages}}쪽',
  },
};
