import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { formatNumber, t } from '../messages/i18n.js';
import { Icon } from '../ui/icon.js';
import type { Capture } from './capture.js';
import { Gauges } from './gauge.js';
import { Outline } from './outline.js';
import { Skeleton } from './skeleton.js';

interface StageProps {
  readonly capture: Capture | undefined;
  readonly video: RefObject<HTMLVideoElement | null>;
  /** Instead of the picture, where there is none. */
  readonly children: ComponentChildren;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A number while the countdown runs, and for a moment a tick once the photo is taken. */
function Count({ capture }: { readonly capture: Capture }) {
  const { count } = capture.guidance.value;
  if (count !== undefined) {
    return (
      <p class="capture-count numbers" role="timer" aria-live="assertive" aria-atomic="true" key={count}>
        {formatNumber(count, 0)}
      </p>
    );
  }
  return capture.outcome.value === 'taken' ? (
    <p class="capture-taken" aria-hidden="true">
      <Icon name="check" />
    </p>
  ) : null;
}

/** What lies over the picture, in its pixels. */
function Overlay({ capture, width, height }: { readonly capture: Capture } & Size) {
  const { value: view } = capture.view;
  const isRight = useComputed(() => capture.guidance.value.phase !== 'guiding').value;
  const isMirrored = capture.camera.isMirrored.value;
  return (
    <>
      <div class={`capture-layers${isMirrored ? ' mirrored' : ''}${isRight ? ' right' : ''}`}>
        {view && capture.follower.state.value !== 'failed' && (
          <Outline view={view} sight={capture.sight.value} width={width} height={height} isRight={isRight} />
        )}
        <Skeleton sight={capture.sight} />
      </div>
      <Gauges capture={capture} />
      {view && <Count capture={capture} />}
    </>
  );
}

/** What the camera sees, the person in it, and the outline to step into. */
export function Stage({ capture, video, children }: StageProps) {
  const size = useSignal<Size>({ width: 3, height: 4 });
  const measure = ({ currentTarget }: { readonly currentTarget: HTMLVideoElement }): void => {
    const { videoWidth: width, videoHeight: height } = currentTarget;
    if (width > 0 && height > 0) size.value = { width, height };
  };
  const { width, height } = size.value;
  const isLive = capture?.camera.stream.value !== undefined;
  return (
    <div class="capture-frame">
      <div class="capture-stage" style={{ '--capture-ratio': String(width / height) }}>
        <video
          ref={video}
          class={capture?.camera.isMirrored.value ? 'mirrored' : ''}
          hidden={!isLive}
          muted
          playsInline
          aria-label={t('capture:picture')}
          onLoadedMetadata={measure}
          onResize={measure}
        />
        {capture && isLive && <Overlay capture={capture} width={width} height={height} />}
        {!isLive && <div class="capture-instead">{children}</div>}
      </div>
    </div>
  );
}
