import { useSignal, type ReadonlySignal } from '@preact/signals';
import { historyErrorOf, type HistoryErrorCode } from './history-error.js';

/** Something that takes a while and may fail. */
export interface Task {
  readonly isBusy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<HistoryErrorCode | undefined>;
  /** Does it, unless it is being done. Resolves to whether it was done. */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

export function useTask(): Task {
  const isBusy = useSignal(false);
  const failure = useSignal<HistoryErrorCode | undefined>(undefined);
  return {
    isBusy,
    failure,
    async run(work) {
      if (isBusy.value) return false;
      isBusy.value = true;
      failure.value = undefined;
      try {
        await work();
        return true;
      } catch (error) {
        failure.value = historyErrorOf(error).code;
        return false;
      } finally {
        isBusy.value = false;
      }
    },
  };
}
