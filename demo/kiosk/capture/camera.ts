import { signal } from '@preact/signals';

/** Why there is no picture. */
export type CameraFault =
  /** The page is not from https or this machine: browsers show such pages no camera. */
  | 'insecure'
  | 'denied'
  | 'none'
  /** Another program has it, or it does not start. */
  | 'busy'
  /** Unplugged, or the permission taken back. */
  | 'ended';

/** Which side of a tablet a camera looks from. */
export type Facing = 'user' | 'environment';

/** More gains nothing; cameras that have less give less. Nothing is cut off to make it fit: the whole body must be in. */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 }, resizeMode: 'none' };

/** Why a camera could not be had. */
export function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}

const stop = (stream: MediaStream | undefined): void => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};

const deviceOf = (stream: MediaStream | undefined): string =>
  stream?.getVideoTracks()[0]?.getSettings().deviceId ?? '';

/** The camera that is looked through, and what keeps it from being. */
export class Camera {
  readonly stream = signal<MediaStream | undefined>(undefined);
  readonly fault = signal<CameraFault | undefined>(undefined);
  /** The devices' names for their cameras. */
  readonly devices = signal<readonly string[]>([]);
  /** Whether the picture is shown as a mirror. */
  readonly isMirrored = signal(false);
  readonly #facing: Facing;
  readonly #ending = new AbortController();
  /** Counts the wishes for a camera: one that comes after another was asked for is stopped. */
  #wish = 0;
  #wanted: MediaTrackConstraints = {};

  /** @param facing - Where there are several, the side that is asked for. */
  constructor(facing: Facing) {
    this.#facing = facing;
    this.#wantAny();
    const { signal } = this.#ending;
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#onDeviceChange(), { signal });
  }

  /** Asks for the camera. Says in {@link fault} where there is none. */
  async start(): Promise<void> {
    this.#end();
    if (typeof navigator.mediaDevices?.getUserMedia !== 'function') return void (this.fault.value = 'insecure');
    const wish = this.#wish;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...this.#wanted } });
      if (wish !== this.#wish) return stop(stream);
      this.#show(stream);
    } catch (error) {
      if (wish === this.#wish) this.#fail(faultOf(error));
    }
  }

  /** Looks through the next camera. */
  async switch(): Promise<void> {
    const { value: devices } = this.devices;
    const next = devices[(devices.indexOf(deviceOf(this.stream.value)) + 1) % devices.length];
    if (next === undefined) return;
    this.#wanted = { deviceId: { exact: next } };
    await this.start();
  }

  /** Gives the camera back, for good. */
  close(): void {
    this.#ending.abort();
    this.#end();
  }

  #show(stream: MediaStream): void {
    const [track] = stream.getVideoTracks();
    track?.addEventListener('ended', () => {
      if (this.stream.value === stream) this.#fail('ended');
    });
    // Cameras on a desk don't say which way they look: they stand by the screen.
    this.isMirrored.value = (track?.getSettings().facingMode ?? this.#facing) === 'user';
    this.fault.value = undefined;
    this.stream.value = stream;
    void this.#listDevices();
  }

  #fail(fault: CameraFault): void {
    this.#end();
    this.#wantAny();
    this.fault.value = fault;
  }

  /** The one that was chosen may be the one that is gone. */
  #wantAny(): void {
    this.#wanted = { facingMode: { ideal: this.#facing } };
  }

  #end(): void {
    this.#wish += 1;
    stop(this.stream.value);
    this.stream.value = undefined;
    this.fault.value = undefined;
  }

  /** Only once a camera has been allowed do browsers tell how many there are. */
  async #listDevices(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.devices.value = all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
  }

  #onDeviceChange(): void {
    const { value: fault } = this.fault;
    if (fault === 'ended' || fault === 'none') {
      this.#wantAny();
      void this.start();
    } else if (this.stream.value) void this.#listDevices();
  }
}
