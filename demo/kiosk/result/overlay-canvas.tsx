import { useSignalEffect } from '@preact/signals';
import { drawOverlay } from 'analyze-locally/editing';
import { useRef } from 'preact/hooks';
import { shownAnswer } from './shown-answer.js';
import { overlaySubject, overlayTexts } from './draw-photo.js';
import { viewOf } from './metric-groups.js';
import { chosenMetric, layers } from './result-state.js';
import type { Stage } from './stage.js';
import type { Size } from './viewport.js';

/** More pixels a CSS pixel than this nobody sees, but all of them are drawn. */
const MOST_PIXELS = 2;
/** The labels' text as the drawing writes it: this many pixels where the photo's shorter side is so long. */
const DRAWN_TEXT = 21.5 / 800;
/** As large as labels should be on the screen, in sizes of the page's text. */
const LEAST_TEXT = 0.75;
const MOST_TEXT = 1.05;

/** A factor for the drawing: its lines and labels are as large on the screen however large the photo is shown. */
function overlayScale({ width, height }: Size, shownAs: number, pageText: number): number {
  const text = DRAWN_TEXT * Math.min(width, height) * shownAs;
  const wanted = Math.min(Math.max(text, LEAST_TEXT * pageText), MOST_TEXT * pageText);
  return Math.min(4, Math.max(0.25, wanted / text));
}

/** The drawing over a photo, as large as its frame; what of the photo is seen in it is sharp at any zoom. */
export function OverlayCanvas({ stage }: { readonly stage: Stage }) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useSignalEffect(() => {
    const { view } = stage;
    const frame = stage.frame.value;
    const placement = stage.placement.value;
    const answer = shownAnswer.value;
    const only = chosenMetric.value !== undefined && viewOf(chosenMetric.value) === view ? chosenMetric.value : undefined;
    const options = { ...layers.value, ...overlayTexts.value };
    const subject = answer && overlaySubject(answer, view, only);
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !frame || !placement || !subject) return;
    const pixels = Math.min(devicePixelRatio, MOST_PIXELS);
    const width = Math.round(frame.width * pixels);
    const height = Math.round(frame.height * pixels);
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const scale = placement.scale * pixels;
    context.setTransform(scale, 0, 0, scale, placement.x * pixels, placement.y * pixels);
    drawOverlay(context, subject, { ...options, scale: overlayScale(subject, placement.scale, frame.textSize) });
  });

  return <canvas ref={canvas} class="result-overlay" aria-hidden="true" />;
}
