import { useSignal } from '@preact/signals';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { fileStem } from './file-names.js';
import type { FileOptions } from './files.js';

/** What can be saved. */
export type SavedKind = 'everything' | 'table' | 'data';

const KINDS: readonly SavedKind[] = ['everything', 'table', 'data'];

interface SaveDialogProps {
  readonly who: string | undefined;
  /** Milliseconds since 1970. */
  readonly when: number;
  readonly state: 'open' | 'busy' | 'failed';
  readonly onSave: (kind: SavedKind, options: FileOptions) => void;
  readonly onClose: () => void;
}

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

const Choice = ({ label, checked, onChange }: ChoiceProps) => (
  <label class="report-choice">
    <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    <span>{label}</span>
  </label>
);

/** Which files are wanted. A name gets into their names only where the person says so. */
export function SaveDialog({ who, when, state, onSave, onClose }: SaveDialogProps) {
  const withName = useSignal(false);
  const withDetails = useSignal(false);
  const save = (kind: SavedKind): void =>
    onSave(kind, { stem: fileStem(when, withName.value ? who : undefined), withDetails: withDetails.value });
  return (
    <Dialog title={t('report:saving.title')} onClose={onClose}>
      <p class="muted">{t('report:saving.lead')}</p>
      <ul class="report-kinds">
        {KINDS.map((kind) => (
          <li key={kind}>
            <Button kind={kind === 'everything' ? 'primary' : undefined} icon="download" disabled={state === 'busy'} onPress={() => save(kind)}>
              {t(`report:saving.${kind}`)}
            </Button>
            <p class="muted small">{t(`report:saving.${kind}Text`)}</p>
          </li>
        ))}
      </ul>
      <fieldset class="report-choices">
        <Choice label={t('report:saving.withDetails')} checked={withDetails.value} onChange={(next) => (withDetails.value = next)} />
        {who && (
          <Choice label={t('report:saving.withName', { name: who })} checked={withName.value} onChange={(next) => (withName.value = next)} />
        )}
      </fieldset>
      <p class="visually-hidden" role="status">
        {state === 'busy' ? t('report:actions.preparing') : ''}
      </p>
      {state === 'failed' && (
        <Notice kind="danger" title={t('report:failed.prepare')}>
          <p>{t('report:failed.prepareText')}</p>
        </Notice>
      )}
      <div class="row">
        <Button onPress={onClose}>{t('actions.close')}</Button>
      </div>
    </Dialog>
  );
}
