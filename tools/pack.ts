/**
 * Prepares package.json for `npm pack` and puts it back: the published package must not carry the Node binaries that a
 * checkout uses. `strip` before packing, `restore` after it.
 */

import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = join(root, 'package.json');
const backup = join(root, 'package.json.before-pack');

/** Scripts that make no sense outside a checkout: `prepare` and friends would run without their tools. */
const KEPT_SCRIPTS = ['start'];

function strip(): void {
  if (!existsSync(backup)) copyFileSync(manifest, backup);
  const {
    devDependencies: _development,
    optionalDependencies: _node,
    scripts,
    ...published
  } = JSON.parse(readFileSync(backup, 'utf8')) as {
    scripts: Record<string, string>;
    [key: string]: unknown;
  };
  const kept = Object.fromEntries(Object.entries(scripts).filter(([name]) => KEPT_SCRIPTS.includes(name)));
  writeFileSync(manifest, `${JSON.stringify({ ...published, scripts: kept }, null, 2)}\n`);
}

function restore(): void {
  if (existsSync(backup)) renameSync(backup, manifest);
}

if (process.argv[2] === 'strip') strip();
else if (process.argv[2] === 'restore') restore();
else throw new Error('say strip or restore');
