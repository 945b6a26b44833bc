/** Which files a PATH means: the file itself, or the possible bill files of a folder. */

import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';

/** A file to look at. */
export type FoundFile = {
  /** As the person wrote it, the name inside a folder added. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Named by the person, not found in a folder: it must be a bill. */
  readonly isNamed: boolean;
};

const MAX_DEPTH = 16;
const MAX_FILES = 10_000;

/** Lists that exporters put beside their data, and hidden files. */
function isSkippedName(name: string): boolean {
  return name.startsWith('.') || name.startsWith('_') || /manifest.*\.json$/i.test(name);
}

type Walk = { readonly root: string; readonly files: FoundFile[]; readonly findings: Finding[] };

function skipped(name: string, reason: string): Finding {
  return {
    code: 'skipped-file',
    severity: 'info',
    message: `Not read: ${reason}.`,
    hint: null,
    source: { file: name, row: null, column: null },
  };
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function walk(folder: string, name: string, depth: number, state: Walk): void {
  if (depth > MAX_DEPTH) {
    state.findings.push(skipped(name, `folders are read ${MAX_DEPTH} levels deep`));
    return;
  }
  for (const entry of readdirSync(folder).sort()) {
    if (isSkippedName(entry)) continue;
    if (state.files.length >= MAX_FILES) throw tooManyFiles(name);
    const path = join(folder, entry);
    const entryName = join(name, entry);
    // A link may point out of the folder, to a device or to a parent: only what stays inside is followed, and only files.
    const isLink = lstatSync(path).isSymbolicLink();
    const stats = statSync(path, { throwIfNoEntry: false });
    if (
      stats === undefined ||
      (isLink && (stats.isDirectory() || !isInside(state.root, realpathSync(path))))
    ) {
      state.findings.push(skipped(entryName, 'it is a link that leads elsewhere'));
    } else if (stats.isDirectory()) walk(path, entryName, depth + 1, state);
    else if (stats.isFile()) state.files.push({ name: entryName, path, bytes: stats.size, isNamed: false });
  }
}

function tooManyFiles(name: string): UserError {
  return new UserError({
    code: 'too-many-files',
    message: `${name} holds more than ${MAX_FILES} files`,
    hint: 'Name the folder of one month, or the bill files themselves.',
    exitCode: 2,
  });
}

/**
 * Files behind the paths, sorted inside folders, each once.
 * @throws UserError (usage) when a path does not exist or is neither file nor folder
 */
export function findFiles(paths: readonly string[]): {
  files: readonly FoundFile[];
  findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const files = new Map<string, FoundFile>();
  for (const name of paths) {
    const path = resolve(name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) files.set(path, { name, path, bytes: stats.size, isNamed: true });
    else if (stats?.isDirectory()) {
      const state: Walk = { root: realpathSync(path), files: [], findings };
      walk(state.root, name, 0, state);
      for (const file of state.files) if (!files.has(file.path)) files.set(file.path, file);
    } else {
      throw new UserError({
        code: 'no-such-file',
        message: `${basename(name)} is not there: ${name}`,
        hint: 'Check the path; give a bill file or a folder of them.',
        exitCode: 2,
      });
    }
  }
  return { files: [...files.values()], findings };
}
