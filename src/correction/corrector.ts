import type { View } from '../photo/views.js';
import { HEAD_SITES, type ChannelStatistics, type HeadWeights } from './heads.js';
import { CORRECTED, FRONTAL_PARTS, PROFILE_PARTS, type PatchPart } from './parts.js';
import { readPatchNetwork, type PatchNetwork } from './patch-network.js';
import { openCorrectorFile, type StoredTensor } from './weights.js';

/** A ridge from numbers to places in the measuring frame. */
export interface LinearFit {
  readonly mean: Float32Array;
  readonly scale: Float32Array;
  /** A row a result: x and y of each place in turn. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Half the width of a metric's 90 % interval, degrees: `base`, and `slope` for each degree that the parts disagree by. */
export interface MarginFit {
  readonly base: number;
  readonly slope: number;
}

/** What was fitted for one view. */
export interface ViewCorrector {
  /** The landmark network's last layer, fitted anew; front and back views only: in profiles one joint hides the other. */
  readonly heads: { readonly channels: ChannelStatistics; readonly sites: readonly HeadWeights[] } | undefined;
  readonly linear: LinearFit;
  readonly patches: readonly { readonly part: PatchPart; readonly network: PatchNetwork }[];
  readonly join: LinearFit;
  readonly margins: Readonly<Record<string, MarginFit>>;
  /** How far from the middle of what it was fitted on a photo may lie and be corrected in full; see `familiarity`. */
  readonly usual: number;
}

/** A fitted corrector, by view. */
export type Corrector = Readonly<Record<View, ViewCorrector>>;

interface Header {
  readonly format: number;
  readonly views: Readonly<Record<View, Pick<ViewCorrector, 'margins' | 'usual'>>>;
  readonly tensors: readonly StoredTensor[];
}

/** Every site's two rows, out of those of all. */
function headsFrom(weights: Float32Array, bias: Float32Array): HeadWeights[] {
  const length = weights.length / HEAD_SITES.length;
  return HEAD_SITES.map((_, index) => ({
    weights: weights.subarray(index * length, (index + 1) * length),
    bias: bias.subarray(2 * index, 2 * index + 2),
  }));
}

/** The file format that this code reads. */
const FORMAT = 1;

/**
 * Reads a corrector's file, as `models/corrector/fit.py` writes it.
 *
 * @throws Error where it is another format or does not fit this code.
 */
export function readCorrector(bytes: Uint8Array): Corrector {
  const file = openCorrectorFile<Header>(bytes);
  if (file.header.format !== FORMAT) throw new Error(`the corrector has format ${file.header.format}, not ${FORMAT}`);
  const viewCorrector = (view: View): ViewCorrector => {
    const values = (name: string): Float32Array => file.tensor(`${view}.${name}`).values;
    const linear = (name: string): LinearFit => ({
      mean: values(`${name}.mean`),
      scale: values(`${name}.scale`),
      weights: values(`${name}.weight`),
      bias: values(`${name}.bias`),
    });
    const parts = view === 'side' ? PROFILE_PARTS : FRONTAL_PARTS;
    const corrector: ViewCorrector = {
      heads:
        view === 'side'
          ? undefined
          : {
              channels: { mean: values('channels.mean'), scale: values('channels.scale') },
              sites: headsFrom(values('heads.weight'), values('heads.bias')),
            },
      linear: linear('linear'),
      patches: parts.map((part) => ({ part, network: readPatchNetwork(file, `${view}.${part.name}`) })),
      join: linear('join'),
      margins: file.header.views[view].margins,
      usual: file.header.views[view].usual,
    };
    const results = 2 * CORRECTED.length;
    if (corrector.linear.bias.length !== results || corrector.join.bias.length !== results) throw new Error('the corrector places other points than this code');
    return corrector;
  };
  return { front: viewCorrector('front'), side: viewCorrector('side'), back: viewCorrector('back') };
}
