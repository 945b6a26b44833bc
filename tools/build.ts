/** Builds `dist/`: the bundles, the price book, the worked examples and the licences of what is bundled. Run by npm; needs no arguments. */

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** CommonJS packages in the bundle ask for node's own modules through `require`. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);";

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

// The entry stands alone in old syntax, so that any Node can read it and say that it is too old.
const entry = await transform(readFileSync(join(root, 'src/bin.ts'), 'utf8'), {
  loader: 'ts',
  format: 'esm',
  target: 'es2020',
  define: { TRIMTAB_VERSION: JSON.stringify(manifest.version) },
});
const entryCode = entry.code.replace('./main.ts', './main.js');
writeFileSync(
  join(dist, 'bin.js'),
  entryCode.startsWith('#!') ? entryCode : `#!/usr/bin/env node\n${entryCode}`,
  { mode: 0o755 },
);

const result = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/main.ts',
    'engine-worker': 'src/app/engine-worker.ts',
    'chance-worker': 'src/app/chance-worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.12',
  jsx: 'automatic',
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Native parts stay packages of their own, and so do clients of live APIs, which only their own commands load. Ink's
  // optional devtools are never wanted.
  external: ['@duckdb/node-api', 'yoga-layout', '@google-cloud/billing', '@aws-sdk/client-cost-explorer'],
  alias: { 'react-devtools-core': './tools/no-devtools.ts' },
  banner: { js: REQUIRE },
  define: { 'process.env.NODE_ENV': '"production"', TRIMTAB_VERSION: JSON.stringify(manifest.version) },
});

/** Folders of the packages that ended up in a bundle. */
function bundledPackages(metafile: Metafile): string[] {
  const names = new Set<string>();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
    if (match?.[1]) names.add(match[1]);
  }
  return [...names].sort();
}

function licenceOf(name: string): string {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    license?: string;
  };
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE'].find(candidate =>
    existsSync(join(folder, candidate)),
  );
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `(the package ships no licence text; package.json says ${license})`;
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
}

cpSync(join(root, 'src/prices/data'), join(dist, 'data'), { recursive: true });
cpSync(join(root, 'fixtures/worked-examples'), join(dist, 'worked-examples'), { recursive: true });
const licences = bundledPackages(result.metafile).map(licenceOf);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
