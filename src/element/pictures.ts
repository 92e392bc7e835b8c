import { VIEWS, type View } from '../photo/views.js';
import { Picture } from './picture.js';

/** Sharp on a phone as wide as the preview, pixels. */
const PREVIEW_SIDE = 1200;

/** Sharp on a screen where a drawn photo fills half of it, pixels. */
const DRAWN_SIDE = 2000;

/** The pictures of one element. They outlive the view that they stand in: in another language nothing is decoded again. */
export interface Pictures {
  readonly previews: Readonly<Record<View, Picture>>;
  readonly drawn: Readonly<Record<View, Picture>>;
}

const ofEachView = (name: string, longest: number): Record<View, Picture> =>
  Object.fromEntries(VIEWS.map((view) => [view, new Picture({ class: name, part: name }, longest)])) as Record<View, Picture>;

/** Makes them, with nothing to see yet. */
export const makePictures = (): Pictures => ({
  previews: ofEachView('preview', PREVIEW_SIDE),
  drawn: ofEachView('drawn', DRAWN_SIDE),
});
