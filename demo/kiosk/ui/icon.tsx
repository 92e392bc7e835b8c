/** Strokes on a 24 × 24 grid. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  compare: 'M12 3.500v17M4.5 7H9v10H4.500zM15 7h4.500v10H15',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M5 9l7 7 7-7',
  contrast: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 3.5v17M12 8h7.5M12 12h8.5M12 16h7.5',
  download: 'M12 4v11M7.5 11L12 15.5 16.5 11M5 19.5h14',
  edit: 'M4 20l1-4.500L15.5 5l3.5 3.500L8.5 19zM13.5 7l3.5 3.5',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  history: 'M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4M12 8v4.5l3 2',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.3',
  layers: 'M12 4l8.5 4.500L12 13 3.5 8.500zM3.5 12.500L12 17l8.5-4.500M3.5 16.500L12 21l8.5-4.5',
  left: 'M15 5l-7 7 7 7',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  minus: 'M5 12h14',
  muted: 'M4 9.500h3.500L12 5.500v13l-4.5-4H4zM16 9.500l5 5M21 9.500l-5 5',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  offline: 'M3 4l17 17M5 12.5a10 10 0 0 1 4-2.3M12.5 9.500a10 10 0 0 1 6.5 3M8.5 16a5.5 5.5 0 0 1 6-1M2.5 9a14 14 0 0 1 4-2.400M10 5.600A14 14 0 0 1 21.5 9M12 19.500v.2',
  person: 'M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-4 3.4-6 7-6s6.4 2 7 6',
  plumb: 'M12 3v11M8.5 14h7L12 21zM5 7h14',
  plus: 'M12 5v14M5 12h14',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  redo: 'M19 9H9a5 5 0 0 0 0 10h4M15 5l4 4-4 4',
  right: 'M9 5l7 7-7 7',
  settings: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.600l2.1 2.100M16.3 16.300l2.1 2.100M18.4 5.600l-2.1 2.100M7.7 16.300l-2.1 2.1',
  share: 'M12 15V4M8 7.500L12 4l4 3.500M6 11H5v9h14v-9h-1',
  skip: 'M5 6l8 6-8 6zM18 6v12',
  sound: 'M4 9.500h3.500L12 5.500v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  swap: 'M5 9a7.5 7.5 0 0 1 13.5-1.500M18.5 3.500v4h-4M19 15a7.5 7.5 0 0 1-13.5 1.500M5.5 20.500v-4h4',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5.500M13.5 11v5.5',
  undo: 'M5 9h10a5 5 0 0 1 0 10h-4M9 5L5 9l4 4',
  up: 'M5 15l7-7 7 7',
  upload: 'M12 16V5M7.5 9L12 4.5 16.5 9M5 19.500h14',
  warning: 'M12 4L2.5 20h19zM12 10v4.500M12 17.300v.2',
} as const;

/** The name of a picture. */
export type IconName = keyof typeof PATHS;

/** A small picture beside a text that says the same. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
