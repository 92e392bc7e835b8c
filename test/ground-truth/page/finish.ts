/** What makes a picture a photo: blur, noise, darker corners. */
import { randomFrom } from '../random.js';
import { makeCanvas, type Canvas } from './canvas.js';
import type { Scene } from './contract.js';

export function finished(source: HTMLCanvasElement, { width, height, setting }: Scene): Canvas {
  const made = makeCanvas(width, height);
  const { context } = made;
  context.filter = `blur(${setting.blur ?? 0.35}px)`;
  context.drawImage(source, 0, 0, width, height);
  context.filter = 'none';
  const { noise = 3.5, vignette = 0.12, seed } = setting;
  const random = randomFrom(seed);
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  for (let y = 0, i = 0; y < height; y++) {
    const fromMiddle = (y / height - 0.5) ** 2;
    for (let x = 0; x < width; x++, i += 4) {
      const light = 1 - vignette * 2 * (fromMiddle + (x / width - 0.5) ** 2);
      const grain = (random() + random() - 1) * noise;
      for (let channel = i; channel < i + 3; channel++) data[channel] = data[channel]! * light + grain;
    }
  }
  context.putImageData(image, 0, 0);
  return made;
}
