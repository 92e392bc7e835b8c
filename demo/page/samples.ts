import type { PosturePhotos } from 'analyze-locally/element';
import { textOf } from './languages.js';

const VIEWS = ['front', 'side', 'back'] as const;

/** Rendered people that the start script serves under `samples/`. */
const SAMPLES = [
  { folder: 'm1-02', letter: 'A' },
  { folder: 'f1-08', letter: 'B' },
  { folder: 'm2-01', letter: 'C' },
] as const;

async function fetchSample(folder: string, name: string): Promise<PosturePhotos> {
  const photos = await Promise.all(
    VIEWS.map(async (view) => {
      const response = await fetch(`./samples/${folder}/${view}.jpg`);
      if (!response.ok) throw new Error(`${view}.jpg: status ${String(response.status)}`);
      return [view, new File([await response.blob()], name)] as const;
    }),
  );
  return Object.fromEntries(photos);
}

/**
 * Makes a button for each sample.
 *
 * @param onPhotos - Gets a sample's photos.
 * @param onFailure - Called where they could not be fetched.
 */
export function offerSamples(list: HTMLElement, onPhotos: (photos: PosturePhotos) => void, onFailure: () => void): void {
  for (const { folder, letter } of SAMPLES) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sample';
    button.dataset['sample'] = folder;
    const thumbnail = new Image(80, 120);
    thumbnail.alt = '';
    thumbnail.src = `./samples/${folder}/front.jpg`;
    const person = document.createElement('span');
    person.dataset['text'] = 'person';
    const name = document.createElement('span');
    name.append(person, ` ${letter}`);
    button.append(thumbnail, name);
    button.addEventListener('click', () => {
      fetchSample(folder, `${textOf('person')} ${letter}`).then(onPhotos, onFailure);
    });
    list.append(button);
  }
}
