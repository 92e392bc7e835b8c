/** The npm packages that the assets are published in. */
export const PACKAGES = [
  'analyze-locally',
  'analyze-locally-models-lite',
  'analyze-locally-models-heavy',
  'analyze-locally-mediapipe',
] as const;

/** One of them. */
export type PackageName = (typeof PACKAGES)[number];

/** The file in each package that lists what it ships, beside its scripts. */
export const BILL = 'bom.cdx.json';

/**
 * The package that publishes an asset. The main one has what the default options use on any browser, with or without a
 * GPU; what other options ask for comes in companions.
 */
export function packageOf(file: string): PackageName {
  if (file.startsWith('vision_') || file.endsWith('.task')) return 'analyze-locally-mediapipe';
  if (/_lite\./.test(file)) return 'analyze-locally-models-lite';
  if (/_heavy\./.test(file)) return 'analyze-locally-models-heavy';
  return 'analyze-locally';
}
