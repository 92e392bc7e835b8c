import type { Progress, View } from '../index.js';
import { VIEWS } from '../photo/views.js';
import { CameraDialog, hasCameras } from './camera-dialog.js';
import { placeFiles, takeFiles } from './dropped-files.js';
import type { PostureRefusal } from './engine.js';
import { EnlargedPhoto } from './enlarged-photo.js';
import { focusOn, focusSpotOf, type FocusSpot } from './focus-spot.js';
import { button, html } from './markup.js';
import { PhotoZone } from './photo-zone.js';
import type { Pictures } from './pictures.js';
import { ProgressView } from './progress-view.js';
import { troubleOf, verdictOf } from './refusal.js';
import { ResultView, type Measurement } from './result-view.js';
import { filled, type Texts } from './texts.js';
import type { PerView } from './views.js';

/** How the last analysis ended. */
export type Outcome =
  /** `changed`: other photos than the last analysis had. */
  | { readonly kind: 'none' | 'changed' | 'no-photo' | 'cancelled' }
  | ({ readonly kind: 'measured' } & Measurement)
  /** `missing` are photos that were wanted and not there. */
  | { readonly kind: 'refused'; readonly answer: PostureRefusal; readonly missing: readonly View[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What the element offers. */
export interface ViewSettings {
  /** The photos that there are places for. */
  readonly views: readonly View[];
  /** All of them are wanted. */
  readonly wantsAll: boolean;
  /** Before a photo is taken, seconds. */
  readonly countdown: () => number;
}

/** What a person can do. */
export interface ViewActions {
  readonly put: (photos: PerView<Blob | undefined>) => void;
  readonly analyze: () => void;
  readonly cancel: () => void;
}

/** Where a person is in a view. */
interface Place {
  readonly focus: FocusSpot | undefined;
  /** The drawn photo that is seen enlarged. */
  readonly enlarged: number | undefined;
  /** The photo that is to be taken. */
  readonly camera: View | undefined;
}

/** Everything that is seen of the element, in one language. */
export class AnalyzerView {
  readonly root: HTMLElement;
  readonly #texts: Texts;
  readonly #zones: readonly PhotoZone[];
  readonly #inputs: HTMLFieldSetElement;
  readonly #analyze: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  readonly #notice = html('div', { class: 'notice', part: 'notice', role: 'alert', hidden: '' });
  readonly #announcer = html('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  readonly #progress: ProgressView;
  readonly #result: ResultView;
  readonly #enlarged: EnlargedPhoto;
  readonly #camera: CameraDialog;
  #photos: PerView<Blob> | undefined;
  #isRunning = false;
  #isDisabled = false;

  constructor(texts: Texts, settings: ViewSettings, pictures: Pictures, actions: ViewActions) {
    const { messages } = texts;
    // A dialog of the browser, to choose a file, stays open when the element is disabled.
    const put = (view: View, photo: Blob | undefined): void => {
      if (!this.#isDisabled) actions.put({ [view]: photo });
    };
    this.#texts = texts;
    this.#camera = new CameraDialog(texts, settings.countdown, put);
    this.#enlarged = new EnlargedPhoto(texts);
    const take = hasCameras() ? (view: View): void => this.#camera.open(view) : undefined;
    this.#zones = settings.views.map((view) => new PhotoZone(view, texts, pictures.previews[view], { put, take }));
    this.#progress = new ProgressView(texts, this.#zones, this.#announcer);
    this.#result = new ResultView(texts, pictures.drawn, (photos, index) => this.#enlarged.open(photos, index));
    this.#analyze = button({ class: 'button primary', part: 'button analyse' }, messages.actions.analyze, actions.analyze);
    this.#cancel = button({ class: 'button', part: 'button cancel', hidden: '' }, messages.actions.cancel, actions.cancel);
    const { title, any, all, several } = messages.photos;
    const text = html('p', { class: 'panel-text' }, settings.wantsAll ? all : any);
    if (settings.views.length > 1) text.append(' ', html('span', { class: 'for-mouse' }, several));
    this.#inputs = html(
      'fieldset',
      { class: 'panel', part: 'panel photos', 'aria-labelledby': 'photos-title' },
      html('h2', { id: 'photos-title', class: 'panel-title' }, title),
      text,
      html('div', { class: 'photos', 'data-count': String(settings.views.length) }, ...this.#zones.map(({ element }) => element)),
    );
    this.root = html(
      'div',
      { class: 'root', lang: texts.language },
      html('div', { class: 'bench' }, this.#inputs, this.#controls()),
      this.#result.element,
      this.#enlarged.element,
      this.#camera.element,
    );
    takeFiles(this.root, () => !this.#inputs.disabled, (files, first) => this.#place(files, first, settings, actions), (over) => {
      for (const { element, view } of this.#zones) element.classList.toggle('over', view === over);
    });
  }

  set disabled(isDisabled: boolean) {
    this.#isDisabled = isDisabled;
    if (isDisabled) this.#camera.close();
    this.#enable();
  }

  /** Where a form points that misses the result. */
  get control(): HTMLButtonElement {
    return this.#isRunning ? this.#cancel : this.#analyze;
  }

  showPhotos(photos: PerView<Blob>): void {
    const before = this.#photos;
    for (const zone of this.#zones) if (!before || photos[zone.view] !== before[zone.view]) zone.showPhoto(photos[zone.view]);
    this.#photos = photos;
  }

  /** An analysis begins. */
  showStart(): void {
    const hadFocus = this.#hasFocus();
    this.#clear(this.#zones);
    this.#isRunning = true;
    this.#enable();
    this.#progress.start();
    // The button that was pressed has gone: the other one takes its place.
    if (hadFocus) this.#cancel.focus({ preventScroll: true });
  }

  showProgress(progress: Progress, views: readonly View[]): void {
    if (this.#isRunning) this.#progress.show(progress, views);
  }

  /** An analysis has ended, or what came of it does not hold any more. */
  showOutcome(outcome: Outcome): void {
    const wasRunning = this.#isRunning;
    const hadFocus = this.#hasFocus();
    // What was said at a photo holds until it is another one.
    this.#clear(outcome.kind === 'changed' ? [] : this.#zones);
    if (wasRunning) this.#progress.end();
    this.#isRunning = false;
    this.#enable();
    if (wasRunning && hadFocus) this.#analyze.focus({ preventScroll: true });
    this.#tell(outcome, hadFocus);
  }

  focus(): void {
    (this.#zones.find(({ view }) => this.#photos?.[view] === undefined) ?? this.#analyze).focus();
  }

  get place(): Place {
    return { focus: focusSpotOf(this.root), enlarged: this.#enlarged.index, camera: this.#camera.view };
  }

  /** Goes on where the person was in the view that this one replaces. */
  resume({ focus, enlarged, camera }: Place): void {
    // A dialog gives the focus back to what had it before.
    if (camera && this.#zones.some(({ view }) => view === camera)) {
      focusOn(this.root, { selector: `[data-view="${camera}"] [part~="take"]`, index: 0 });
      this.#camera.open(camera);
    } else if (enlarged !== undefined) {
      focusOn(this.root, { selector: '[part="enlarge"]', index: enlarged });
      this.#result.enlarge(enlarged);
    }
    if (focus) focusOn(this.root, focus);
  }

  /** Closes what is open, and gives the camera back. */
  close(): void {
    this.#camera.close();
    this.#enlarged.close();
  }

  #controls(): HTMLElement {
    const slot = html('slot', { name: 'controls' });
    const controls = html(
      'div',
      { class: 'panel controls', part: 'panel controls' },
      slot,
      html('div', { class: 'actions' }, this.#analyze, this.#cancel, this.#progress.element, this.#notice, this.#announcer),
    );
    // Where a page adds nothing, they need no column of their own.
    slot.addEventListener('slotchange', () => controls.classList.toggle('has-more', slot.assignedElements().length > 0));
    return controls;
  }

  #hasFocus(): boolean {
    const tree = this.root.getRootNode();
    return tree instanceof ShadowRoot && tree.activeElement !== null;
  }

  #enable(): void {
    this.#inputs.disabled = this.#isRunning || this.#isDisabled;
    this.#analyze.hidden = this.#isRunning;
    this.#analyze.disabled = this.#isDisabled;
    this.#cancel.hidden = !this.#isRunning;
  }

  #clear(zones: readonly PhotoZone[]): void {
    this.#result.clear();
    this.#notice.hidden = true;
    this.#notice.replaceChildren();
    for (const zone of zones) zone.showVerdict(undefined);
  }

  /** @param moves - Whether the person is here, and may be led to the news. */
  #tell(outcome: Outcome, moves: boolean): void {
    const { notices } = this.#texts.messages;
    if (outcome.kind === 'measured') {
      this.#announcer.textContent = this.#result.show(outcome);
      if (moves) this.#result.focus();
    } else if (outcome.kind === 'refused') this.#tellRefusal(outcome.answer, outcome.missing, moves);
    else if (outcome.kind === 'failed') {
      const { title, text } = troubleOf(this.#texts, outcome.error);
      this.#say('error', title, html('p', { lang: 'en' }, text));
    } else if (outcome.kind === 'cancelled') this.#say('info', notices.cancelled, html('p', {}, notices.cancelledText));
    else if (outcome.kind === 'no-photo') {
      this.#say('info', notices.noPhoto, html('p', {}, notices.noPhotoText));
      if (moves) this.focus();
    }
  }

  /** Says at each photo what came of it, and together what to do. */
  #tellRefusal(answer: PostureRefusal, missing: readonly View[], moves: boolean): void {
    const { notices, views } = this.#texts.messages;
    const told: HTMLElement[] = [];
    let first: PhotoZone | undefined;
    for (const zone of this.#zones) {
      const verdict = verdictOf(this.#texts, answer, zone.view, missing.includes(zone.view));
      zone.showVerdict(verdict);
      if (verdict?.kind !== 'refused') continue;
      first ??= zone;
      told.push(html('p', {}, `${views[zone.view].photo}: ${verdict.text}`));
    }
    const words = told.length > 0 ? told : [html('p', { lang: 'en' }, `${answer.message.trim()}.`)];
    const more = html('slot', { name: 'refusal-actions' });
    this.#say('error', filled(notices.refused, { status: answer.status }), ...words, more);
    if (moves) first?.focus();
  }

  #say(kind: 'error' | 'info', title: string, ...words: readonly HTMLElement[]): void {
    this.#notice.dataset['kind'] = kind;
    this.#notice.hidden = false;
    this.#notice.replaceChildren(html('strong', {}, title), ...words);
  }

  #place(files: readonly File[], first: View | undefined, { views }: ViewSettings, actions: ViewActions): void {
    const taken = views.filter((view) => this.#photos?.[view] !== undefined);
    const names = Object.fromEntries(VIEWS.map((view) => [view, this.#texts.messages.views[view].name])) as Record<View, string>;
    const placed = placeFiles(files, views, first, taken, names);
    if (Object.keys(placed).length > 0) actions.put(placed);
  }
}
