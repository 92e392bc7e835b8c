import { useSignalEffect } from '@preact/signals';
import type { View } from 'analyze-locally';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { photos } from '../session/session.js';
import { Button } from '../ui/button.js';
import { useObjectUrl } from '../ui/object-url.js';
import { listenToGestures } from './gestures.js';
import { Loupe } from './loupe.js';
import { OverlayCanvas } from './overlay-canvas.js';
import { PointHandles } from './point-handles.js';
import { comparedAt, isEditing } from './result-state.js';
import { editedViews, shownAnswer } from './shown-answer.js';
import { createStage, type Stage } from './stage.js';

const ZOOM_STEP = 1.4;
/** Pixels that an arrow key moves a photo by. */
const PAN_STEP = 48;

/** What keys do while the photo itself has the focus. */
function onKey(event: KeyboardEvent, stage: Stage): void {
  const actions: Readonly<Record<string, () => void>> = {
    '+': () => stage.zoom(ZOOM_STEP),
    '=': () => stage.zoom(ZOOM_STEP),
    '-': () => stage.zoom(1 / ZOOM_STEP),
    '0': () => stage.fit(),
    ArrowLeft: () => stage.pan(PAN_STEP, 0),
    ArrowRight: () => stage.pan(-PAN_STEP, 0),
    ArrowUp: () => stage.pan(0, PAN_STEP),
    ArrowDown: () => stage.pan(0, -PAN_STEP),
  };
  const action = actions[event.key];
  const isArrow = event.key.startsWith('Arrow');
  if (!action || event.ctrlKey || event.metaKey || event.altKey || (isArrow && !stage.isZoomed.value)) return;
  event.preventDefault();
  action();
}

/** Where original and drawing meet, to be moved. Left stays left: it is a place in the photo. */
const CompareSlider = ({ share }: { readonly share: number }) => (
  <>
    <div class="result-compare-line" style={{ left: `${share * 100}%` }} />
    <input
      class="result-compare"
      type="range"
      dir="ltr"
      min="0"
      max="100"
      value={Math.round(share * 100)}
      aria-label={t('result:photos.compare')}
      aria-valuetext={t('result:photos.compareValue', { percent: Math.round(share * 100) })}
      onInput={(event) => (comparedAt.value = Number(event.currentTarget.value) / 100)}
      onPointerDown={(event) => event.stopPropagation()}
    />
  </>
);

interface PhotoStageProps {
  readonly view: View;
  /** Where only one is shown. */
  readonly isFront: boolean;
  /** The element that says how points are moved. */
  readonly hint: string;
}

/** A photo with the drawing over it: to look at closely, to compare with the original, and to move points in. */
export function PhotoStage({ view, isFront, hint }: PhotoStageProps) {
  const [stage] = useState(() => createStage(view));
  const frame = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const url = useObjectUrl(photos.value[view]?.blob);
  const { width = 1, height = 1 } = shownAnswer.value?.details?.photos[view] ?? {};
  const isEdited = editedViews.value.includes(view);
  const share = comparedAt.value;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      const textSize = parseFloat(getComputedStyle(element).fontSize);
      stage.frame.value = width > 0 && height > 0 ? { width, height, textSize } : undefined;
    });
    watch.observe(element);
    const stopListening = listenToGestures(element, stage);
    return () => {
      watch.disconnect();
      stopListening();
    };
  }, []);

  useSignalEffect(() => {
    const placement = stage.placement.value;
    const { current } = image;
    if (!placement || !current) return;
    const { width = 0, height = 0 } = shownAnswer.value?.details?.photos[view] ?? {};
    current.style.width = `${width * placement.scale}px`;
    current.style.height = `${height * placement.scale}px`;
    current.style.transform = `translate(${placement.x}px, ${placement.y}px)`;
  });

  return (
    <figure class="result-photo" data-view={view} data-front={isFront}>
      <figcaption>
        {t(`views.${view}`)}
        {isEdited && <span class="result-edited small">{t('result:edited')}</span>}
      </figcaption>
      <div
        ref={frame}
        class="result-frame"
        data-free={stage.isZoomed.value || isEditing.value}
        style={{ aspectRatio: `${width} / ${height}` }}
        tabIndex={0}
        role="group"
        aria-label={t('result:photos.stage', { view: t(`views.${view}`) })}
        onKeyDown={(event) => event.target === event.currentTarget && onKey(event, stage)}
      >
        <img ref={image} src={url} alt={t('result:photos.picture', { view: t(`views.${view}`) })} draggable={false} />
        <div class="result-drawing" style={{ clipPath: share === undefined ? 'none' : `inset(0 ${100 - share * 100}% 0 0)` }}>
          <OverlayCanvas stage={stage} />
        </div>
        {share !== undefined && <CompareSlider share={share} />}
        {isEditing.value && isFront && <PointHandles stage={stage} hint={hint} />}
        <Loupe stage={stage} image={image} />
      </div>
      <div class="result-zoom">
        <Button icon="plus" label={t('result:photos.zoomIn')} onPress={() => stage.zoom(ZOOM_STEP)} />
        <Button icon="minus" label={t('result:photos.zoomOut')} disabled={!stage.isZoomed.value} onPress={() => stage.zoom(1 / ZOOM_STEP)} />
        <Button icon="fit" label={t('result:photos.fit')} disabled={!stage.isZoomed.value} onPress={() => stage.fit()} />
      </div>
    </figure>
  );
}
