import type { Answer } from './package-page.js';

/** A Chromium with these offers WebGPU anywhere, on a graphics adapter that is a program on the CPU; slow. */
export const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] as const;

/** What ran the networks, and why nothing better did. */
export function engineOf({ details }: Answer): Pick<NonNullable<Answer['details']>, 'backend' | 'provider' | 'notUsed'> {
  if (!details) throw new Error('an answer without details');
  const { backend, provider, notUsed } = details;
  return { backend, provider, notUsed };
}
