import type { AssetPackage } from 'analyze-locally';

/** The pose network `lite`, for `createAnalyzer({ model: 'lite', assets: lite })`. */
export declare const lite: AssetPackage;
