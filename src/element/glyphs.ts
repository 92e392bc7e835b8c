const SIZE = 24;

/** The pixels of a letter as this device writes it. */
function written(letter: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return '';
  context.font = `${SIZE * 0.75}px sans-serif`;
  context.fillText(letter, 2, SIZE * 0.8);
  return context.getImageData(0, 0, SIZE, SIZE).data.join();
}

/**
 * Whether this device has the letters of a text. Those that it lacks all look alike: an empty box.
 */
export function canWrite(text: string): boolean {
  const [first, second] = new Set([...text].filter((letter) => letter.charCodeAt(0) > 0x2ff));
  return first === undefined || second === undefined || written(first) !== written(second);
}
