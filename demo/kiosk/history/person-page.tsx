import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { ExportDialog } from './export-dialog.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { put, visitsOf } from './history.js';
import { draftFault, PersonFields, personOf, usePersonDraft } from './person-fields.js';
import { show } from './place.js';
import type { Person } from './records.js';
import { Trend } from './trend.js';
import { useTask } from './use-task.js';
import { forgetPerson } from './visit-in-session.js';
import { VisitList } from './visit-list.js';

function EditPerson({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const draft = usePersonDraft(person);
  const fault = useSignal<string | undefined>(undefined);
  const task = useTask();
  const submit = async (): Promise<void> => {
    fault.value = draftFault(draft);
    if (fault.value !== undefined) return;
    if (await task.run(() => put({ people: [personOf(draft, person.id)], visits: [], photos: [] }))) onClose();
  };
  return (
    <Dialog title={t('history:person.editTitle')} onClose={onClose}>
      <Form submit={t('actions.save')} fault={fault.value} isBusy={task.isBusy.value} onSubmit={() => void submit()} onCancel={onClose}>
        <PersonFields draft={draft} />
        <FailureNotice code={task.failure.value} />
      </Form>
    </Dialog>
  );
}

/** Somebody: who it is, how the angles change, and the visits. */
export function PersonPage({ person }: { readonly person: Person }) {
  const dialog = useSignal<'edit' | 'export' | 'delete' | undefined>(undefined);
  const theirs = visitsOf(person.id);
  const close = (): void => void (dialog.value = undefined);
  return (
    <>
      <header class="history-head">
        <div class="row">
          <Button icon="back" label={t('actions.back')} onPress={() => show({ at: 'people' })} />
          <div>
            <h1>{person.name}</h1>
            {person.birthYear !== undefined && <p class="muted">{t('history:person.born', { year: person.birthYear })}</p>}
          </div>
        </div>
        <div class="row no-print">
          <Button icon="edit" onPress={() => (dialog.value = 'edit')}>
            {t('history:person.edit')}
          </Button>
          <Button icon="download" onPress={() => (dialog.value = 'export')}>
            {t('history:person.export')}
          </Button>
          <Button icon="trash" kind="danger" id="delete-person" onPress={() => (dialog.value = 'delete')}>
            {t('history:person.delete')}
          </Button>
        </div>
      </header>
      {person.note !== '' && <p class="history-text">{person.note}</p>}
      <div class="history-columns">
        <Trend visits={theirs} />
        <VisitList person={person} visits={theirs} />
      </div>
      {dialog.value === 'edit' && <EditPerson person={person} onClose={close} />}
      {dialog.value === 'export' && <ExportDialog people={[person]} visits={theirs} onClose={close} />}
      {dialog.value === 'delete' && (
        <ConfirmDialog
          title={t('history:person.deleteTitle', { name: person.name })}
          text={t('history:person.deleteText', { count: theirs.length })}
          confirm={t('actions.delete')}
          work={() => forgetPerson(person)}
          onDone={() => show({ at: 'people' })}
          onClose={close}
        />
      )}
    </>
  );
}
