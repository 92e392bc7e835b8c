import type { ComponentChildren } from 'preact';
import { t } from '../messages/i18n.js';
import { Notice } from '../ui/notice.js';
import type { HistoryErrorCode } from './history-error.js';

interface FailureNoticeProps {
  readonly code: HistoryErrorCode | 'insecure' | undefined;
  readonly children?: ComponentChildren;
}

/** What went wrong, and what to do. */
export const FailureNotice = ({ code, children }: FailureNoticeProps) =>
  code === undefined ? null : (
    <Notice kind="danger" title={t(`history:errors.${code}.title`)}>
      <p>{t(`history:errors.${code}.text`)}</p>
      {children}
    </Notice>
  );
