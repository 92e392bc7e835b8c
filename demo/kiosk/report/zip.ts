import { zipSync, type Zippable } from 'fflate';

/** Files in one, each under its own name. */
export async function zipOf(files: readonly File[], stem: string): Promise<File> {
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, Zippable[string]]> => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      // JPEG is compressed already. The time in the archive is the device's own.
      return [file.name, [bytes, { level: file.type === 'image/jpeg' ? 0 : 6 }]];
    }),
  );
  const zip = zipSync(Object.fromEntries(entries));
  return new File([zip], `${stem}.zip`, { type: 'application/zip' });
}
