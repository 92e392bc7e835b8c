/** What is read of npm's audit report. */
export interface AuditReport {
  readonly vulnerabilities: Readonly<
    Record<string, { readonly severity: string; readonly via: readonly (string | { readonly title: string; readonly url: string })[]; readonly nodes: readonly string[] }>
  >;
}

/** What is read of npm's lockfile: packages by where they are installed. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** An advisory's package as it is installed here. */
export interface Finding {
  /** `NAME@VERSION`. */
  readonly id: string;
  readonly severity: string;
  /** What is known of it, with addresses to read more; empty where it is only affected by another finding. */
  readonly advisories: readonly string[];
  /** Its code reaches users. */
  readonly isShipped: boolean;
}

const nameAt = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/**
 * Sorts what an audit has found by whom it concerns.
 *
 * @param shipped - `NAME@VERSION` of every package that has code in what is shipped.
 * @returns What reaches users first.
 */
export function findingsOf(report: AuditReport, lock: Lockfile, shipped: ReadonlySet<string>): readonly Finding[] {
  const findings = Object.values(report.vulnerabilities).flatMap(({ severity, via, nodes }) =>
    nodes.map((path) => {
      const id = `${nameAt(path)}@${lock.packages[path]?.version ?? ''}`;
      const advisories = via.flatMap((cause) => (typeof cause === 'string' ? [] : [`${cause.title} (${cause.url})`]));
      return { id, severity, advisories, isShipped: shipped.has(id) };
    }),
  );
  return findings.sort((a, b) => Number(b.isShipped) - Number(a.isShipped) || (a.id < b.id ? -1 : 1));
}
