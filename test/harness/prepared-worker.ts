import type { Progress } from 'analyze-locally';
import { ENGINE_PATHS, sends, type Backend, type PackageHost } from './package-host.js';

/**
 * Serves a worker script that changes its own scope before the package's script runs in it. Gone when the host is
 * repaired.
 *
 * @param prelude - A script, run in the worker.
 * @returns For the package's `workerUrl` option.
 */
export function prepareWorker(host: PackageHost, prelude: string, backend: Backend = 'blazepose'): string {
  host.faults.set('/prelude.js', sends(prelude, 'text/javascript'));
  host.faults.set('/prepared.worker.js', sends(`import './prelude.js';\nimport '${ENGINE_PATHS[backend].worker}';`, 'text/javascript'));
  return '/prepared.worker.js';
}

/** A script that does something as soon as the worker has told the page of a stage. */
export const atStage = (stage: Progress['stage'], statements: string): string => `
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    postMessage.call(this, message, ...rest);
    if (message?.stage === '${stage}') { ${statements} }
  };`;
