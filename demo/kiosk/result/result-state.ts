import { signal } from '@preact/signals';
import type { MetricName, View } from 'analyze-locally';
import { onWipe } from '../session/wipe.js';
import { viewOf } from './metric-groups.js';
import type { PointName } from './points.js';

/** What can be switched off in the drawing. */
export const LAYERS = ['skeleton', 'plumbLine', 'levelLines', 'labels', 'margins'] as const;

/** A part of the drawing. */
export type Layer = (typeof LAYERS)[number];

const ALL_LAYERS: Readonly<Record<Layer, boolean>> = { skeleton: true, plumbLine: true, levelLines: true, labels: true, margins: true };

/** The parts of the drawing that are shown. */
export const layers = signal(ALL_LAYERS);

/** The photo in front, where there is room for one. */
export const frontView = signal<View | undefined>(undefined);

/** The one metric that the photos show; all where there is none. */
export const chosenMetric = signal<MetricName | undefined>(undefined);

/** Whether points can be moved. */
export const isEditing = signal(false);

/** The point that the arrows move. */
export const chosenPoint = signal<PointName | undefined>(undefined);

/** While original and drawing are compared: how much of a photo's width shows the drawing, from its left, 0 to 1. */
export const comparedAt = signal<number | undefined>(undefined);

/** What a screen reader says next. */
export const announcement = signal('');

/** Shows one metric alone in its photo, or all again. */
export function chooseMetric(name: MetricName | undefined): void {
  chosenMetric.value = name;
  if (name !== undefined) frontView.value = viewOf(name);
}

/** As a result looks at first. */
export function resetResult(): void {
  layers.value = ALL_LAYERS;
  frontView.value = undefined;
  chosenMetric.value = undefined;
  isEditing.value = false;
  chosenPoint.value = undefined;
  comparedAt.value = undefined;
  announcement.value = '';
}

onWipe(resetResult);
