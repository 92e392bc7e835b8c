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

/** Plays tones. */
export class Tones {
  #context: AudioContext | undefined;

  /** Plays a tone; a browser that has not been touched yet keeps silent. */
  play(tone: Tone): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state === 'suspended') context.resume().catch(() => undefined);
    for (const { pitch, at, length } of NOTES[tone]) this.#playNote(context, pitch, context.currentTime + at, length);
  }

  close(): void {
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }

  #playNote(context: AudioContext, pitch: number, start: number, length: number): void {
    const oscillator = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    // Without a slope a tone begins and ends with a click.
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
    volume.gain.linearRampToValueAtTime(0, start + length);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}
