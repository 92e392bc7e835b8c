import { computed, type ReadonlySignal } from '@preact/signals';
import { forgetVisit } from './session.js';

/** Ends what holds something of a person. May be asynchronous; must not throw for what is gone already. */
type Cleaner = () => void | Promise<void>;

const cleaners = new Set<Cleaner>();

const derivations = new Set<ReadonlySignal<unknown>>();

/**
 * Has something done whenever the person's data are wiped: each part of the app that holds any says here how it lets go.
 *
 * @returns Takes the cleaner away again.
 */
export function onWipe(cleaner: Cleaner): () => void {
  cleaners.add(cleaner);
  return () => cleaners.delete(cleaner);
}

/**
 * A computed signal that is wiped with what it is computed from: one that nobody listens to keeps its last value until it is
 * read again.
 */
export function derived<Value>(compute: () => Value): ReadonlySignal<Value> {
  const derivation = computed(compute);
  derivations.add(derivation);
  return derivation;
}

/** Lets go of everything about the person in front of the screen: the visit, its photos, the engine that saw them, the open history. */
export async function wipe(): Promise<void> {
  forgetVisit();
  await Promise.all([...cleaners].map(async (clean) => clean()));
  for (const derivation of derivations) derivation.peek();
}
