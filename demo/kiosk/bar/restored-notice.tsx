import { useEffect } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { screen } from '../session/navigation.js';
import { wasRestored } from '../session/draft.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';

/** Says that the visit goes on where it was, until it has been read or another screen is shown. */
export function RestoredNotice() {
  const isShown = wasRestored.value;
  const close = (): void => void (wasRestored.value = false);
  useEffect(() => {
    if (!isShown) return undefined;
    const first = screen.value;
    return screen.subscribe((now) => now !== first && close());
  }, [isShown]);
  if (!isShown) return null;
  return (
    <div class="bar-restored no-print">
      <Notice kind="good" title={t('restored.title')}>
        <p class="small">{t('restored.text')}</p>
      </Notice>
      <Button kind="quiet" icon="close" label={t('actions.close')} onPress={close} />
    </div>
  );
}
