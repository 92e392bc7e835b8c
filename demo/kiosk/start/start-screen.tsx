import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { Button } from '../ui/button.js';

/** The way in. */
export const StartScreen = () => (
  <main class="screen start">
    <div class="stack">
      <h1>{t('start:heading')}</h1>
      <p class="lead">{t('start:lead')}</p>
      <div class="row">
        <Button kind="primary" large icon="camera" onPress={() => go('capture')}>
          {t('start:camera')}
        </Button>
        <Button large icon="upload" id="upload" onPress={() => go('upload')}>
          {t('start:upload')}
        </Button>
      </div>
    </div>
  </main>
);
