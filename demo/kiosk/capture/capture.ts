import { computed, effect, signal, untracked } from '@preact/signals';
import type { View } from 'analyze-locally';
import { preloadAnalyzer } from '../engine/analyzer.js';
import { settings } from '../kiosk/settings.js';
import { language, t } from '../messages/i18n.js';
import { notePresence } from '../session/activity.js';
import { go } from '../session/navigation.js';
import { putPhoto, takenViews } from '../session/session.js';
import { Announcer, isMuted } from './announcer.js';
import type { Sight } from './body.js';
import { takeShots } from './burst.js';
import { Camera } from './camera.js';
import { Follower } from './follower.js';
import { followGravity } from './gravity.js';
import { cameraHintOf, problemsOf, type Gravity } from './guidance.js';
import { Guide, type Guidance, type Said } from './guide.js';
import { Motion } from './motion.js';
import { bestOf, jpegOf } from './shot.js';
import type { Tone } from './tones.js';
import { nextView } from './views-to-take.js';

/** Between two looks at the clock, milliseconds. */
const TICK = 100;

/** An instruction that is not followed is said again; milliseconds. */
const REMINDER = 9_000;

/** What each photo begins with. */
const FIRST_WORDS = { front: 'stepIn', side: 'turnSide', back: 'turnBack' } as const satisfies Record<View, Said>;

const toneOf = (said: Said): Tone => (said === 'right' || said === 'holdStill' ? 'right' : 'wrong');

/** Leads a person through the photos that are asked for. */
export class Capture {
  readonly camera = new Camera(settings.value.camera);
  readonly follower: Follower;
  /** The photo that is being taken; `undefined` once all are. */
  readonly view = signal<View | undefined>(undefined);
  readonly guidance = signal<Guidance>(new Guide(1).now);
  /** Who is seen. */
  readonly sight = signal<Sight | undefined>(undefined);
  readonly gravity = signal<Gravity | undefined>(undefined);
  readonly cameraHint = computed(() => this.sight.value && cameraHintOf(this.sight.value, this.gravity.value));
  /** A photo that could not be taken, or was just taken. */
  readonly outcome = signal<'taken' | 'failed' | undefined>(undefined);
  readonly skipped = signal<readonly View[]>([]);
  readonly #video: HTMLVideoElement;
  readonly #announcer = new Announcer(settings.value.guidance);
  readonly #motion = new Motion();
  readonly #cleaners: (() => void)[] = [];
  #guide = new Guide(settings.value.countdown);
  #isTaking = false;
  #isClosed = false;
  #saidAt = 0;

  /** @param video - Shows what the camera sees; the person is looked for in it. */
  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.follower = new Follower(video, (sight, at) => this.#look(sight, at));
    const listening = new AbortController();
    document.addEventListener('visibilitychange', () => this.#onVisibility(), { signal: listening.signal });
    const clock = setInterval(() => this.#pass(this.#guide.tick(performance.now())), TICK);
    this.#cleaners.push(
      () => listening.abort(),
      () => clearInterval(clock),
      followGravity((gravity) => (this.gravity.value = gravity)),
      effect(() => {
        const { value: stream } = this.camera.stream;
        untracked(() => this.#showStream(stream));
      }),
      effect(() => {
        if (isMuted.value) this.#announcer.hush();
      }),
    );
  }

  /** Asks for the camera and loads the engine. */
  start(): void {
    this.#next();
    void this.camera.start();
    void this.follower.start();
  }

  /** Takes a photo, or takes it again. */
  choose(view: View): void {
    this.skipped.value = this.skipped.value.filter((skipped) => skipped !== view);
    this.#begin(view);
  }

  /** Leaves the photo out. */
  skip(): void {
    const { value: view } = this.view;
    if (view === undefined) return;
    this.skipped.value = [...this.skipped.value, view];
    this.advance();
  }

  /** Goes on to the next photo, or to the measurement of those there are. */
  advance(): void {
    this.#next();
    if (this.view.value !== undefined) return;
    if (takenViews.value.length > 0) return go('analysing');
    // All were left out: there is nothing to measure.
    this.skipped.value = [];
    this.#next();
  }

  /** Takes the photo at once, however the person stands: somebody helps. */
  async shoot(): Promise<void> {
    if (this.camera.stream.value) await this.#take(false);
  }

  /** Gives the camera back and forgets what was seen. */
  close(): void {
    this.#isClosed = true;
    for (const clean of this.#cleaners) clean();
    this.camera.close();
    this.follower.close();
    this.#announcer.close();
    this.#video.srcObject = null;
    this.#forget();
  }

  #forget(): void {
    this.sight.value = undefined;
    this.#motion.reset();
  }

  #next(): void {
    this.#begin(nextView(settings.value.views, [...takenViews.value, ...this.skipped.value]));
  }

  #begin(view: View | undefined): void {
    this.#guide = new Guide(settings.value.countdown, FIRST_WORDS[view ?? 'front']);
    this.#motion.reset();
    this.view.value = view;
    this.#saidAt = 0;
    this.#show(this.#guide.now);
  }

  #showStream(stream: MediaStream | undefined): void {
    this.#video.srcObject = stream ?? null;
    this.follower.reset();
    this.#forget();
    this.#show(this.#guide.restart(performance.now()));
    // Rejected where another stream comes at once.
    if (stream) this.#video.play().catch(() => undefined);
  }

  #onVisibility(): void {
    this.follower.pause(document.hidden);
    this.#forget();
    this.#show(this.#guide.restart(performance.now()));
    this.#announcer.hush();
    if (!document.hidden && this.camera.stream.value) this.#video.play().catch(() => undefined);
  }

  #problems(view: View, sight: Sight | undefined, isRight: boolean) {
    return problemsOf(sight, view, { isRight, gravity: this.gravity.value });
  }

  #look(sight: Sight | undefined, at: number): void {
    this.sight.value = sight;
    if (sight) notePresence();
    const movement = this.#motion.look(at, sight);
    const { value: view } = this.view;
    if (view === undefined || this.#isTaking) return;
    const problems = this.#problems(view, sight, this.#guide.isRight);
    this.#pass(this.#guide.look({ at: performance.now(), problems, movement }));
  }

  #pass(guidance: Guidance): void {
    this.#show(guidance);
    if (guidance.phase === 'taking' && !this.#isTaking && !document.hidden) void this.#take(true);
  }

  #show(guidance: Guidance): void {
    const { value: shown } = this.guidance;
    const isNews = guidance.said !== shown.said || performance.now() - this.#saidAt > REMINDER;
    if (isNews && this.view.value !== undefined && this.camera.stream.value && this.follower.state.value === 'running') {
      this.#announce(guidance.said);
    }
    if (guidance.count !== undefined && guidance.count !== shown.count) this.#announcer.beep('count');
    if (guidance.said !== shown.said || guidance.phase !== shown.phase || guidance.count !== shown.count) this.guidance.value = guidance;
  }

  #announce(said: Said): void {
    this.#saidAt = performance.now();
    this.#announcer.say(t(`capture:said.${said}`), language.value, toneOf(said));
  }

  async #take(mustBeRight: boolean): Promise<void> {
    const { value: view } = this.view;
    if (this.#isTaking || view === undefined) return;
    this.#isTaking = true;
    this.outcome.value = undefined;
    const isFollowed = this.follower.state.value === 'running';
    this.follower.pause(true);
    const photo = await this.#photograph(view, mustBeRight, isFollowed).catch(() => 'failed' as const);
    this.follower.pause(document.hidden);
    this.#isTaking = false;
    // Meanwhile the person may have left this photo out, or chosen another.
    if (this.#isClosed || this.view.value !== view) return;
    if (photo === undefined || photo === 'failed') {
      this.outcome.value = photo;
      this.#show(this.#guide.restart(performance.now()));
      return;
    }
    this.outcome.value = 'taken';
    this.#announcer.beep('taken');
    putPhoto(view, { blob: photo, from: 'camera', takenAt: Date.now() });
    // The next seconds are the person's, who turns: time to load what comes after.
    void preloadAnalyzer();
    this.advance();
  }

  /** @returns `undefined` where the person no longer stood right. */
  async #photograph(view: View, mustBeRight: boolean, isFollowed: boolean): Promise<Blob | undefined> {
    const shots = await takeShots(this.#video, async (frame) => {
      const sight = isFollowed ? await this.follower.look(frame).catch(() => undefined) : undefined;
      return { sight, movement: this.#motion.look(performance.now(), sight) };
    });
    try {
      const isRight = ({ sight, movement }: (typeof shots)[number]): boolean =>
        movement !== undefined && movement <= 1 && this.#problems(view, sight, true).length === 0;
      const best = bestOf(mustBeRight ? shots.filter(isRight) : shots);
      return best && (await jpegOf(best.bitmap));
    } finally {
      for (const { bitmap } of shots) bitmap.close();
    }
  }
}
