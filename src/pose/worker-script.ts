import { AnalyzeLocallyError } from '../errors.js';

/** The part of the Trusted Types API that is used here, which TypeScript's library does not know. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): object };
}

/** The one that a page with the directive `trusted-types` must allow. */
const POLICY = 'analyze-locally';

const trustedTypes = (): TrustedTypes | undefined => (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;

/** Made once: a page allows each name once. Null where it does not allow ours. */
let policy: ReturnType<TrustedTypes['createPolicy']> | null | undefined;

/**
 * Whatever the page was told to take as `workerUrl`: only its own host's scripts are trusted.
 *
 * @throws TypeError for any other address.
 */
function ownScript(text: string): string {
  const { protocol, origin, href } = new URL(text);
  if (!/^https?:$/.test(protocol) || origin !== globalThis.origin) throw new TypeError(`${text} is not of this page's origin`);
  return href;
}

/** A script's address as pages want it that enforce Trusted Types; as it is where it can't be made so. */
function trusted(url: URL): URL {
  try {
    policy ??= trustedTypes()?.createPolicy(POLICY, { createScriptURL: ownScript }) ?? null;
  } catch {
    policy = null;
  }
  try {
    // A TrustedScriptURL, which the library's types don't know either.
    return policy ? (policy.createScriptURL(url.href) as URL) : url;
  } catch {
    return url;
  }
}

/** The page enforces Trusted Types, and has refused a script's address. */
const isUntrusted = (error: unknown): boolean => error instanceof TypeError && trustedTypes() !== undefined;

const untrustedError = (cause: unknown): AnalyzeLocallyError =>
  new AnalyzeLocallyError(
    'worker-failed',
    `This page enforces Trusted Types and does not trust the worker's script: allow the policy with \`trusted-types ${POLICY}\`, and say with \`workerUrl\` where on this page's origin the script is.`,
    { cause },
  );

/**
 * Starts a script as a module worker, also where Trusted Types are enforced.
 *
 * @throws AnalyzeLocallyError `worker-failed` where the page does not trust it.
 */
export function startScript(url: URL): Worker {
  return startOr(
    () => new Worker(trusted(url), { type: 'module' }),
    (refusal) => {
      throw untrustedError(refusal);
    },
  );
}

/**
 * Starts a worker by an expression that names no trusted address, as bundlers want it.
 *
 * @param beside - The same script where the package itself lies: there it is unless a bundler has moved it.
 * @throws AnalyzeLocallyError `worker-failed` where the page enforces Trusted Types and there is no such place.
 */
export function startLiteral(start: () => Worker, beside?: URL): Worker {
  return startOr(start, (refusal) => {
    if (!beside) throw untrustedError(refusal);
    return startScript(beside);
  });
}

function startOr(start: () => Worker, untrustedly: (refusal: unknown) => Worker): Worker {
  try {
    return start();
  } catch (error) {
    if (!isUntrusted(error)) throw error;
    return untrustedly(error);
  }
}
