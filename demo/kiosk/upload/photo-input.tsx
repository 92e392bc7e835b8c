import { useSignal } from '@preact/signals';
import type { View } from 'analyze-locally';
import type { JSX, TargetedEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { settings } from '../kiosk/settings.js';
import { formatNumber, t } from '../messages/i18n.js';
import { putPhoto } from '../session/session.js';
import { MAX_MEGABYTES, readPhoto, type FileTrouble } from './read-photo.js';

/** What is wrong with a file, in words. */
export const troubleText = (trouble: FileTrouble): string =>
  t(`upload:troubles.${trouble}`, { megabytes: formatNumber(MAX_MEGABYTES, 0) });

/** Reads a file and makes it the visit's photo of a view. What was there stays where the file is none. */
export async function putFile(view: View, file: File): Promise<FileTrouble | undefined> {
  const photo = await readPhoto(file);
  if (typeof photo === 'string') return photo;
  putPhoto(view, { blob: photo, from: 'file', takenAt: Date.now() });
  return undefined;
}

/** A way to choose a photo. */
export interface PhotoInput {
  /** Opens the system's dialog for files. */
  readonly choose: () => void;
  /** Opens the system's own camera, where it has one; else as {@link choose}. */
  readonly take: () => void;
  /** Must be rendered, anywhere. */
  readonly inputs: JSX.Element;
}

/**
 * The system's dialogs for a photo of one view.
 *
 * @param take - Called with what was chosen.
 * @param multiple - Several may be chosen.
 */
export function useFileInput(view: View, take: (files: readonly File[]) => void, multiple = false): PhotoInput {
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const taken = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    const chosen = [...(currentTarget.files ?? [])];
    // The same file may be chosen again.
    currentTarget.value = '';
    if (chosen.length > 0) take(chosen);
  };
  return {
    choose: () => files.current?.click(),
    take: () => camera.current?.click(),
    inputs: (
      <>
        <input ref={files} type="file" accept="image/*" hidden multiple={multiple} data-view={view} onChange={taken} />
        <input ref={camera} type="file" accept="image/*" hidden capture={settings.value.camera} onChange={taken} />
      </>
    ),
  };
}

/**
 * The same for a photo that goes into the visit at once.
 *
 * @param onPut - It is in.
 * @returns Also what was wrong with the last file, in words.
 */
export function usePhotoInput(view: View, onPut?: () => void): PhotoInput & { readonly trouble: string | undefined } {
  const trouble = useSignal<FileTrouble | undefined>(undefined);
  const input = useFileInput(view, ([file]) => {
    if (!file) return;
    void putFile(view, file).then((found) => {
      trouble.value = found;
      if (!found) onPut?.();
    });
  });
  return { ...input, trouble: trouble.value && troubleText(trouble.value) };
}
