/** English texts of `upload`. */
export const UPLOAD = {
  heading: 'Add your photos',
  lead: 'One photo is enough; with all three, 18 angles are measured. Head to feet in the picture, camera level.',
  anywhere: 'Several photos can be dropped on this page or pasted at once.',
  photos: { front: 'Front photo', side: 'Side photo', back: 'Back photo' },
  hints: {
    front: 'Facing the camera, arms straight and a little away from the body.',
    side: 'In exact profile, left or right, arms hanging.',
    back: 'Back to the camera, arms straight and a little away from the body.',
  },
  choose: 'Choose a photo',
  take: 'Take a photo',
  replace: 'Replace',
  remove: 'Remove',
  drop: 'Drop it here',
  measure_one: 'Measure {{count}} photo',
  measure_other: 'Measure {{count}} photos',
  none: 'Add at least one photo to go on.',
  added: '{{photo}} added.',
  removed: '{{photo}} removed.',
  troubles: {
    'not-an-image': 'This file is not a photo. Choose a JPEG, PNG or WebP.',
    heic: 'This browser cannot show HEIC photos. Save it as JPEG and choose it again.',
    unreadable: 'This file could not be read. It may be damaged, or not a photo that this browser knows: save it as JPEG and choose it again.',
    'too-large': 'This file is larger than {{megabytes}} MB. Choose a smaller one.',
    'too-many-pixels': 'This photo has more than 64 megapixels. Choose a smaller one.',
  },
} as const;
