import { VIEWS } from '../session/views.js';
import type { PhotoToKeep, Writing } from './archive.js';
import type { Bytes } from './bytes.js';
import { HistoryError } from './history-error.js';
import type { Person, Visit } from './records.js';

/** What a file holds, opened and checked. */
export interface ImportedHistory {
  readonly people: readonly Person[];
  readonly visits: readonly Visit[];
  /** By the ids that the file's visits know them by. */
  readonly photos: ReadonlyMap<string, Bytes>;
}

export interface MergeCounts {
  readonly added: number;
  /** The file's was the newer one. */
  readonly updated: number;
  /** The same, or older than what is here. */
  readonly skipped: number;
}

/** What an import would write. */
export interface MergePlan {
  readonly writing: Omit<Writing, 'obsoletePhotos'>;
  readonly people: MergeCounts;
  readonly visits: MergeCounts;
}

interface Dated {
  readonly id: string;
  readonly changedAt: number;
}

function choose<Item extends Dated>(existing: readonly Item[], incoming: readonly Item[]): { readonly chosen: Item[]; readonly counts: MergeCounts } {
  const here = new Map(existing.map((item) => [item.id, item]));
  const unique = [...new Map(incoming.map((item) => [item.id, item])).values()];
  const added = unique.filter(({ id }) => !here.has(id));
  const newer = unique.filter(({ id, changedAt }) => changedAt > (here.get(id)?.changedAt ?? Infinity));
  return {
    chosen: [...added, ...newer],
    counts: { added: added.length, updated: newer.length, skipped: unique.length - added.length - newer.length },
  };
}

/** A visit whose photos have ids of their own here: a file's ids could be those of another visit's photos. */
function adopt(visit: Visit, photos: ImportedHistory['photos']): { readonly visit: Visit; readonly photos: PhotoToKeep[] } {
  const kept = VIEWS.flatMap((view) => {
    const row = visit.photos[view];
    const bytes = row && photos.get(row.id);
    if (row && !bytes) throw new HistoryError('notAnExport');
    return row && bytes ? [{ view, row: { ...row, id: crypto.randomUUID() }, bytes }] : [];
  });
  return {
    visit: { ...visit, photos: Object.fromEntries(kept.map(({ view, row }) => [view, row])) },
    photos: kept.map(({ row, bytes }) => ({ id: row.id, bytes })),
  };
}

/**
 * Plans an import: records that are new here, and those that were changed later than the ones here.
 *
 * @throws HistoryError `notAnExport` where a visit's person or photo is missing.
 */
export function planMerge(existing: Pick<ImportedHistory, 'people' | 'visits'>, incoming: ImportedHistory): MergePlan {
  const people = choose(existing.people, incoming.people);
  const visits = choose(existing.visits, incoming.visits);
  const known = new Set([...existing.people, ...incoming.people].map(({ id }) => id));
  if (visits.chosen.some(({ person }) => !known.has(person))) throw new HistoryError('notAnExport');
  const adopted = visits.chosen.map((visit) => adopt(visit, incoming.photos));
  return {
    writing: { people: people.chosen, visits: adopted.map(({ visit }) => visit), photos: adopted.flatMap(({ photos }) => photos) },
    people: people.counts,
    visits: visits.counts,
  };
}
