import { readFileSync, writeFileSync } from 'node:fs';
import type { EngineOptions } from 'analyze-locally';

/** What is analysed with companion packages: the page's query, and the options that come to the same. */
export const COMPANIONS = {
  lite: { query: '?lite', options: { model: 'lite' } },
  mediapipe: { query: '?mediapipe', options: { backend: 'mediapipe', model: 'lite' } },
} as const satisfies Readonly<Record<string, { readonly query: string; readonly options: Pick<EngineOptions, 'backend' | 'model'> }>>;

const { lite, mediapipe } = COMPANIONS;

const IMPORT = "from 'analyze-locally';\n";

const CALL = 'analyzeLocally({ front, side, back })';

const OPTIONS = `location.search === '${mediapipe.query}'
    ? { ...${JSON.stringify(mediapipe.options)}, assets: mediapipe }
    : { ...${JSON.stringify(lite.options)}, assets: lite }`;

/**
 * Makes a page analyse with a companion package that its query names.
 *
 * @param file - The script that calls the package.
 * @throws Error where the call is not as the consumers write it.
 */
export function useCompanions(file: string): void {
  const code = readFileSync(file, 'utf8');
  if (!code.includes(IMPORT) || !code.includes(CALL)) throw new Error(`${file} does not call the package as expected`);
  const imports = "import { lite } from 'analyze-locally-models-lite';\nimport { mediapipe } from 'analyze-locally-mediapipe';\n";
  writeFileSync(file, code.replace(IMPORT, `${IMPORT}${imports}`).replace(CALL, CALL.replace(' })', ` }, ${OPTIONS})`)));
}
