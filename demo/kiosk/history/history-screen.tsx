import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { ComparePage } from './compare-page.js';
import { Gate } from './gate.js';
import { people, status, visits } from './history.js';
import { ManagePage } from './manage-page.js';
import { PeopleList } from './people-list.js';
import { PersonPage } from './person-page.js';
import { leave, place } from './place.js';
import '../result/result.css';
import './history.css';

/** What of the open history is shown; the list where the rest has been deleted meanwhile. */
function Open() {
  const here = place.value;
  if (here.at === 'manage') return <ManagePage />;
  const person = here.at === 'people' ? undefined : people.value.find(({ id }) => id === here.person);
  if (here.at === 'compare') {
    const [earlier, later] = here.visits.map((id) => visits.value.find((visit) => visit.id === id));
    if (earlier && later) return <ComparePage person={here.person} earlier={earlier} later={later} />;
  }
  return person ? <PersonPage key={person.id} person={person} /> : <PeopleList />;
}

/** Who has been measured here, and how it changed. */
export const HistoryScreen = () => (
  <main class="screen history stack">
    {status.value !== 'open' && (
      <header class="history-head">
        <div class="row">
          <Button icon="back" label={t('actions.back')} onPress={leave} />
          <h1>{t('history:heading')}</h1>
        </div>
      </header>
    )}
    <Gate>
      <Open />
    </Gate>
  </main>
);
