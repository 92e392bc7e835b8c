import type { View } from '../index.js';
import { button, html } from './markup.js';
import { filled, type Texts } from './texts.js';

/** Whether photos can be taken here. Browsers offer cameras to pages of https and of this machine only. */
export const hasCameras = (): boolean => typeof navigator.mediaDevices?.getUserMedia === 'function';

/** More gains nothing; cameras that have less give less. Nothing is cut off to make it fit: the whole body must be in. */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 }, resizeMode: 'none' };

const JPEG_QUALITY = 0.95;

const stop = (stream: MediaStream | undefined): void => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};

type Failure = 'denied' | 'none' | 'busy' | 'ended';

const setUsable = (button: HTMLButtonElement, isUsable: boolean): void => button.setAttribute('aria-disabled', String(!isUsable));
const isUsable = (button: HTMLButtonElement): boolean => button.getAttribute('aria-disabled') === 'false';

/** Why there is no picture. */
function failureOf(error: unknown): Failure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}

/** Takes a photo with a camera, after a countdown in which the person can step back. */
export class CameraDialog {
  readonly element: HTMLDialogElement;
  readonly #texts: Texts;
  readonly #seconds: () => number;
  readonly #put: (view: View, photo: Blob) => void;
  readonly #title = html('h2', { id: 'camera-title' });
  readonly #video = html('video', { autoplay: '', playsinline: '', 'aria-hidden': 'true' });
  readonly #count = html('p', { class: 'count', role: 'timer', 'aria-live': 'assertive', 'aria-atomic': 'true' });
  readonly #text = html('p', { class: 'camera-text', role: 'status' });
  readonly #shoot: HTMLButtonElement;
  readonly #switch: HTMLButtonElement;
  #view: View = 'front';
  #stream: MediaStream | undefined;
  #cameras: readonly string[] = [];
  /** Counts the wishes for a camera: one that comes after the dialog was closed, or another one asked for, is stopped. */
  #wish = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param seconds - How long the countdown is.
   * @param put - Given the photo that was taken.
   */
  constructor(texts: Texts, seconds: () => number, put: (view: View, photo: Blob) => void) {
    this.#texts = texts;
    this.#seconds = seconds;
    this.#put = put;
    const { actions, camera } = texts.messages;
    const look = { class: 'button', part: 'button' };
    this.#video.muted = true;
    this.#shoot = button({ class: 'button primary', part: 'button shoot', autofocus: '' }, camera.take, () => this.#pressShoot());
    this.#switch = button(look, camera.switch, () => this.#pressSwitch());
    const dialog = html(
      'dialog',
      { class: 'camera', part: 'dialog camera', 'aria-labelledby': 'camera-title' },
      html('div', { class: 'bar' }, this.#title, this.#switch, button(look, actions.close, () => dialog.close())),
      html('div', { class: 'finder' }, this.#video, this.#count),
      html('div', { class: 'camera-foot' }, this.#text, this.#shoot),
    );
    dialog.addEventListener('close', () => {
      // The event comes later; by then the dialog may be open again.
      if (!dialog.open) this.#end();
    });
    this.element = dialog;
  }

  /** The photo to be taken; nothing while the dialog is closed. */
  get view(): View | undefined {
    return this.element.open ? this.#view : undefined;
  }

  /** Shows what a camera sees. */
  open(view: View): void {
    this.#view = view;
    this.#title.textContent = this.#texts.messages.views[view].photo;
    this.#switch.hidden = true;
    this.element.showModal();
    void this.#start({ facingMode: { ideal: 'environment' } });
  }

  /** Ends it, and gives the camera back. */
  close(): void {
    this.element.close();
    this.#end();
  }

  #end(): void {
    this.#wish += 1;
    this.#allow(false);
    this.#stopCounting();
    stop(this.#stream);
    this.#stream = undefined;
    this.#video.srcObject = null;
  }

  async #start(wanted: MediaTrackConstraints): Promise<void> {
    const { camera, views } = this.#texts.messages;
    this.#end();
    const wish = this.#wish;
    this.#say(`${camera.start} …`);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...wanted } });
      if (wish !== this.#wish) return stop(stream);
      this.#stream = stream;
      // The device was pulled out, or the permission taken back.
      stream.getVideoTracks()[0]?.addEventListener('ended', () => {
        if (wish === this.#wish) this.#fail('ended');
      });
      this.#video.srcObject = stream;
      // Only now do browsers tell how many there are.
      const [devices] = await Promise.all([navigator.mediaDevices.enumerateDevices().catch(() => []), this.#video.play()]);
      if (wish !== this.#wish) return;
      this.#offerSwitch(devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId));
      this.#video.classList.toggle('mirrored', this.#settings().facingMode === 'user');
      this.#allow(true);
      this.#say(`${views[this.#view].hint} ${this.#seconds() > 0 ? filled(camera.ready, { seconds: this.#seconds() }) : ''}`);
    } catch (error) {
      if (wish === this.#wish) this.#fail(failureOf(error));
    }
  }

  #fail(failure: Failure): void {
    this.#end();
    this.#say(this.#texts.messages.camera[failure]);
    // Another camera may do better.
    setUsable(this.#switch, true);
  }

  #offerSwitch(cameras: readonly string[]): void {
    this.#cameras = cameras;
    const hadFocus = this.#switch.matches(':focus');
    this.#switch.hidden = cameras.length < 2;
    if (hadFocus && this.#switch.hidden) this.#shoot.focus();
  }

  /** Not `disabled`: the focus would be lost. */
  #allow(isReady: boolean): void {
    setUsable(this.#shoot, isReady);
    setUsable(this.#switch, isReady);
  }

  #settings(): MediaTrackSettings {
    return this.#stream?.getVideoTracks()[0]?.getSettings() ?? {};
  }

  #nextCamera(): MediaTrackConstraints {
    const current = this.#cameras.indexOf(this.#settings().deviceId ?? '');
    return { deviceId: { exact: this.#cameras[(current + 1) % this.#cameras.length] ?? '' } };
  }

  #say(text: string): void {
    this.#text.textContent = text;
  }

  #pressSwitch(): void {
    if (isUsable(this.#switch)) void this.#start(this.#nextCamera());
  }

  #pressShoot(): void {
    if (!isUsable(this.#shoot)) return;
    if (this.#timer !== undefined) this.#stopCounting();
    else this.#countFrom(this.#seconds());
  }

  #countFrom(seconds: number): void {
    if (seconds <= 0) {
      this.#stopCounting();
      void this.#take();
      return;
    }
    this.#shoot.textContent = this.#texts.messages.camera.stop;
    this.#count.textContent = this.#texts.number(seconds);
    this.#timer = setTimeout(() => this.#countFrom(seconds - 1), Math.min(seconds, 1) * 1000);
  }

  #stopCounting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#count.textContent = '';
    this.#shoot.textContent = this.#texts.messages.camera.take;
  }

  /** Takes what the camera sees now, never mirrored: left and right matter. */
  async #take(): Promise<void> {
    const canvas = html('canvas');
    canvas.width = this.#video.videoWidth;
    canvas.height = this.#video.videoHeight;
    canvas.getContext('2d')?.drawImage(this.#video, 0, 0);
    const wish = this.#wish;
    const photo = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
    if (wish !== this.#wish) return;
    if (!photo) {
      this.#say(this.#texts.messages.camera.failed);
      return;
    }
    this.element.close();
    this.#put(this.#view, photo);
  }
}
