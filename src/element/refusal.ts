import type { AnalysisDetails, AnalysisFailure, AnalyzeLocallyErrorCode, PhotoDetails, PhotoFailure, View } from '../index.js';
import type { Verdict } from './photo-zone.js';
import type { Texts } from './texts.js';

/** What the turn of the shoulders looks like, however far from exact. */
function seenView(yaw: number): View {
  const turn = Math.abs(yaw);
  return turn < 45 ? 'front' : turn > 135 ? 'back' : 'side';
}

/** Why a photo was refused and what to do about it. */
function refusalText({ messages }: Texts, view: View, failure: PhotoFailure, evidence: PhotoDetails['evidence']): string {
  if (failure !== 'wrong-view') return messages.failures[failure];
  const seen = evidence && seenView(evidence.yaw);
  const what = seen === undefined || seen === view ? messages.failures['wrong-view'] : messages.views[seen].seen;
  return `${what} ${messages.views[view].pose}`;
}

/**
 * What to say at a photo of a refused answer.
 *
 * @param isMissing - It was wanted and not there.
 */
export function verdictOf(
  texts: Texts,
  answer: AnalysisFailure<AnalysisDetails>,
  view: View,
  isMissing: boolean,
): Verdict | undefined {
  const photo = answer.details?.photos[view];
  const failure = photo?.failure ?? (isMissing ? 'missing' : undefined);
  if (failure) return { kind: 'refused', text: refusalText(texts, view, failure, photo?.evidence) };
  // A photo that was read but not looked at, because another could not be read, is neither.
  return photo?.evidence && { kind: 'fine', text: texts.messages.photos.fine };
}

const isCode = (code: unknown, codes: object): code is AnalyzeLocallyErrorCode => typeof code === 'string' && code in codes;

/** What to say when an analysis ended without an answer: a title, and the error's own English words. */
export function troubleOf({ messages }: Texts, error: unknown): { readonly title: string; readonly text: string } {
  const { code, message } = (error instanceof Error ? error : { message: String(error) }) as { code?: unknown; message: string };
  if (!isCode(code, messages.errors)) return { title: messages.notices.failed, text: message };
  return { title: messages.errors[code], text: `${message} (${code})` };
}
