import { signal } from '@preact/signals';
import type { Settings } from '../kiosk/settings.js';
import { Tones, type Tone } from './tones.js';

/** Whether the person has turned the sound off. A preference; nothing about them. */
export const isMuted = signal(false);

/** What of a voice tells whether it may be used. */
type VoiceKind = Pick<SpeechSynthesisVoice, 'localService' | 'lang' | 'default'>;

/**
 * A voice of this device for a language. One that is a service elsewhere would be sent what is said, and is never used.
 *
 * @param language - `ko`, `en`.
 */
export function voiceAmong<Voice extends VoiceKind>(voices: readonly Voice[], language: string): Voice | undefined {
  // `ko-KR`, on some devices `ko_KR`; `kok` is Konkani.
  const fitting = voices.filter(({ localService, lang }) => localService && lang.toLowerCase().split(/[-_]/)[0] === language);
  return fitting.find((voice) => voice.default) ?? fitting[0];
}

/** Says aloud what is on the screen, where it may. */
export class Announcer {
  readonly #mode: Settings['guidance'];
  readonly #tones = new Tones();

  constructor(mode: Settings['guidance']) {
    this.#mode = mode;
  }

  /** Speaks a text, or plays the tone that stands for it. What was being said is broken off. */
  say(text: string, language: string, tone: Tone): void {
    if (isMuted.value || this.#mode === 'silent') return;
    const voice = this.#mode === 'voice' ? voiceAmong(globalThis.speechSynthesis?.getVoices() ?? [], language) : undefined;
    if (!voice) return this.#tones.play(tone);
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(utterance);
  }

  /** Plays a tone: a voice is slower than a second. */
  beep(tone: Tone): void {
    if (!isMuted.value && this.#mode !== 'silent') this.#tones.play(tone);
  }

  /** Ends what is being said. */
  hush(): void {
    globalThis.speechSynthesis?.cancel();
  }

  close(): void {
    this.hush();
    this.#tones.close();
  }
}
