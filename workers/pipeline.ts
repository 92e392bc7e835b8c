import type { AnalysisDetails, Job, JobResult, PhotoDetails } from '../src/analysis.js';
import { clarityOf } from '../src/correction/clarity.js';
import { doubtsOf, isFootHidden, uselessness, wideningOf } from '../src/correction/doubts.js';
import { scale } from '../src/geometry/vector.js';
import { metricDetails } from '../src/grades/certainty.js';
import type { MetricName } from '../src/grades/grades.js';
import { AnalyzeLocallyError } from '../src/errors.js';
import { bodyFrame } from '../src/keypoints/body-frame.js';
import { photoEvidence } from '../src/keypoints/evidence.js';
import { scaleLandmarks } from '../src/keypoints/merge-passes.js';
import type { NamedKeypoints } from '../src/keypoints/names.js';
import { placeKeypoints, scaleKeypoints } from '../src/keypoints/place.js';
import { referToRoll } from '../src/keypoints/roll-reference.js';
import { postureMetrics, type MeasuredPoints } from '../src/metrics/posture.js';
import { drawOverlay } from '../src/overlay/draw.js';
import type { OverlayStyle } from '../src/overlay/style.js';
import type { OverlaySubject } from '../src/overlay/subject.js';
import { decodePhoto } from '../src/photo/decode.js';
import { judgePhoto } from '../src/photo/view.js';
import { VIEWS, type View } from '../src/photo/views.js';
import { LOOKS_OF, type EngineSettings, type Progress } from '../src/pose/protocol.js';
import type { MetricValues } from '../src/response/response.js';
import { failureAnswer, type PhotoFailure } from '../src/response/status.js';
import type { PoseBackend, Sighting } from './backend.js';
import type { KeypointCorrector } from './keypoint-corrector.js';
import { Photo } from './picture.js';

type PerView<Value> = Partial<Record<View, Value>>;

/** A person whose trunk is shorter than this many photo pixels is too small to be measured to a degree. */
const MIN_TRUNK = 48;

/** Standard error of an uncorrected ankle line's inclination, degrees: measured on rendered people. */
const ANKLE_LINE_ERROR = 0.6;

/** How much wider, in parts of themselves, the intervals are where a photo is so unlike the fitted ones that nothing is corrected. */
const UNFAMILIAR = 2;

/** Half the width of a normal distribution's 90 % interval in standard deviations. */
const NINETY_PERCENT = 1.645;

/** Told where the work is. */
type Report = (progress: Progress) => void;

/** A photo that shows what it should, in its own pixels. */
interface AcceptedPhoto extends MeasuredPoints {
  /** As they were before the picture's patches were looked into; `undefined` where nothing was corrected. */
  readonly coarse: (MeasuredPoints & { readonly familiarity: number }) | undefined;
  /** By what its margins are multiplied for what is doubtful in it. */
  readonly widening: number;
}

const entries = <Value>(perView: PerView<Value>): [View, Value][] =>
  VIEWS.flatMap((view): [View, Value][] => {
    const value = perView[view];
    return value === undefined ? [] : [[view, value]];
  });

/** A corrector's metrics are named without their view. */
const metricNamed = (view: View, name: string): MetricName => (view === 'side' ? name : `${view === 'front' ? 'far' : 'bar'}_${name}`) as MetricName;

/** The backend broke while it ran. */
export class DetectionError extends Error {}

/** Runs one request from encoded photos to drawn ones. */
export class Analysis {
  readonly #backend: PoseBackend;
  readonly #corrector: KeypointCorrector | undefined;
  readonly #job: Job;
  readonly #report: Report;
  readonly #details: PerView<PhotoDetails> = {};
  readonly #failures: PerView<PhotoFailure> = {};
  readonly #bitmaps: PerView<ImageBitmap> = {};
  /** Half widths of the metrics' 90 % intervals, degrees; those that nothing is known of are left out. */
  readonly #margins: Partial<Record<MetricName, number>> = {};
  /** What the details tell of the metrics and the drawn photos show. */
  #metrics: AnalysisDetails['metrics'] = {};
  readonly #milliseconds = { loading: 0, decoding: 0, detecting: 0, drawing: 0 };

  /** @param corrector - What was fitted for the backend's keypoints, where something was. */
  constructor(backend: PoseBackend, corrector: KeypointCorrector | undefined, job: Job, report: Report) {
    this.#backend = backend;
    this.#corrector = corrector;
    this.#job = job;
    this.#report = report;
  }

  /**
   * @param settings - What the engine was asked to be; for the details.
   * @param loading - Milliseconds that the engine took to load.
   */
  async run(settings: EngineSettings, loading: number): Promise<JobResult> {
    this.#milliseconds.loading = loading;
    try {
      const result = await this.#stages();
      const details = this.#job.details ? this.#collectDetails(settings) : undefined;
      return { ...result, details };
    } finally {
      for (const [, bitmap] of entries(this.#bitmaps)) bitmap.close();
    }
  }

  async #stages() {
    await this.#timed('decoding', () => this.#decodeAll());
    const undecoded = failureAnswer(this.#failures);
    if (undecoded) return { accepted: false as const, failure: undecoded };

    const accepted = await this.#timed('detecting', () => this.#detectAll());
    const refused = failureAnswer(this.#failures);
    if (refused) return { accepted: false as const, failure: refused };

    const metrics = this.#measure(accepted);
    this.#metrics = this.#describe(metrics);
    const photos = await this.#timed('drawing', () => this.#drawAll(accepted));
    return { accepted: true as const, photos, metrics };
  }

  async #timed<Value>(stage: 'decoding' | 'detecting' | 'drawing', work: () => Promise<Value>): Promise<Value> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#milliseconds[stage] = performance.now() - start;
    }
  }

  #refuse(view: View, failure: PhotoFailure): void {
    this.#failures[view] = failure;
    this.#details[view] = { ...this.#details[view], failure };
  }

  async #decodeAll(): Promise<void> {
    for (const [view, photo] of entries(this.#job.photos)) {
      this.#report({ stage: 'decoding', view });
      const decoded = await decodePhoto(photo);
      if (decoded.ok) {
        this.#bitmaps[view] = decoded.bitmap;
        this.#details[view] = { width: decoded.bitmap.width, height: decoded.bitmap.height };
      } else this.#refuse(view, decoded.failure);
    }
  }

  /** Every photo is judged before a code for several of them is chosen. */
  async #detectAll(): Promise<PerView<AcceptedPhoto>> {
    const accepted: PerView<AcceptedPhoto> = {};
    for (const [view, bitmap] of entries(this.#bitmaps)) {
      this.#report({ stage: 'detecting', view });
      const photo = await this.#detect(view, bitmap);
      if (photo) accepted[view] = photo;
    }
    return accepted;
  }

  async #detect(view: View, bitmap: ImageBitmap): Promise<AcceptedPhoto | undefined> {
    const sighting = await this.#look(new Photo(bitmap));
    if (!sighting) {
      this.#refuse(view, 'no-person');
      return undefined;
    }
    const { pose, severalPeople } = sighting;
    if (bodyFrame(pose.landmarks).trunk * sighting.scale < MIN_TRUNK) {
      this.#refuse(view, 'no-person');
      return undefined;
    }
    const evidence = photoEvidence(pose);
    const clarity = sighting.evidence && clarityOf(sighting.evidence.picture, pose.landmarks);
    const doubts = clarity && doubtsOf(view, clarity, evidence, pose.landmarks);
    const hidden = sighting.evidence && isFootHidden(view, evidence, pose.landmarks) ? 'hidden' : undefined;
    const failure = judgePhoto(view, evidence) ?? hidden ?? (clarity && doubts && uselessness(clarity, doubts));
    const widening = doubts ? wideningOf(doubts) : 1;
    const placed = placeKeypoints(view, pose);
    // A photo that is refused needs no better keypoints.
    const corrected = failure ? undefined : this.#corrector?.correct(view, sighting, placed, this.#job.mode);
    const inPhoto = ({ keypoints, c7 }: MeasuredPoints): MeasuredPoints => ({
      keypoints: this.#refer(view, scaleKeypoints(keypoints, sighting.scale)),
      c7: c7 && scale(c7, sighting.scale),
    });
    const { keypoints, c7 } = inPhoto(corrected ?? placed);
    this.#details[view] = {
      ...this.#details[view],
      evidence,
      landmarks: scaleLandmarks(pose.landmarks, sighting.scale),
      keypoints,
      neck: placed.neck,
      familiarity: corrected?.familiarity,
      disagreement: pose.disagreement,
      clarity,
      doubts,
      widening,
      severalPeople,
    };
    if (failure) {
      this.#refuse(view, failure);
      return undefined;
    }
    return { keypoints, c7, widening, coarse: corrected && { ...inPhoto(corrected.coarse), familiarity: corrected.familiarity } };
  }

  /** Turns the ankles of a front or back photo as the roll reference wants it. */
  #refer(view: View, keypoints: NamedKeypoints): NamedKeypoints {
    if (view === 'side') return keypoints;
    const margin = this.#corrector?.margins(view)['ankle_roll'];
    return referToRoll(keypoints, this.#job.rollReference, margin ? margin.base / NINETY_PERCENT : ANKLE_LINE_ERROR);
  }

  async #look(photo: Photo): Promise<Sighting | undefined> {
    try {
      return await this.#backend.look(photo, LOOKS_OF[this.#job.mode]);
    } catch (cause) {
      // Falling back from a GPU loads files, which may be missing.
      if (cause instanceof AnalyzeLocallyError) throw cause;
      throw new DetectionError('the network did not run', { cause });
    }
  }

  #measure(accepted: PerView<AcceptedPhoto>): MetricValues {
    const { metrics, extras } = postureMetrics(accepted);
    if (extras) this.#details.side = { ...this.#details.side, extras };
    const { metrics: coarse } = postureMetrics(Object.fromEntries(entries(accepted).map(([view, photo]) => [view, photo.coarse ?? photo])));
    for (const [view, photo] of entries(accepted)) {
      if (!photo.coarse || !this.#corrector) continue;
      for (const [name, { base, slope }] of Object.entries(this.#corrector.margins(view))) {
        const metric = metricNamed(view, name);
        const [value, before] = [metrics[metric], coarse[metric]];
        if (value !== undefined && before !== undefined) this.#margins[metric] = (base + slope * Math.abs(value - before)) * (1 + UNFAMILIAR * (1 - photo.coarse.familiarity)) * photo.widening;
      }
    }
    return metrics;
  }

  #describe(metrics: MetricValues): AnalysisDetails['metrics'] {
    const values = Object.entries(metrics) as [MetricName, number][];
    return Object.fromEntries(values.map(([name, value]) => [name, metricDetails(name, value, this.#margins[name])]));
  }

  async #drawAll(accepted: PerView<AcceptedPhoto>) {
    const photos: PerView<{ keypoints: NamedKeypoints; drawn: string }> = {};
    for (const [view, photo] of entries(accepted)) {
      this.#report({ stage: 'drawing', view });
      const bitmap = this.#bitmaps[view];
      if (!bitmap) continue;
      const drawn = await drawnPhoto(bitmap, view, photo, this.#metrics, this.#job.overlay, this.#job.jpegQuality);
      photos[view] = { keypoints: photo.keypoints, drawn };
    }
    return photos;
  }

  #collectDetails({ model }: EngineSettings): AnalysisDetails {
    return {
      model,
      backend: this.#backend.name,
      ...this.#backend.report,
      photos: this.#details,
      metrics: this.#metrics,
      milliseconds: { ...this.#milliseconds },
    };
  }
}

async function drawnPhoto(
  bitmap: ImageBitmap,
  view: View,
  { keypoints, c7 }: AcceptedPhoto,
  metrics: OverlaySubject['metrics'],
  style: OverlayStyle,
  quality: number,
): Promise<string> {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  // Read back once as JPEG: a canvas in main memory is the faster one for that.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  drawOverlay(context, { view, width, height, keypoints, c7, metrics }, style);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return dataUrl(blob);
}

/** Service workers have no FileReaderSync. */
const dataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string);
    };
    reader.onerror = () => {
      reject(new Error('the drawn photo could not be read'));
    };
    reader.readAsDataURL(blob);
  });
