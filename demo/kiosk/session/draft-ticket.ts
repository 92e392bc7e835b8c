/** What opens a draft: it lives as long as the tab, and nowhere else. */
export interface Ticket {
  readonly id: string;
  /** The raw key, base64. */
  readonly key: string;
  /** When the tab was last known to live, milliseconds since 1970. */
  readonly seenAt: number;
}

const NAME = 'posture-draft';

const isTicket = (value: unknown): value is Ticket => {
  const { id, key, seenAt } = Object(value) as Partial<Record<keyof Ticket, unknown>>;
  return typeof id === 'string' && typeof key === 'string' && typeof seenAt === 'number';
};

/** `undefined` also where the browser keeps nothing for this page. */
export function readTicket(): Ticket | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? 'null');
    return isTicket(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a ticket's tab was known to live so many milliseconds ago. Where the clock was put back since, nobody knows. */
export const isYoungerThan = (limit: number, { seenAt }: Ticket, now = Date.now()): boolean => Math.abs(now - seenAt) <= limit;

/** @throws DOMException where the browser keeps nothing for this page. */
export const writeTicket = (ticket: Ticket): void => sessionStorage.setItem(NAME, JSON.stringify(ticket));

/** Forgets it: its draft is lost. */
export function dropTicket(): void {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Nothing was kept.
  }
}
