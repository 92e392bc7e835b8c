import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { isKiosk } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { onWipe } from '../session/wipe.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import './capture.css';
import { Capture } from './capture.js';
import { Controls } from './controls.js';
import { Steps } from './progress.js';
import { Stage } from './stage.js';

interface PartProps {
  readonly capture: Capture;
}

/** The one thing to do now. */
function instructionOf(capture: Capture): string {
  if (capture.view.value === undefined) return t('capture:allTaken');
  if (capture.camera.fault.value) return t(isKiosk.value ? 'capture:noPicture' : 'capture:withoutCamera');
  if (capture.follower.state.value === 'failed') return t('capture:byHand');
  if (!capture.camera.stream.value || capture.follower.state.value === 'loading') return t('capture:loading');
  return t(`capture:said.${capture.guidance.value.said}`);
}

function Instruction({ capture }: PartProps) {
  const { value: view } = capture.view;
  const { phase, said } = capture.guidance.value;
  return (
    <div class={`capture-instruction${phase === 'guiding' ? '' : ' right'}`}>
      <h1 class="small">{view ? t(`capture:photo.${view}`) : t('capture:photos')}</h1>
      <p role="status" aria-live="polite" data-said={said} data-phase={phase}>
        {instructionOf(capture)}
      </p>
    </div>
  );
}

/** No picture: why, and what to do. */
function CameraFaultNotice({ capture }: PartProps) {
  const { value: fault } = capture.camera.fault;
  if (!fault) return <p class="muted">{t('capture:waiting')}</p>;
  return (
    <Notice kind="danger" title={t(`capture:fault.${fault}.title`)}>
      <p>
        {t(`capture:fault.${fault}.text`)} {!isKiosk.value && t('capture:orPictures')}
      </p>
      {fault !== 'insecure' && (
        <Button kind="primary" onPress={() => void capture.camera.start()}>
          {t('actions.retry')}
        </Button>
      )}
    </Notice>
  );
}

/** What else went wrong, or would be better. */
function Notes({ capture }: PartProps) {
  const { value: hint } = capture.cameraHint;
  return (
    <>
      {capture.follower.state.value === 'failed' && (
        <Notice kind="caution" title={t('capture:guideFailed.title')}>
          <p>{t('capture:guideFailed.text')}</p>
          <Button onPress={() => void capture.follower.start()}>{t('actions.retry')}</Button>
        </Notice>
      )}
      {capture.outcome.value === 'failed' && <Notice kind="danger" title={t('capture:notTaken')} />}
      {hint && <p class="capture-hint small muted">{t(`capture:hint.${hint}`)}</p>}
    </>
  );
}

/** Takes the photos: shows, says and hears nothing but what the person should do next. */
export function CaptureScreen() {
  const video = useRef<HTMLVideoElement>(null);
  const running = useSignal<Capture | undefined>(undefined);

  useEffect(() => {
    if (!video.current) return;
    const capture = new Capture(video.current);
    running.value = capture;
    capture.start();
    const close = (): void => {
      running.value = undefined;
      capture.close();
    };
    const keep = onWipe(close);
    return () => {
      keep();
      close();
    };
  }, []);

  const { value: capture } = running;
  return (
    <main
      class="screen capture"
      data-fps={capture?.follower.rate.value.toFixed(1)}
      data-guide={capture?.follower.state.value}
      data-view={capture?.view.value}
    >
      <Stage capture={capture} video={video}>
        {capture && <CameraFaultNotice capture={capture} />}
      </Stage>
      {capture && (
        <>
          <Instruction capture={capture} />
          <div class="capture-panel">
            <Notes capture={capture} />
            <Steps capture={capture} />
            <Controls capture={capture} />
          </div>
        </>
      )}
    </main>
  );
}
