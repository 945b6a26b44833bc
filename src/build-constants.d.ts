/** Constants that the build writes into the bundle. */

/** Version of package.json. */
declare const TRIMTAB_VERSION: string;
