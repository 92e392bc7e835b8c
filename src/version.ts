declare const __PACKAGE_VERSION__: string;

/** The package's version; the build puts it in. Main thread and worker compare theirs. */
export const VERSION: string = __PACKAGE_VERSION__;
