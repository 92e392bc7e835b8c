import { language, type Language } from '../messages/i18n.js';
import type { PerView } from '../session/views.js';
import { reportData, type ReportData, type ReportedVisit } from './report-data.js';

/** A report that can be printed at once. */
export interface PreparedReport {
  readonly data: ReportData;
  /** Loaded: an element with the URL of one has its picture at once, and no printer waits for a picture. */
  readonly images: PerView<HTMLImageElement>;
  /** What the drawn photos are labelled in. */
  readonly language: Language;
}

function imageOf(picture: Blob): HTMLImageElement {
  const image = new Image();
  image.src = URL.createObjectURL(picture);
  return image;
}

/** Lets go of the pictures. */
export const release = ({ images }: PreparedReport): void => Object.values(images).forEach(({ src }) => URL.revokeObjectURL(src));

/** Makes the report of a visit as it is now. To be {@link release}d. */
export async function prepareReport(visit: ReportedVisit): Promise<PreparedReport> {
  const spoken = language.peek();
  const data = reportData(visit, await visit.drawPhotos());
  const images = Object.fromEntries(Object.entries(data.drawn).map(([view, picture]) => [view, imageOf(picture)]));
  const prepared = { data, images, language: spoken };
  try {
    await Promise.all(Object.values(images).map((image) => image.decode()));
    return prepared;
  } catch (error) {
    release(prepared);
    throw error;
  }
}
