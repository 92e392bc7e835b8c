import { html } from './element.js';
import { VIEWS, type PerView } from './views.js';

/** Rendered people that the start script serves under `samples/`. */
const SAMPLES = [
  { folder: 'm1-02', name: 'Person A' },
  { folder: 'f1-08', name: 'Person B' },
  { folder: 'm2-01', name: 'Person C' },
] as const;

async function fetchSample(folder: string): Promise<PerView<Blob>> {
  const photos = await Promise.all(
    VIEWS.map(async (view) => {
      const response = await fetch(`./samples/${folder}/${view}.jpg`);
      if (!response.ok) throw new Error(`The sample's ${view} photo is not on this server (status ${String(response.status)}).`);
      return [view, await response.blob()] as const;
    }),
  );
  return Object.fromEntries(photos);
}

/**
 * Makes a button for each sample.
 *
 * @param onPhotos - Gets a sample's photos and its name.
 * @param onFailure - Told why they could not be fetched.
 */
export function offerSamples(
  list: HTMLElement,
  onPhotos: (photos: PerView<Blob>, name: string) => void,
  onFailure: (reason: string) => void,
): void {
  for (const { folder, name } of SAMPLES) {
    const thumbnail = html('img', { src: `./samples/${folder}/front.jpg`, alt: '', width: '80', height: '120' });
    const button = html('button', { type: 'button', class: 'sample', 'data-sample': folder }, thumbnail, html('span', {}, name));
    button.addEventListener('click', () => {
      fetchSample(folder).then(
        (photos) => onPhotos(photos, name),
        (error: unknown) => onFailure(error instanceof Error ? error.message : String(error)),
      );
    });
    list.append(button);
  }
}
