/** Which files a PATH means: the file itself, the possible bill files of a folder, what a pattern matches, or standard input. */

import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { UserError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import {
  type ExportManifest,
  isManifestName,
  MANIFEST_BYTES_MAX,
  parseExportManifest,
} from './export-manifests.ts';
import { chooseVersions, type ExportFile } from './export-versions.ts';
import { follow, type PatternStep, parsePattern } from './path-pattern.ts';

/** A file to look at. */
export type FoundFile = {
  /** As the person wrote it, the name inside a folder or archive added. */
  readonly name: string;
  /** Absolute; STANDARD_INPUT until it is spooled. */
  readonly path: string;
  readonly bytes: number;
  /** Named by the person, not found in a folder: it must be a bill. */
  readonly isNamed: boolean;
  /** Records that the exporter's manifest promises; absent where there is none. */
  readonly expectedRows?: number;
};

/** The PATH that means standard input. */
export const STANDARD_INPUT = '-';

const MAX_DEPTH = 16;
const MAX_FILES = 10_000;

/** Lists that exporters put beside their data, and hidden files. */
export function isSkippedName(name: string): boolean {
  return name.startsWith('.') || name.startsWith('_') || isManifestName(name);
}

/** A file inside a folder, asked for or not: manifests may name it all the same. */
type Seen = ExportFile & { readonly fullPath: string; readonly isWanted: boolean };

type Walk = {
  readonly root: string;
  /** The folder as the person wrote it. */
  readonly name: string;
  readonly files: Seen[];
  wantedCount: number;
  readonly manifests: ExportManifest[];
  readonly findings: Finding[];
};

/** What is asked for in a folder: everything, or what the rest of a pattern matches. */
type Wanted = 'all' | readonly (readonly PatternStep[])[];

/** A finding about a file that is passed over. */
export function skipped(
  name: string,
  reason: string,
  severity: Finding['severity'] = 'info',
  hint: string | null = null,
): Finding {
  const source = { file: name, row: null, column: null };
  return { code: 'skipped-file', severity, message: `Not read: ${reason}.`, hint, source };
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

/** What stands at the path; null for a link that leads out of the folder, to a device or to a folder. */
function statsInside(root: string, path: string): Stats | null {
  // A link may point out of the folder, to a device or to a parent: only what stays inside is followed, and only files.
  const isLink = lstatSync(path).isSymbolicLink();
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return isLink && (stats.isDirectory() || !isInside(root, realpathSync(path))) ? null : stats;
}

/** A manifest that can't be read is said: without it old versions may be read as well. */
export function readManifest(
  path: string,
  name: string,
  bytes: number,
  read: () => string,
): { readonly manifest: ExportManifest | null; readonly finding: Finding | null } {
  const parsed = bytes > MANIFEST_BYTES_MAX ? 'unreadable' : parseExportManifest(path, read());
  if (parsed !== 'unreadable') return { manifest: parsed, finding: null };
  const hint = 'Check that the folder does not hold several versions of one month.';
  return { manifest: null, finding: skipped(name, 'it is no readable manifest', 'warning', hint) };
}

/** Keeps a manifest that stands in the folder. */
function addManifest(fullPath: string, path: readonly string[], stats: Stats, state: Walk): void {
  const read = () => readFileSync(fullPath, 'utf8');
  const { manifest, finding } = readManifest(path.join('/'), join(state.name, ...path), stats.size, read);
  if (manifest !== null) state.manifests.push(manifest);
  if (finding !== null) state.findings.push(finding);
}

function addFile(
  fullPath: string,
  path: readonly string[],
  stats: Stats,
  isWanted: boolean,
  state: Walk,
): void {
  if (isWanted && ++state.wantedCount > MAX_FILES) throw tooManyFiles(state.name);
  const { size: bytes, mtimeMs: modified } = stats;
  state.files.push({ path: path.join('/'), bytes, modified, fullPath, isWanted });
}

function walk(folder: string, path: readonly string[], wanted: Wanted, state: Walk): void {
  if (path.length > MAX_DEPTH) {
    state.findings.push(skipped(join(state.name, ...path), `folders are read ${MAX_DEPTH} levels deep`));
    return;
  }
  for (const entry of readdirSync(folder).sort()) visit(folder, [...path, entry], entry, wanted, state);
}

function visit(folder: string, path: readonly string[], entry: string, wanted: Wanted, state: Walk): void {
  const isManifest = isManifestName(entry) && !entry.startsWith('.');
  if (isSkippedName(entry) && !isManifest) return;
  const below = wanted === 'all' ? 'all' : follow(wanted, entry);
  const isWanted = below === 'all';
  const fullPath = join(folder, entry);
  const stats = statsInside(state.root, fullPath);
  if (stats?.isDirectory()) {
    if (isWanted || below.length > 0) walk(fullPath, path, below, state);
  } else if (isManifest) {
    if (stats?.isFile()) addManifest(fullPath, path, stats, state);
  } else if (stats?.isFile()) addFile(fullPath, path, stats, isWanted, state);
  else if (stats === null && isWanted)
    state.findings.push(skipped(join(state.name, ...path), 'it is a link that leads elsewhere'));
}

function tooManyFiles(name: string): UserError {
  return new UserError({
    code: 'too-many-files',
    message: `${name} holds more than ${MAX_FILES} files`,
    hint: 'Name the folder of one month, or the bill files themselves.',
    exitCode: 2,
  });
}

function noSuchFile(name: string): UserError {
  return new UserError({
    code: 'no-such-file',
    message:
      parsePattern(name) === null
        ? `${basename(name)} is not there: ${name}`
        : `No file matches the pattern ${name}`,
    hint: 'Check the path; give a bill file or a folder of them.',
    exitCode: 2,
  });
}

/** Files of a folder that are asked for, without old versions. */
function filesInside(
  folder: string,
  name: string,
  wanted: Wanted,
): { readonly files: readonly FoundFile[]; readonly findings: readonly Finding[] } {
  const root = realpathSync(folder);
  const state: Walk = { root, name, files: [], wantedCount: 0, manifests: [], findings: [] };
  walk(root, [], wanted, state);
  const show = (path: string) => join(name, ...path.split('/'));
  const { passedOver, expectedRows, findings } = chooseVersions(state.files, state.manifests, show);
  const files = state.files.flatMap(({ path, bytes, fullPath, isWanted }): FoundFile[] => {
    if (!isWanted || passedOver.has(path)) return [];
    const rows = expectedRows.get(path);
    const file = { name: show(path), path: fullPath, bytes, isNamed: false };
    return [rows === undefined ? file : { ...file, expectedRows: rows }];
  });
  return { files, findings: [...state.findings, ...findings] };
}

/** Files that a pattern matches; null when the text is no pattern, or nothing matches. */
function filesMatching(text: string): ReturnType<typeof filesInside> | null {
  const pattern = parsePattern(text);
  if (pattern === null || !statSync(pattern.base, { throwIfNoEntry: false })?.isDirectory()) return null;
  const found = filesInside(pattern.base, pattern.base, pattern.ways);
  return found.files.length === 0 ? null : found;
}

/**
 * Files behind the paths, sorted inside folders, each once. A path that exists is taken as it is, whatever characters it
 * has; else it may be a pattern.
 * @throws UserError (usage) when a path does not exist, matches nothing, or is neither file nor folder
 */
export function findFiles(paths: readonly string[]): {
  files: readonly FoundFile[];
  findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const files = new Map<string, FoundFile>();
  for (const name of paths) {
    if (name === STANDARD_INPUT) {
      files.set(name, { name: '(stdin)', path: STANDARD_INPUT, bytes: 0, isNamed: true });
      continue;
    }
    const path = resolve(name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile()) {
      files.set(path, { name, path, bytes: stats.size, isNamed: true });
      continue;
    }
    const inside = stats?.isDirectory() ? filesInside(path, name, 'all') : filesMatching(name);
    if (inside === null) throw noSuchFile(name);
    findings.push(...inside.findings);
    for (const file of inside.files) if (!files.has(file.path)) files.set(file.path, file);
  }
  return { files: [...files.values()], findings };
}
