import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { settings } from '../kiosk/settings.js';
import { go } from '../session/navigation.js';
import { answer, person as personOnScreen, takenViews } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { FailureNotice } from './failure-notice.js';
import { Form } from './form.js';
import { Gate } from './gate.js';
import { people } from './history.js';
import { draftFault, NoteField, PersonFields, personOf, usePersonDraft } from './person-fields.js';
import { useTask } from './use-task.js';
import { isVisitKnown, isVisitSaved, saveVisit, storedVisit } from './visit-in-session.js';
import './history.css';

/** Whose visit it is and what of it is kept. */
function SaveForm({ onClose }: { readonly onClose: () => void }) {
  const known = [...people.value].sort((a, b) => a.name.localeCompare(b.name));
  const chosen = useSignal(known.find(({ id }) => id === (storedVisit.value?.person ?? personOnScreen.value?.id))?.id ?? '');
  const isNew = useSignal(known.length === 0);
  const draft = usePersonDraft();
  const hasPhotos = takenViews.value.length > 0;
  const withPhotos = useSignal(hasPhotos && (storedVisit.value === undefined || Object.keys(storedVisit.value.photos).length > 0));
  const note = useSignal(storedVisit.value?.note ?? '');
  const fault = useSignal<string | undefined>(undefined);
  const task = useTask();

  const save = async (photos: boolean): Promise<void> => {
    const existing = isNew.value ? undefined : known.find(({ id }) => id === chosen.value);
    fault.value = isNew.value ? draftFault(draft) : existing ? undefined : t('history:person.nameWrong');
    if (fault.value !== undefined) return;
    const person = existing ?? personOf(draft);
    if (await task.run(() => saveVisit({ person, withPhotos: photos, note: note.value }))) onClose();
  };

  return (
    <Form submit={t('actions.save')} fault={fault.value} isBusy={task.isBusy.value} onSubmit={() => void save(withPhotos.value)} onCancel={onClose}>
      {known.length > 0 && (
        <fieldset class="stack">
          <legend>{t('history:save.who')}</legend>
          <div class="history-tabs" role="group">
            {[false, true].map((fresh) => (
              <button key={String(fresh)} type="button" class="button" aria-pressed={isNew.value === fresh} onClick={() => (isNew.value = fresh)}>
                {t(fresh ? 'history:save.fresh' : 'history:save.existing')}
              </button>
            ))}
          </div>
        </fieldset>
      )}
      {isNew.value ? (
        <PersonFields draft={draft} />
      ) : (
        <label class="field">
          <span>{t('history:person.name')}</span>
          <select name="person" value={chosen.value} onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}>
            <option value="">–</option>
            {known.map(({ id, name, birthYear }) => (
              <option key={id} value={id}>
                {birthYear === undefined ? name : `${name} (${birthYear})`}
              </option>
            ))}
          </select>
        </label>
      )}
      {hasPhotos && (
        <label class="history-check">
          <input type="checkbox" name="photos" checked={withPhotos.value} onChange={({ currentTarget }) => (withPhotos.value = currentTarget.checked)} />
          <span>
            {t('history:save.photos')}
            <span class="small muted">{t('history:save.photosText')}</span>
          </span>
        </label>
      )}
      <NoteField label={t('history:save.note')} value={note} />
      <FailureNotice code={task.failure.value}>
        <p>{t('history:save.stays')}</p>
        {task.failure.value === 'full' && (
          <div class="row">
            {withPhotos.value && <Button onPress={() => void save(false)}>{t('history:save.withoutPhotos')}</Button>}
            <Button onPress={() => go('history')}>{t('history:save.makeRoom')}</Button>
          </div>
        )}
      </FailureNotice>
    </Form>
  );
}

/** Keeps the visit on the screen: on the result, where the device may have a history. */
export function SaveVisitButton() {
  const isOpen = useSignal(false);
  const close = (): void => void (isOpen.value = false);
  if (!settings.value.history || !answer.value) return null;
  const isSaved = isVisitSaved.value;
  return (
    <>
      <Button icon={isSaved ? 'check' : 'history'} id="save-visit" disabled={isSaved} onPress={() => (isOpen.value = true)}>
        {t(isSaved ? 'history:save.saved' : isVisitKnown.value ? 'history:save.again' : 'history:save.button')}
      </Button>
      <span class="visually-hidden" role="status">
        {isSaved && t('history:save.done')}
      </span>
      {isOpen.value && (
        <Dialog title={t('history:save.title')} onClose={close}>
          <Gate>
            <SaveForm onClose={close} />
          </Gate>
        </Dialog>
      )}
    </>
  );
}
