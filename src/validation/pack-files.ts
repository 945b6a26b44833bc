/** From what a person names to pack files: a file, a folder of them, or nothing for the packs that ship with the program. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../engine/errors.ts';
import { compareText } from '../engine/text-order.ts';
import { quote } from '../input/quote.ts';
import { shippedFolder } from '../input/shipped-folder.ts';

const MAX_FILES = 1_000;

/** Folder of the packs that ship: beside the built program, or in a checkout that runs its sources. @throws UserError (environment) */
export function shippedPacks(): string {
  const built = fileURLToPath(new URL('./worked-examples/', import.meta.url));
  const folder = existsSync(built) ? built : shippedFolder('fixtures/worked-examples');
  if (folder !== null) return folder;
  throw new UserError({
    code: 'no-packs',
    message: 'The folder with the worked examples is missing from this installation.',
    hint: 'Install trimtab again, or name a pack.',
    exitCode: 4,
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort(compareText);
  if (names.length > 0 && names.length <= MAX_FILES) return names.map(name => join(folder, name));
  throw new UserError({
    code: names.length === 0 ? 'no-packs' : 'too-many-packs',
    message:
      names.length === 0
        ? `${quote(folder)} holds no packs.`
        : `${quote(folder)} holds more than ${MAX_FILES} files.`,
    hint: 'Name a folder with *.json files, or the files themselves.',
    exitCode: 3,
  });
}

/**
 * The files that some paths stand for, in their order; a folder gives its *.json files by name.
 * @param paths absolute; none at all means the packs that ship
 * @throws UserError when a folder holds no packs
 */
export function packFiles(paths: readonly string[]): readonly string[] {
  const named = paths.length === 0 ? [shippedPacks()] : paths;
  return named.flatMap(path => (isFolder(path) ? filesIn(path) : [path]));
}
