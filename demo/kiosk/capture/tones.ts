/** What a tone tells. */
export type Tone = 'wrong' | 'right' | 'count' | 'taken';

interface Note {
  /** Hertz. */
  readonly pitch: number;
  /** Seconds from now. */
  readonly at: number;
  /** Seconds. */
  readonly length: number;
}

/** Down: something to do. Up: right. Short and high: a second. Three at once: taken. */
const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  wrong: [
    { pitch: 392, at: 0, length: 0.14 },
    { pitch: 294, at: 0.15, length: 0.2 },
  ],
  right: [
    { pitch: 523, at: 0, length: 0.12 },
    { pitch: 784, at: 0.13, length: 0.2 },
  ],
  count: [{ pitch: 880, at: 0, length: 0.08 }],
  taken: [
    { pitch: 523, at: 0, length: 0.5 },
    { pitch: 659, at: 0.06, length: 0.45 },
    { pitch: 1047, at: 0.12, length: 0.4 },
  ],
};

const LOUDNESS = 0.2;

function playNote(context: AudioContext, pitch: number, start: number, length: number): OscillatorNode {
  const oscillator = new OscillatorNode(context, { frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  // Without a slope a tone begins and ends with a click.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
  volume.gain.linearRampToValueAtTime(0, start + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
  return oscillator;
}

/** Plays tones. */
export class Tones {
  #context: AudioContext | undefined;
  #playing: readonly OscillatorNode[] = [];

  /** Plays a tone; a browser that has not been touched yet keeps silent. */
  play(tone: Tone): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    context.resume().catch(() => undefined);
    const notes = NOTES[tone].map(({ pitch, at, length }) => playNote(context, pitch, context.currentTime + at, length));
    this.#rest(context, notes);
  }

  close(): void {
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }

  /** An audio output that plays nothing costs power all the same. */
  #rest(context: AudioContext, notes: readonly OscillatorNode[]): void {
    this.#playing = notes;
    for (const note of notes) {
      note.addEventListener('ended', () => {
        this.#playing = this.#playing.filter((playing) => playing !== note);
        if (this.#playing.length === 0 && context.state === 'running') context.suspend().catch(() => undefined);
      });
    }
  }
}
