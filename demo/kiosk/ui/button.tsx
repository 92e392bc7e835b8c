import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.js';

interface ButtonProps {
  readonly onPress: () => void;
  readonly icon?: IconName;
  /** `primary`: the one thing to do next. `quiet`: by the way. `danger`: what can't be undone. */
  readonly kind?: 'primary' | 'quiet' | 'danger' | undefined;
  readonly large?: boolean;
  readonly disabled?: boolean;
  /** For a button that shows nothing but its icon. */
  readonly label?: string;
  readonly pressed?: boolean | undefined;
  readonly id?: string;
  readonly children?: ComponentChildren;
}

/** Something to press. */
export const Button = ({ onPress, icon, kind, large, disabled, label, pressed, id, children }: ButtonProps): JSX.Element => (
  <button
    type="button"
    id={id}
    class={['button', kind, large && 'large'].filter(Boolean).join(' ')}
    disabled={disabled}
    aria-label={label}
    aria-pressed={pressed}
    title={label}
    onClick={onPress}
  >
    {icon && <Icon name={icon} />}
    {children}
  </button>
);
