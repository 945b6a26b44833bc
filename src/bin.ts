#!/usr/bin/env node
/**
 * The entry of the program, in plain old JavaScript syntax: it must run far enough on any Node to say that it is too old.
 * Everything else is loaded after that.
 */

import * as nodeModule from 'node:module';

/** Lowest version that works: Ink needs 22, `module.enableCompileCache` and friends are stable from 22.12. */
const NEEDED = [22, 12];

function isOldNode(): boolean {
  const parts = process.versions.node.split('.').map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  return major < (NEEDED[0] || 0) || (major === NEEDED[0] && minor < (NEEDED[1] || 0));
}

if (isOldNode()) {
  process.stderr.write(
    `trimtab needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}. Install a current one from https://nodejs.org.
`,
  );
  process.exitCode = 4;
} else if (process.argv[2] === '--version' || process.argv[2] === '-v') {
  process.stdout.write(`${TRIMTAB_VERSION}\n`);
} else {
  if (typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache();
  import('./main.ts').then(
    main => main.main(),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exitCode = 70;
    },
  );
}
