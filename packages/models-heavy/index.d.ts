import type { AssetPackage } from 'analyze-locally';

/** The pose network `heavy`, for `createAnalyzer({ model: 'heavy', assets: heavy })`. */
export declare const heavy: AssetPackage;
