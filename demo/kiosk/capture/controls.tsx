import type { View } from 'analyze-locally';
import { isKiosk, settings } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { takenViews } from '../session/session.js';
import { Button } from '../ui/button.js';
import { usePhotoInput } from '../upload/photo-input.js';
import { isMuted } from './announcer.js';
import type { Capture } from './capture.js';

interface ControlsProps {
  readonly capture: Capture;
}

/** A picture from a file, for the photo that is being taken. */
function PictureButton({ capture, view }: ControlsProps & { readonly view: View }) {
  const { choose, inputs, trouble } = usePhotoInput(view, () => capture.advance());
  return (
    <>
      <Button icon="upload" onPress={choose}>
        {t('capture:usePicture')}
      </Button>
      {inputs}
      {trouble && (
        <p class="capture-trouble small" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}

const SoundButton = () => (
  <Button
    kind="quiet"
    icon={isMuted.value ? 'muted' : 'sound'}
    label={t('capture:sound')}
    pressed={!isMuted.value}
    onPress={() => (isMuted.value = !isMuted.value)}
  />
);

/** What can be done besides standing right. */
export function Controls({ capture }: ControlsProps) {
  const { value: view } = capture.view;
  const { devices, stream } = capture.camera;
  return (
    <div class="capture-controls">
      {view === undefined ? (
        <Button kind="primary" icon="check" onPress={() => go('analysing')}>
          {t('capture:measure')}
        </Button>
      ) : (
        <>
          <Button kind="primary" icon="camera" disabled={!stream.value} onPress={() => void capture.shoot()}>
            {t('capture:shoot')}
          </Button>
          {/* A kiosk's own files are nobody's business. */}
          {!isKiosk.value && <PictureButton key={view} capture={capture} view={view} />}
          {(settings.value.views.length > 1 || takenViews.value.length > 0) && (
            <Button icon="skip" onPress={() => capture.skip()}>
              {t('capture:skip')}
            </Button>
          )}
        </>
      )}
      <span class="capture-tools">
        {devices.value.length > 1 && (
          <Button kind="quiet" icon="swap" label={t('capture:switch')} onPress={() => void capture.camera.switch()} />
        )}
        {settings.value.guidance !== 'silent' && <SoundButton />}
        <Button kind="quiet" icon="back" onPress={() => go('start')}>
          {t('actions.back')}
        </Button>
      </span>
    </div>
  );
}
