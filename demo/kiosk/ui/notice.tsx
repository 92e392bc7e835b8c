import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

const ICONS = { info: 'info', caution: 'warning', danger: 'warning', good: 'check' } as const satisfies Record<string, IconName>;

interface NoticeProps {
  readonly kind: keyof typeof ICONS;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Something the person should know, said aloud by a screen reader when it appears. */
export const Notice = ({ kind, title, children }: NoticeProps) => (
  <div class={`notice ${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
    <Icon name={ICONS[kind]} />
    <div>
      <strong>{title}</strong>
      {children}
    </div>
  </div>
);
