/**
 * A worker of its own for the agreement benchmark: both backends side by side on the same photos, with what they hand on
 * to the keypoints.
 */
import { expose } from 'comlink';
import { distance, scale, type Point } from '../../src/geometry/vector.js';
import type { MetricName } from '../../src/grades/grades.js';
import { bodyFrame } from '../../src/keypoints/body-frame.js';
import { photoEvidence } from '../../src/keypoints/evidence.js';
import { listKeypoints } from '../../src/keypoints/names.js';
import { placeKeypoints } from '../../src/keypoints/place.js';
import { backMetrics } from '../../src/metrics/back.js';
import { frontMetrics } from '../../src/metrics/front.js';
import { sideMetrics } from '../../src/metrics/side.js';
import { viewOf } from '../../src/photo/view.js';
import type { View } from '../../src/photo/views.js';
import { LANDMARK_NAMES, type Mask, type Pose } from '../../src/pose/landmarks.js';
import type { BackendName } from '../../src/pose/protocol.js';
import { AssetLoader } from '../../workers/assets.js';
import type { PoseBackend, Sighting } from '../../workers/backend.js';
import { BlazePoseBackend } from '../../workers/blazepose/blazepose-backend.js';
import { MediaPipeBackend } from '../../workers/mediapipe/mediapipe-backend.js';
import { Photo } from '../../workers/picture.js';
import type { Difference, Metrics, Probe } from './contract.js';

/** How much smaller the photo is that shows MediaPipe's agreement with itself. */
const SHRUNK = 0.97;

const backends: Readonly<Record<BackendName, PoseBackend>> = { blazepose: new BlazePoseBackend(), mediapipe: new MediaPipeBackend() };

const probe: Probe = {
  async load(model, assetsBaseUrl) {
    const assets = new AssetLoader({ assetsBaseUrl, assetUrls: {} }, Promise.resolve(undefined), () => undefined);
    for (const [name, backend] of Object.entries(backends) as [BackendName, PoseBackend][]) {
      await backend.load({ backend: name, model, delegate: 'CPU', assetsBaseUrl, assetUrls: {}, cache: false }, assets);
    }
  },
  async compare(photo, looks) {
    const bitmap = await createImageBitmap(photo).catch(() => undefined);
    // As the package refuses them.
    if (!bitmap || bitmap.width * bitmap.height > 100e6 || Math.min(bitmap.width, bitmap.height) < 64) return undefined;
    const smaller = await createImageBitmap(bitmap, {
      resizeWidth: Math.round(bitmap.width * SHRUNK),
      resizeHeight: Math.round(bitmap.height * SHRUNK),
      resizeQuality: 'high',
    });
    const ours = await backends.blazepose.look(new Photo(bitmap), looks);
    const theirs = await backends.mediapipe.look(new Photo(bitmap), looks);
    const again = await backends.mediapipe.look(new Photo(smaller), looks);
    const inPhoto = again && { ...again, scale: (again.scale * bitmap.width) / smaller.width };
    bitmap.close();
    smaller.close();
    return {
      found: { blazepose: ours !== undefined, mediapipe: theirs !== undefined },
      difference: ours && theirs && differenceOf(ours, theirs),
      itself: inPhoto && theirs && differenceOf(inPhoto, theirs),
    };
  },
};

/** `b` is the measure. */
function differenceOf(a: Sighting, b: Sighting): Difference {
  const { trunk } = bodyFrame(b.pose.landmarks);
  const view = viewOf(photoEvidence(b.pose).yaw);
  const [metricsA, metricsB] = view ? [metricsOf(view, a.pose), metricsOf(view, b.pose)] : [{}, {}];
  return {
    landmarks: LANDMARK_NAMES.map((name) => {
      const point = ({ pose, scale: factor }: Sighting): Point => scale(pose.landmarks[name].point, factor);
      return (100 * distance(point(a), point(b))) / (trunk * b.scale);
    }),
    overlap: overlap(a.pose.mask, b.pose.mask),
    metrics: Object.fromEntries(
      (Object.entries(metricsB) as [MetricName, number][]).map(([name, value]) => [name, Math.abs((metricsA[name] ?? Number.NaN) - value)]),
    ),
  };
}

function metricsOf(view: View, pose: Pose): Metrics {
  const { keypoints, c7 } = placeKeypoints(view, pose);
  const points = listKeypoints(keypoints);
  return view === 'front' ? frontMetrics(points) : view === 'back' ? backMetrics(points) : sideMetrics(points, { c7, halfShoulderWidth: undefined });
}

/** Masks of different sizes are compared at the first one's pixels. */
function overlap(a: Mask, b: Mask): number {
  let [both, either] = [0, 0];
  for (let row = 0; row < a.height; row++) {
    const rowB = Math.min(b.height - 1, Math.floor(((row + 0.5) * b.height) / a.height));
    for (let column = 0; column < a.width; column++) {
      const columnB = Math.min(b.width - 1, Math.floor(((column + 0.5) * b.width) / a.width));
      const inA = (a.data[row * a.width + column] ?? 0) > 127;
      const inB = (b.data[rowB * b.width + columnB] ?? 0) > 127;
      if (inA && inB) both += 1;
      if (inA || inB) either += 1;
    }
  }
  return either === 0 ? 1 : both / either;
}

expose(probe);
