import { useSignal } from '@preact/signals';
import { formatDate, t } from '../messages/i18n.js';
import { GradeMark } from '../result/grade-badge.js';
import { countsOf, SEVERITIES } from '../result/readings.js';
import { go } from '../session/navigation.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { FailureNotice } from './failure-notice.js';
import { show } from './place.js';
import type { Person, Visit } from './records.js';
import { isEdited, viewsOf } from './stored-answer.js';
import { useTask } from './use-task.js';
import { forgetStoredVisit, openVisit, wouldLoseVisit } from './visit-in-session.js';
import { readingsOfVisit } from './visit-readings.js';

/** When a visit was, with the hour: there may be two a day. */
export const visitDate = ({ at }: Pick<Visit, 'at'>): string => formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });

/** How many metrics have which grade. */
function Grades({ visit }: { readonly visit: Visit }) {
  const counts = countsOf(readingsOfVisit(visit));
  return (
    <span class="history-counts">
      {SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => (
        <span key={severity}>
          <GradeMark severity={severity} /> <span class="visually-hidden">{t(`grades.${severity}`)} </span>
          <span class="numbers">{counts[severity]}</span>
        </span>
      ))}
    </span>
  );
}

interface VisitRowProps {
  readonly visit: Visit;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onOpen: () => void;
  readonly onDelete: () => void;
}

function VisitRow({ visit, isChosen, onChoose, onOpen, onDelete }: VisitRowProps) {
  const date = visitDate(visit);
  const facts = [
    viewsOf(visit).map((view) => t(`views.${view}`)).join(' · '),
    t(Object.keys(visit.photos).length > 0 ? 'history:visits.withPhotos' : 'history:visits.withoutPhotos'),
    ...(isEdited(visit) ? [t('history:visits.edited')] : []),
  ];
  return (
    <li class="history-visit" data-visit={visit.id}>
      <label class="history-choose no-print">
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={t('history:visits.choose', { date })}
          onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
        />
      </label>
      <div class="history-visit-facts">
        <strong>{date}</strong>
        <span class="small muted">{facts.join(', ')}</span>
        <Grades visit={visit} />
        {visit.note !== '' && <p class="small history-text">{visit.note}</p>}
      </div>
      <div class="row no-print">
        <button type="button" class="button" aria-label={t('history:visits.openLabel', { date })} onClick={onOpen}>
          {t('history:visits.open')}
        </button>
        <Button icon="trash" kind="quiet" label={t('history:visits.deleteLabel', { date })} onPress={onDelete} />
      </div>
    </li>
  );
}

interface VisitListProps {
  readonly person: Person;
  readonly visits: readonly Visit[];
}

/** Somebody's visits: to open, to compare, to delete. */
export function VisitList({ person, visits }: VisitListProps) {
  const chosen = useSignal<readonly string[]>([]);
  const deleted = useSignal<Visit | undefined>(undefined);
  const replacing = useSignal<Visit | undefined>(undefined);
  const task = useTask();

  const enter = (visit: Visit) => async (): Promise<void> => {
    await openVisit(person, visit);
    go('result');
  };
  const open = (visit: Visit): void => {
    if (wouldLoseVisit.value) replacing.value = visit;
    else void task.run(enter(visit));
  };
  // The third one chosen takes the place of the first.
  const choose = (visit: Visit, isChosen: boolean): void => {
    const others = chosen.value.filter((id) => id !== visit.id);
    chosen.value = isChosen ? [...others, visit.id].slice(-2) : others;
  };
  const pair = visits.filter(({ id }) => chosen.value.includes(id));
  const compare = (): void => {
    const [later, earlier] = pair;
    if (later && earlier) show({ at: 'compare', person: person.id, visits: [earlier.id, later.id] });
  };

  return (
    <section class="card stack" aria-labelledby="visits-heading">
      <div class="row history-between">
        <h2 id="visits-heading">{t('history:visits.heading')}</h2>
        {visits.length > 1 && (
          <Button icon="compare" id="compare" disabled={pair.length !== 2} onPress={compare}>
            {t('history:visits.compare')}
          </Button>
        )}
      </div>
      {visits.length > 1 && <p class="small muted no-print">{t('history:visits.compareHint')}</p>}
      <FailureNotice code={task.failure.value} />
      <ul class="history-visits">
        {visits.map((visit) => (
          <VisitRow
            key={visit.id}
            visit={visit}
            isChosen={chosen.value.includes(visit.id)}
            onChoose={(isChosen) => choose(visit, isChosen)}
            onOpen={() => open(visit)}
            onDelete={() => (deleted.value = visit)}
          />
        ))}
      </ul>
      {deleted.value && (
        <ConfirmDialog
          title={t('history:visits.deleteTitle', { date: visitDate(deleted.value) })}
          text={t('history:visits.deleteText')}
          confirm={t('actions.delete')}
          work={() => forgetStoredVisit(deleted.value as Visit)}
          onClose={() => (deleted.value = undefined)}
        />
      )}
      {replacing.value && (
        <ConfirmDialog
          title={t('history:visits.replaceTitle')}
          text={t('history:visits.replaceText')}
          confirm={t('history:visits.replace')}
          work={enter(replacing.value)}
          onClose={() => (replacing.value = undefined)}
        />
      )}
    </section>
  );
}
