/** English texts of `start`. */
export const START = {
  heading: 'See how you stand',
  lead: 'This device takes your photos, finds your joints and measures how level and how straight you hold yourself, and how far forward your head and shoulders are.',
  leadViews: 'Photos: {{views}}.',
  camera: 'Start with the camera',
  touch: 'Touch to begin',
  upload: 'Use photos instead',
  promises: {
    private: { title: 'Nothing leaves this device', text: 'Photos and results are never sent anywhere.' },
    angles: { title: '18 angles with their margin', text: 'Every number says how sure it is.' },
    offline: { title: 'Works without a network', text: 'Once opened, it runs on its own.' },
  },
  figure: 'A standing person with a plumb line and level lines at ears, shoulders, hips and knees.',
  open_one: 'A visit with {{count}} photo is still open.',
  open_other: 'A visit with {{count}} photos is still open.',
  openStored: 'A visit from the history is still open.',
  resume: 'Go on with it',
  discard: 'Delete it',
  discardTitle: 'Delete this visit?',
  discardText: 'Its photos and measurements are deleted from this device.',
} as const;
