import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { AnalyzeLocallyErrorCode, Progress } from 'analyze-locally';
import { useEffect } from 'preact/hooks';
import { measureVisit, type Refusal } from '../engine/measure.js';
import { ANALYSING } from '../messages/en/analysing.js';
import { go } from '../session/navigation.js';
import { answer, type Answer } from '../session/session.js';

/** What went wrong when it was not the photos. */
export type Trouble = AnalyzeLocallyErrorCode | 'other';

/** How the measurement stands. */
export type Measurement =
  | { readonly kind: 'running'; readonly progress: Progress | undefined; readonly isRepeated: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/** The engine died, perhaps of something that has passed. */
const REPEATED: readonly Trouble[] = ['worker-failed', 'engine-failed', 'timeout'];

function troubleOf(error: unknown): Trouble {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' && code in ANALYSING.errors ? (code as Trouble) : 'other';
}

/**
 * Measures the visit's photos as long as it is shown, and goes to the result. An engine that dies is started once more.
 *
 * @returns How it stands, and a way to begin again.
 */
export function useMeasurement(): { readonly state: ReadonlySignal<Measurement>; readonly restart: () => void } {
  const state = useSignal<Measurement>({ kind: 'running', progress: undefined, isRepeated: false });
  const attempt = useSignal(0);

  useEffect(() => {
    const ending = new AbortController();
    const measure = (isRepeated: boolean): Promise<Answer | Refusal> => {
      state.value = { kind: 'running', progress: undefined, isRepeated };
      return measureVisit(ending.signal, (progress) => {
        if (!ending.signal.aborted) state.value = { kind: 'running', progress, isRepeated };
      });
    };
    measure(false)
      .catch((error: unknown) => {
        if (ending.signal.aborted || !REPEATED.includes(troubleOf(error))) throw error;
        return measure(true);
      })
      .then(
        (found) => {
          if (ending.signal.aborted) return;
          if (!found.state) return void (state.value = { kind: 'refused', refusal: found });
          answer.value = found;
          go('result');
        },
        (error: unknown) => {
          if (!ending.signal.aborted) state.value = { kind: 'failed', trouble: troubleOf(error) };
        },
      );
    return () => ending.abort();
  }, [attempt.value]);

  return { state, restart: () => (attempt.value += 1) };
}
