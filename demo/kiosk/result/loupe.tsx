import { useComputed, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { pointAt, pointsOf } from './points.js';
import { draggedPoint, pointInFrame } from './point-drag.js';
import { shownAnswer } from './shown-answer.js';
import type { Stage } from './stage.js';

/** Its width, CSS pixels. */
const SIZE = 132;
/** How much larger than in the frame. */
const ZOOM = 2.5;
/** Between the point and the loupe's edge, CSS pixels. */
const ABOVE = 44;

interface LoupeProps {
  readonly stage: Stage;
  readonly image: RefObject<HTMLImageElement | null>;
}

/** What lies under the finger that drags a point, beside it and larger. */
export function Loupe({ stage, image }: LoupeProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const name = useComputed(() => (draggedPoint.value?.stage === stage ? draggedPoint.value.name : undefined));

  useSignalEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    const at = name.value && pointInFrame(stage, name.value);
    const frame = stage.frame.value;
    const placement = stage.placement.value;
    const points = shownAnswer.value && pointsOf(shownAnswer.value, stage.view);
    if (!element || !context || !name.value || !at || !frame || !placement || !points) return;
    const top = at[1] > SIZE + ABOVE ? at[1] - ABOVE - SIZE : at[1] + ABOVE;
    const left = Math.min(Math.max(at[0] - SIZE / 2, 4), frame.width - SIZE - 4);
    element.style.transform = `translate(${left}px, ${Math.min(top, frame.height - SIZE - 4)}px)`;
    const pixels = Math.min(devicePixelRatio, 2);
    const side = SIZE * pixels;
    element.width = element.height = side;
    const seen = SIZE / (placement.scale * ZOOM);
    const [x, y] = pointAt(points, name.value);
    if (image.current?.complete) context.drawImage(image.current, x - seen / 2, y - seen / 2, seen, seen, 0, 0, side, side);
    for (const [color, width] of [['rgba(8, 12, 18, 0.7)', 4 * pixels], ['#fff', 1.5 * pixels]] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      context.arc(side / 2, side / 2, 9 * pixels, 0, 2 * Math.PI);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        context.moveTo(side / 2 + dx * 9 * pixels, side / 2 + dy * 9 * pixels);
        context.lineTo(side / 2 + dx * 22 * pixels, side / 2 + dy * 22 * pixels);
      }
      context.stroke();
    }
  });

  return <canvas ref={canvas} class="result-loupe" hidden={name.value === undefined} aria-hidden="true" />;
}
