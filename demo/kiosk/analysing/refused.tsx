import { useSignal } from '@preact/signals';
import type { PhotoDetails, PhotoFailure, View } from 'analyze-locally';
import type { Refusal } from '../engine/measure.js';
import { isKiosk } from '../kiosk/settings.js';
import { t } from '../messages/i18n.js';
import { go } from '../session/navigation.js';
import { dropPhoto, takenViews } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { usePhotoInput } from '../upload/photo-input.js';
import { Thumbnail } from './thumbnail.js';

/** What the turn of the shoulders looks like, however far from exact, degrees. */
function seenView(yaw: number): View {
  const turn = Math.abs(yaw);
  return turn < 45 ? 'front' : turn > 135 ? 'back' : 'side';
}

/** Why a photo cannot be measured, and what to do. */
export function failureText(view: View, failure: PhotoFailure, evidence: PhotoDetails['evidence']): string {
  if (failure !== 'wrong-view') return t(`analysing:failures.${failure}`);
  const seen = evidence && seenView(evidence.yaw);
  const what = seen === undefined || seen === view ? t('analysing:failures.wrong-view') : t(`analysing:seen.${seen}`);
  return `${what} ${t(`analysing:pose.${view}`)}`;
}

const failureOf = ({ details }: Refusal, view: View): PhotoFailure | undefined => details?.photos[view]?.failure;

interface RefusedPhotoProps {
  readonly view: View;
  readonly text: string;
  readonly isReplaced: boolean;
  readonly onReplace: () => void;
}

function RefusedPhoto({ view, text, isReplaced, onReplace }: RefusedPhotoProps) {
  const { choose, inputs, trouble } = usePhotoInput(view, onReplace);
  const name = <span class="visually-hidden">: {t(`views.${view}`)}</span>;
  const retake = (): void => {
    dropPhoto(view);
    go('capture');
  };
  return (
    <Thumbnail view={view} state={isReplaced ? 'replaced' : 'refused'}>
      {!isReplaced && <p>{text}</p>}
      {trouble && (
        <p class="analysing-trouble" role="alert">
          {trouble}
        </p>
      )}
      <div class="row">
        <Button icon="camera" onPress={retake}>
          {t('analysing:retake')}
          {name}
        </Button>
        {!isKiosk.value && (
          <Button icon="upload" onPress={choose}>
            {t('analysing:choose')}
            {name}
          </Button>
        )}
      </div>
      {inputs}
    </Thumbnail>
  );
}

/** Photos that cannot be measured: why, and what can be done about each. */
export function Refused({ refusal, onRestart }: { readonly refusal: Refusal; readonly onRestart: () => void }) {
  const replaced = useSignal<readonly View[]>([]);
  const views = takenViews.value;
  const refused = views.filter((view) => failureOf(refusal, view));
  const others = views.filter((view) => !refused.includes(view));
  // One that was not looked at, because another could not be read, is neither.
  const isFine = (view: View): boolean => refusal.details?.photos[view]?.evidence !== undefined;
  const fine = others.filter(isFine);
  const replace = (view: View): void => {
    replaced.value = [...replaced.value, view];
    if (refused.every((name) => replaced.value.includes(name))) onRestart();
  };
  const measureOthers = (): void => {
    for (const view of refused) if (!replaced.value.includes(view)) dropPhoto(view);
    onRestart();
  };
  const rest = views.length - refused.length + replaced.value.length;
  return (
    <>
      <h1>{t('analysing:refused', { count: Math.max(refused.length, 1) })}</h1>
      {fine.length > 0 && <Notice kind="info" title={t('analysing:refusedKept', { count: fine.length })} />}
      {refused.length === 0 && <Notice kind="caution" title={t('analysing:errors.other')} />}
      <div class="analysing-refusals" role="group" aria-label={t('analysing:refused', { count: Math.max(refused.length, 1) })}>
        {refused.map((view) => {
          const photo = refusal.details?.photos[view];
          return (
            <RefusedPhoto
              key={view}
              view={view}
              text={failureText(view, photo?.failure ?? 'missing', photo?.evidence)}
              isReplaced={replaced.value.includes(view)}
              onReplace={() => replace(view)}
            />
          );
        })}
        {others.map((view) => (
          <Thumbnail key={view} view={view} state={isFine(view) ? 'fine' : undefined} />
        ))}
      </div>
      {rest > 0 && refused.length > 0 && (
        <div>
          <Button kind="primary" large id="without" onPress={measureOthers}>
            {t('analysing:without', { count: rest })}
          </Button>
        </div>
      )}
    </>
  );
}
