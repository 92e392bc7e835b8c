import { formatNumber, t } from '../messages/i18n.js';
import type { Capture } from './capture.js';
import { distanceOf, GOOD_HEIGHTS, isLevel, rollOf } from './guidance.js';

/** Heights in the frame that the ends of the gauge stand for. */
const RANGE = [0.2, 1.1] as const;

const percent = (height: number): string =>
  `${(100 * Math.min(1, Math.max(0, (height - RANGE[0]) / (RANGE[1] - RANGE[0])))).toFixed(1)}%`;

/** How far away the person stands. */
function DistanceGauge({ capture }: { readonly capture: Capture }) {
  const { value: sight } = capture.sight;
  const distance = sight && distanceOf(sight);
  const [least, most] = GOOD_HEIGHTS;
  return (
    <div class={`capture-gauge ${distance?.kind === 'right' ? 'right' : ''}`}>
      <span>{t('capture:gauge.distance')}</span>
      <span class="capture-track" aria-hidden="true">
        <span class="capture-good" style={{ insetInlineStart: percent(least), insetInlineEnd: `calc(100% - ${percent(most)})` }} />
        {distance && <span class="capture-mark" style={{ insetInlineStart: percent(distance.height) }} />}
      </span>
      <span>{distance ? t(`capture:gauge.${distance.kind}`) : '–'}</span>
    </div>
  );
}

/** How level the picture is. */
function LevelGauge({ capture }: { readonly capture: Capture }) {
  const { value: gravity } = capture.gravity;
  const roll = rollOf(capture.sight.value, capture.view.value ?? 'front', gravity);
  const isRight = roll !== undefined && isLevel(roll, gravity);
  return (
    <div class={`capture-gauge ${isRight ? 'right' : ''}`}>
      <span>{t('capture:gauge.level')}</span>
      <span class="capture-track" aria-hidden="true">
        {roll !== undefined && <span class="capture-tilt" style={{ transform: `rotate(${roll.toFixed(1)}deg)` }} />}
      </span>
      <span class="numbers">{roll === undefined ? '–' : `${formatNumber(Math.abs(roll), 0)}°`}</span>
    </div>
  );
}

/** Distance and level, small. */
export const Gauges = ({ capture }: { readonly capture: Capture }) => (
  <div class="capture-gauges">
    <DistanceGauge capture={capture} />
    <LevelGauge capture={capture} />
  </div>
);
