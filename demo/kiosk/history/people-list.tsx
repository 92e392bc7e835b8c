import { useSignal } from '@preact/signals';
import { formatDate, language, t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { damaged, lock, otherVaults, people, visits } from './history.js';
import { leave, show } from './place.js';
import type { Person } from './records.js';

interface Listed {
  readonly person: Person;
  readonly count: number;
  /** Milliseconds since 1970; of the last visit. */
  readonly last: number | undefined;
}

/** As names are compared when one is looked for: without case, and however a keyboard composes them. */
const plain = (text: string): string => text.normalize('NFKC').toLocaleLowerCase(language.value);

/** People whose names have what is looked for; who was here last comes first. */
function listed(query: string): Listed[] {
  const wanted = plain(query.trim());
  return people.value
    .filter(({ name }) => plain(name).includes(wanted))
    .map((person) => {
      const theirs = visits.value.filter((visit) => visit.person === person.id);
      return { person, count: theirs.length, last: theirs[0]?.at };
    })
    .sort((a, b) => (b.last ?? 0) - (a.last ?? 0) || a.person.name.localeCompare(b.person.name, language.value));
}

const PersonRow = ({ person, count, last }: Listed) => (
  <li>
    <button type="button" class="card history-person" onClick={() => show({ at: 'person', person: person.id })}>
      <span class="history-initial" aria-hidden="true">
        {[...person.name][0]}
      </span>
      <span class="history-person-name">
        <strong>{person.name}</strong>
        <span class="small muted">
          {count === 0 ? t('history:people.noVisits') : t('history:people.visits', { count })}
          {last !== undefined && ` · ${t('history:people.last', { date: formatDate(last) })}`}
        </span>
      </span>
      <Icon name="right" />
    </button>
  </li>
);

/** Everybody in the open history. */
export function PeopleList() {
  const query = useSignal('');
  const found = listed(query.value);
  return (
    <>
      <header class="history-head">
        <div class="row">
          <Button icon="back" label={t('actions.back')} onPress={leave} />
          <h1>{t('history:heading')}</h1>
        </div>
        <div class="row">
          <Button icon="settings" id="manage" onPress={() => show({ at: 'manage' })}>
            {t('history:people.manage')}
          </Button>
          <Button icon="lock" id="lock" onPress={lock}>
            {t('history:people.lock')}
          </Button>
        </div>
      </header>
      {damaged.value > 0 && <Notice kind="caution" title={t('history:people.damaged', { count: damaged.value })} />}
      {people.value.length > 0 && (
        <label class="field history-search">
          <span>{t('history:people.search')}</span>
          <input type="search" name="search" autocomplete="off" value={query.value} onInput={({ currentTarget }) => (query.value = currentTarget.value)} />
        </label>
      )}
      <p class="muted" role="status">
        {people.value.length === 0 ? t('history:people.empty') : found.length === 0 ? t('history:people.none') : ''}
      </p>
      <ul class="history-people" aria-label={t('history:people.heading')}>
        {found.map((one) => (
          <PersonRow key={one.person.id} {...one} />
        ))}
      </ul>
      {otherVaults.value.length > 0 && <p class="small muted">{t('history:people.others', { count: otherVaults.value.length })}</p>}
    </>
  );
}
