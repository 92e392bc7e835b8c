import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../messages/i18n.js';
import { Button } from '../ui/button.js';
import { FailureNotice } from './failure-notice.js';
import { look, status } from './history.js';
import { TurnOn } from './turn-on.js';
import { Unlock } from './unlock.js';

/** Shows what is behind it once the history is open; until then, the way there. */
export function Gate({ children }: { readonly children: ComponentChildren }) {
  useEffect(() => void look(), []);
  switch (status.value) {
    case 'open':
      return <>{children}</>;
    case 'locked':
      return <Unlock />;
    case 'off':
      return <TurnOn />;
    case 'checking':
      return <p role="status">{t('history:checking')}</p>;
    case 'insecure':
    case 'unavailable':
      return <FailureNotice code={status.value} />;
    default:
      return (
        <FailureNotice code={status.value}>
          <Button onPress={() => void look()}>{t('actions.retry')}</Button>
        </FailureNotice>
      );
  }
}
