/** English texts that all screens share. */
export const APP = {
  title: 'Posture check',
  privacy: 'Everything stays on this device',
  views: { front: 'Front', side: 'Side', back: 'Back' },
  grades: { normal: 'Normal', caution: 'Caution', danger: 'Danger' },
  actions: {
    back: 'Back',
    cancel: 'Cancel',
    close: 'Close',
    continue: 'Continue',
    delete: 'Delete',
    done: 'Done',
    newVisit: 'New check',
    retry: 'Try again',
    save: 'Save',
    settings: 'Settings',
    history: 'History',
    language: 'Language',
  },
  languages: { en: 'English', ko: '한국어' },
} as const;
