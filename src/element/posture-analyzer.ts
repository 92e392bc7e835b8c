import { abortError } from '../errors.js';
import type { BackendName, Delegate, Mode, ModelName, Progress, RollReference, View } from '../index.js';
import { VIEWS } from '../photo/views.js';
import { AnalyzerView, type Outcome } from './analyzer-view.js';
import { canWrite } from './glyphs.js';
import { Engine, type PostureAnswer, type PostureOptions } from './engine.js';
import type { PostureErrorDetail, PostureEventTarget } from './events.js';
import { languageOf, onMessagesRegistered, wantedLanguages } from './messages/languages.js';
import { withMessages, type Messages, type SomeMessages } from './messages/messages.js';
import { makePictures } from './pictures.js';
import { drawnPhotos } from './result-view.js';
import { elementStyle } from './style.js';
import { Texts } from './texts.js';
import { checkViews, DRAWN_FIELDS, viewsIn, type PerView } from './views.js';

/** The tag of the element, unless a page chooses another. */
export const TAG = 'posture-analyzer';

/** Before a photo is taken, seconds. */
const COUNTDOWN = 5;

// Where pages are rendered on a server there are no elements; the module loads all the same.
const Base = (typeof HTMLElement === 'undefined' ? class {} : HTMLElement) as new () => PostureEventTarget;

/** Photos of one person, by view. */
export type PosturePhotos = { readonly [Name in View]?: Blob | null | undefined };

interface Running {
  readonly controller: AbortController;
  readonly answer: Promise<PostureAnswer>;
}

/** What a form sends: the answer without its drawn photos. */
const valueOf = (answer: PostureAnswer): string =>
  JSON.stringify(answer, (key, value: unknown) => (Object.values<string>(DRAWN_FIELDS).includes(key) ? undefined : value));

function checkedPhoto(view: View, photo: unknown): Blob | undefined {
  if (photo === undefined || photo === null) return undefined;
  if (photo instanceof Blob) return photo;
  throw new TypeError(`photos.${view} must be a Blob or a File, not ${typeof photo}`);
}

/**
 * `<posture-analyzer>`: choose, drop or take photos of a standing person, have them analysed on this device, and see the
 * result. Attributes and properties of one name say the same; all of them are optional. docs/element.md has examples.
 */
export class PostureAnalyzer extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes: readonly string[] = ['lang', 'required', 'views'];

  readonly #internals = this.attachInternals();
  readonly #engine = new Engine();
  readonly #shadow = this.attachShadow({ mode: 'open' });
  readonly #pictures = makePictures();
  #view: AnalyzerView | undefined;
  #photos: PerView<Blob> = {};
  #options: PostureOptions = {};
  #messages: SomeMessages | undefined;
  #outcome: Outcome = { kind: 'none' };
  #running: Running | undefined;
  #progress: Progress | undefined;
  #isDisabled = false;
  #stopListening: (() => void) | undefined;

  /** The pose network: `lite`, `full` (default) or `heavy`. */
  get model(): ModelName | undefined {
    return this.#attribute<ModelName>('model');
  }
  set model(value: ModelName | null | undefined) {
    this.#reflect('model', value);
  }

  /** What runs the network: `blazepose` (default) or `mediapipe`. */
  get backend(): BackendName | undefined {
    return this.#attribute<BackendName>('backend');
  }
  set backend(value: BackendName | null | undefined) {
    this.#reflect('backend', value);
  }

  /** How often the network looks at each photo: `fast`, `balanced` (default) or `accurate`. */
  get mode(): Mode | undefined {
    return this.#attribute<Mode>('mode');
  }
  set mode(value: Mode | null | undefined) {
    this.#reflect('mode', value);
  }

  /** Where the network runs: `auto` (default), `CPU` or `GPU`. */
  get delegate(): Delegate | undefined {
    return this.#attribute<Delegate>('delegate');
  }
  set delegate(value: Delegate | null | undefined) {
    this.#reflect('delegate', value);
  }

  /** The horizon of front and back photos: `ankles` (default), `level` or `auto`. Attribute `roll-reference`. */
  get rollReference(): RollReference | undefined {
    return this.#attribute<RollReference>('roll-reference');
  }
  set rollReference(value: RollReference | null | undefined) {
    this.#reflect('roll-reference', value);
  }

  /** The folder of runtime and models, relative to the page. Attribute `assets-base-url`. */
  get assetsBaseUrl(): string | undefined {
    return this.#attribute('assets-base-url');
  }
  set assetsBaseUrl(value: string | URL | null | undefined) {
    this.#reflect('assets-base-url', value);
  }

  /** The worker's script, relative to the page. Attribute `worker-url`. */
  get workerUrl(): string | undefined {
    return this.#attribute('worker-url');
  }
  set workerUrl(value: string | URL | null | undefined) {
    this.#reflect('worker-url', value);
  }

  /**
   * The photos that there are places for. The attribute names them, separated by blanks or commas: then all of them are
   * wanted. Without it there are places for all three, and those are analysed that are there.
   */
  get views(): readonly View[] {
    return this.#wanted ?? VIEWS;
  }
  set views(value: readonly View[] | string | null | undefined) {
    this.#reflect('views', typeof value === 'object' ? value?.join(' ') : value);
  }

  /** How long the camera waits before it takes a photo, seconds; default 5. */
  get countdown(): number {
    const seconds = Number.parseFloat(this.getAttribute('countdown') ?? '');
    return seconds >= 0 ? seconds : COUNTDOWN;
  }
  set countdown(value: number | null | undefined) {
    this.#reflect('countdown', value);
  }

  /** The name that a form sends the value under. */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }
  set name(value: string) {
    this.setAttribute('name', value);
  }

  /** A form is not sent before there is a result. */
  get required(): boolean {
    return this.hasAttribute('required');
  }
  set required(value: boolean) {
    this.toggleAttribute('required', value);
  }

  /** Nothing can be chosen or started by the person. */
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }
  set disabled(value: boolean) {
    this.toggleAttribute('disabled', value);
  }

  /** Options of the engine and of an analysis. An attribute of the same meaning counts more. */
  get options(): PostureOptions {
    return this.#options;
  }
  set options(value: PostureOptions | null | undefined) {
    this.#options = { ...value };
  }

  /** Texts that replace those of the language at hand. */
  get messages(): SomeMessages<Messages> | undefined {
    return this.#messages;
  }
  set messages(value: SomeMessages<Messages> | null | undefined) {
    const messages = value ?? undefined;
    if (messages === this.#messages) return;
    this.#messages = messages;
    this.#rebuild();
  }

  /**
   * The photos that are there. Setting them replaces all: those that are not named are removed, and other photos than
   * before end an analysis that is under way.
   *
   * @throws TypeError for a photo that is no Blob.
   */
  get photos(): PerView<Blob> {
    return { ...this.#photos };
  }
  set photos(value: PosturePhotos | null | undefined) {
    const entries = VIEWS.map((view) => [view, checkedPhoto(view, value?.[view])] as const);
    // Frameworks set a property again that has not changed.
    if (entries.every(([view, photo]) => photo === this.#photos[view])) return;
    this.#photos = Object.fromEntries(entries.filter(([, photo]) => photo !== undefined));
    this.#photosChanged();
  }

  /** The last answer, a refusal included; `undefined` before, while an analysis runs, and once other photos are there. */
  get answer(): PostureAnswer | undefined {
    return this.#outcome.kind === 'measured' || this.#outcome.kind === 'refused' ? this.#outcome.answer : undefined;
  }

  /** What a form sends: the result as JSON text, without the three drawn photos; empty where there is none. */
  get value(): string {
    return this.#outcome.kind === 'measured' ? valueOf(this.#outcome.answer) : '';
  }

  /** The form that the element belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  /** Labels of the element. */
  get labels(): NodeList {
    return this.#internals.labels;
  }
  /** Whether the element is fine for its form: `valueMissing` where it is required and has no result. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }
  /** What a form says where the element is not valid. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }
  /** Whether a form asks for the element's validity. */
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }
  /** Whether the element is valid. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }
  /** Whether the element is valid; where it is not, the person is told. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Analyses the photos that are there; the same as the button. While an analysis runs that is not
   * cancelled, its answer is returned.
   *
   * @returns The answer. A refused photo is an answer too (`state: false`). The event `result` or `error` comes first.
   * @throws As `Analyzer.analyze` does; after {@link cancel} a DOMException named `AbortError`.
   */
  analyze(): Promise<PostureAnswer> {
    if (!this.#running || this.#running.controller.signal.aborted) {
      const controller = new AbortController();
      this.#running = { controller, answer: this.#run(controller) };
    }
    return this.#running.answer;
  }

  /** Ends an analysis that is under way. The photos stay. */
  cancel(): void {
    this.#running?.controller.abort();
  }

  /** Removes photos and result. */
  reset(): void {
    this.#photos = {};
    this.#photosChanged();
    this.#setOutcome({ kind: 'none' });
  }

  /** Moves to the first photo that is missing, or to the button that starts the analysis. */
  override focus(options?: FocusOptions): void {
    if (this.#view) this.#view.focus();
    else super.focus(options);
  }

  /** Called by the browser. */
  connectedCallback(): void {
    this.#takeEarlyProperties();
    this.#rebuild();
    const languages = new MutationObserver(() => this.#rebuildInLanguage());
    languages.observe(document, { attributes: true, attributeFilter: ['lang'], subtree: true });
    const stopMessages = onMessagesRegistered(() => this.#rebuild());
    this.#stopListening = () => {
      languages.disconnect();
      stopMessages();
    };
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    this.#stopListening?.();
    this.#view?.close();
    queueMicrotask(() => {
      // Else it was only moved.
      if (this.isConnected) return;
      this.cancel();
      this.#engine.close();
    });
  }

  /** Called by the browser. */
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Frameworks set an attribute again that has not changed.
    if (before === after) return;
    if (name === 'required') this.#validate();
    else if (name === 'lang') this.#rebuildInLanguage();
    else this.#rebuild();
  }

  /** Called by the browser when the form is reset. */
  formResetCallback(): void {
    this.reset();
  }

  /** Called by the browser when the element or a fieldset around it is disabled. */
  formDisabledCallback(isDisabled: boolean): void {
    this.#isDisabled = isDisabled;
    if (this.#view) this.#view.disabled = isDisabled;
  }

  get #wanted(): readonly View[] | undefined {
    return viewsIn(this.getAttribute('views'));
  }

  #attribute<Value extends string>(name: string): Value | undefined {
    return (this.getAttribute(name) ?? undefined) as Value | undefined;
  }

  #reflect(name: string, value: string | number | URL | null | undefined): void {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, String(value));
  }

  /** Properties that were set before the element was defined hide the accessors. */
  #takeEarlyProperties(): void {
    const own = this as unknown as Record<string, unknown>;
    for (const name of Object.keys(own)) {
      if (!(name in PostureAnalyzer.prototype)) continue;
      const value = own[name];
      delete own[name];
      own[name] = value;
    }
  }

  #texts(): Texts {
    const { tag, messages } = languageOf(wantedLanguages(this));
    return new Texts({ tag, messages: withMessages(messages, this.#messages) });
  }

  #rebuildInLanguage(): void {
    if (this.#view && this.#view.root.lang !== languageOf(wantedLanguages(this)).tag) this.#rebuild();
  }

  /** Makes all that is seen anew: in another language, or with other places for photos. */
  #rebuild(): void {
    if (!this.isConnected) return;
    const place = this.#view?.place;
    this.#view?.close();
    const view = new AnalyzerView(
      this.#texts(),
      { views: this.views, wantsAll: this.#wanted !== undefined, countdown: () => this.countdown },
      this.#pictures,
      {
        put: (photos) => this.#put(photos),
        analyze: () => this.#pressAnalyze(),
        cancel: () => this.cancel(),
      },
    );
    this.#view = view;
    this.#shadow.adoptedStyleSheets = [elementStyle()];
    this.#shadow.replaceChildren(view.root);
    view.disabled = this.#isDisabled;
    view.showPhotos(this.#photos);
    if (this.#running) {
      view.showStart();
      if (this.#progress) view.showProgress(this.#progress, this.#viewsToAnalyze());
    } else view.showOutcome(this.#outcome);
    if (place) view.resume(place);
    this.#validate();
  }

  #put(photos: PerView<Blob | undefined>): void {
    this.photos = { ...this.#photos, ...photos };
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  #photosChanged(): void {
    this.cancel();
    this.#running = undefined;
    this.#view?.showPhotos(this.#photos);
    this.#setOutcome({ kind: 'changed' });
  }

  #pressAnalyze(): void {
    const hasPhotos = this.views.some((view) => this.#photos[view] !== undefined);
    if (hasPhotos || this.#wanted) this.analyze().catch(() => undefined);
    else this.#setOutcome({ kind: 'no-photo' });
  }

  #viewsToAnalyze(): readonly View[] {
    const there = VIEWS.filter((view) => this.#photos[view] !== undefined);
    return this.#wanted ?? (there.length > 0 ? there : VIEWS);
  }

  /** What the engine is told: the attributes over the `options` property over what the element does by itself. */
  #engineOptions(): PostureOptions {
    const { model, backend, mode, delegate, rollReference, assetsBaseUrl, workerUrl } = this;
    const told = { model, backend, mode, delegate, rollReference, assetsBaseUrl, workerUrl };
    const texts = this.#texts();
    // The drawn photos say what the tables say, where this device has the letters for it.
    const words = canWrite(Object.values(texts.names).join('')) ? { names: texts.names, sides: texts.messages.sides } : {};
    const attributes = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
    return { ...this.#options, ...attributes, overlay: { ...words, ...this.#options.overlay } };
  }

  async #run(controller: AbortController): Promise<PostureAnswer> {
    const photos = this.photos;
    const views = this.#viewsToAnalyze();
    const { signal } = controller;
    const isCurrent = (): boolean => this.#running?.controller === controller;
    // Whoever reads the answer meanwhile must not get that of other photos.
    this.#setOutcome({ kind: 'none' });
    this.#progress = undefined;
    this.#view?.showStart();
    this.#validate();
    try {
      const onProgress = (progress: Progress): void => {
        if (!isCurrent()) return;
        this.#progress = progress;
        this.#view?.showProgress(progress, views);
        this.#send('progress', progress);
      };
      // Not before the caller has the promise.
      await Promise.resolve();
      checkViews(this.getAttribute('views'));
      const answer = await this.#engine.analyze(photos, views, this.#engineOptions(), { signal, onProgress });
      if (signal.aborted) throw abortError();
      this.#running = undefined;
      if (answer.state) {
        this.#setOutcome({ kind: 'measured', answer, views, drawn: drawnPhotos(answer, views) });
        this.#send('result', answer);
      } else {
        this.#setOutcome({ kind: 'refused', answer, missing: views.filter((view) => photos[view] === undefined) });
        this.#send('error', { answer });
      }
      return answer;
    } catch (error) {
      // Whatever ended it then: an engine that is closed with its element says that it is closed.
      const reason: unknown = signal.aborted ? abortError() : error;
      if (isCurrent()) {
        this.#running = undefined;
        this.#setOutcome(signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error });
        if (!signal.aborted) this.#send('error', { error });
      }
      throw reason;
    } finally {
      // Nobody takes an element out of the page that is not in it.
      if (!this.isConnected && !this.#running) this.#engine.close();
    }
  }

  #setOutcome(outcome: Outcome): void {
    this.#outcome = outcome;
    const { value } = this;
    this.#internals.setFormValue(value === '' ? null : value);
    this.#view?.showOutcome(outcome);
    this.#validate();
  }

  #validate(): void {
    const isMissing = this.required && this.#outcome.kind !== 'measured';
    if (!isMissing) this.#internals.setValidity({});
    else this.#internals.setValidity({ valueMissing: true }, this.#texts().messages.notices.required, this.#view?.control);
  }

  #send(type: 'progress' | 'result' | 'error', detail: Progress | PostureAnswer | PostureErrorDetail): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'posture-analyzer': PostureAnalyzer;
  }
}

/**
 * Makes the element known to the page. Once it is, later calls do nothing; on a server neither do they.
 *
 * @param name - Its tag.
 */
export function definePostureAnalyzer(name: string = TAG): void {
  if (typeof customElements === 'undefined' || customElements.get(name)) return;
  // A class has one tag only.
  customElements.define(name, name === TAG ? PostureAnalyzer : class extends PostureAnalyzer {});
}
