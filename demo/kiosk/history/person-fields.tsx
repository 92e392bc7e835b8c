import { useSignal, type Signal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import type { Person } from './records.js';

/** What is typed about somebody. */
export interface PersonDraft {
  readonly name: Signal<string>;
  readonly birthYear: Signal<string>;
  readonly note: Signal<string>;
}

export const usePersonDraft = (person?: Person): PersonDraft => ({
  name: useSignal(person?.name ?? ''),
  birthYear: useSignal(person?.birthYear?.toString() ?? ''),
  note: useSignal(person?.note ?? ''),
});

/** What is wrong with it, in words; `undefined` where nothing is. */
export function draftFault({ name, birthYear }: PersonDraft): string | undefined {
  const { length } = name.value.trim();
  if (length === 0 || length > 80) return t('history:person.nameWrong');
  const year = birthYear.value.trim();
  if (year === '') return undefined;
  const isYear = /^\d{4}$/.test(year) && Number(year) >= 1900 && Number(year) <= new Date().getFullYear();
  return isYear ? undefined : t('history:person.yearWrong');
}

/** The record of a draft without fault. */
export const personOf = ({ name, birthYear, note }: PersonDraft, id: string = crypto.randomUUID()): Person => ({
  id,
  name: name.value.trim(),
  ...(birthYear.value.trim() === '' ? {} : { birthYear: Number(birthYear.value) }),
  note: note.value.slice(0, 2000),
  changedAt: Date.now(),
});

/** Fields of a person. */
export const PersonFields = ({ draft }: { readonly draft: PersonDraft }) => (
  <>
    <label class="field">
      <span>{t('history:person.name')}</span>
      <input
        name="person-name"
        autocomplete="off"
        maxLength={80}
        value={draft.name.value}
        onInput={({ currentTarget }) => (draft.name.value = currentTarget.value)}
      />
    </label>
    <label class="field">
      <span>{t('history:person.birthYear')}</span>
      <input
        name="birth-year"
        inputMode="numeric"
        autocomplete="off"
        maxLength={4}
        value={draft.birthYear.value}
        onInput={({ currentTarget }) => (draft.birthYear.value = currentTarget.value)}
      />
    </label>
    <NoteField label={t('history:person.note')} value={draft.note} />
  </>
);

interface NoteFieldProps {
  readonly label: string;
  readonly value: Signal<string>;
}

/** A few lines of text. */
export const NoteField = ({ label, value }: NoteFieldProps) => (
  <label class="field history-note">
    <span>{label}</span>
    <textarea rows={2} maxLength={2000} value={value.value} onInput={({ currentTarget }) => (value.value = currentTarget.value)} />
  </label>
);
