/** Versions of one month that stand side by side in an export: the newest is read, the others repeat its charges. */

import type { Finding } from '../../engine/finding.ts';
import { notice } from '../import-session.ts';
import { type ExportManifest, locatePart, timeOf, versionAt } from './export-manifests.ts';

/** A file of the folder or archive that is read. */
export type ExportFile = {
  /** In the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Time of the last change in milliseconds. */
  readonly modified: number;
};

/** Which files are not to be read, and what there is to say. */
export type VersionChoice = {
  readonly passedOver: ReadonlySet<string>;
  /** Records that a manifest promises, by path. */
  readonly expectedRows: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
};

type Version = {
  readonly subject: string;
  readonly name: string;
  readonly order: string | null;
  /** Null: told by the folders alone. */
  readonly manifest: ExportManifest | null;
  /** A copy of the manifest outside the version's folder says that this is the current one. */
  readonly isCurrent: boolean;
  readonly files: ReadonlyMap<string, ExportFile>;
  readonly missing: readonly string[];
};

const FINDINGS_MAX = 20;
const GUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
/** Folder of a month: AWS CUR and Azure, CUR 2.0. */
const PERIOD_FOLDER = /^(?:\d{8}-\d{8}|billing_period(?:=|%3d)\d{4}-\d{2})$/i;
const GUID_FOLDER = new RegExp(`^${GUID}$`, 'i');
/** Azure exports without partitions: one whole file for each run, side by side in the folder of the month. */
const RUN_FILE = new RegExp(`^(.*)_(${GUID})\\.(?:csv|csv\\.gz|parquet)$`, 'i');

/** The month and the version that the folders of a path tell; null when they tell none. */
function placeOf(path: string): { readonly month: string; readonly version: string } | null {
  const names = path.split('/');
  const at = names.findLastIndex(name => PERIOD_FOLDER.test(name));
  const next = names[at + 1];
  if (at === -1 || next === undefined) return null;
  const month = names.slice(0, at + 1).join('/');
  if (at + 1 < names.length - 1)
    return timeOf(next) !== null || GUID_FOLDER.test(next) ? { month, version: next } : null;
  const run = RUN_FILE.exec(next);
  return run === null ? null : { month: `${month}/${run[1]}`, version: run[2] ?? '' };
}

function fromManifest(manifest: ExportManifest, files: ReadonlyMap<string, ExportFile>): Version {
  const found = new Map<string, ExportFile>();
  const missing: string[] = [];
  const paths = new Set(files.keys());
  for (const part of manifest.parts) {
    const path = locatePart(manifest, part, paths);
    const file = path === null ? undefined : files.get(path);
    if (file === undefined) missing.push(part.key.join('/'));
    else found.set(file.path, file);
  }
  const { subject, version, order } = manifest;
  const hasFolder = manifest.parts.some(part => versionAt(manifest, part.key) !== -1);
  const isCurrent = hasFolder && !manifest.path.split('/').some(folder => folder.includes(version));
  return { subject, name: version, order, manifest, isCurrent, files: found, missing };
}

/** A version may have several copies of its manifest; the one that finds most of the files counts. */
function mergeCopies(versions: readonly Version[]): readonly Version[] {
  const merged = new Map<string, Version>();
  for (const version of versions) {
    const key = JSON.stringify([version.subject, version.name]);
    const other = merged.get(key);
    const best = other !== undefined && other.files.size >= version.files.size ? other : version;
    merged.set(key, { ...best, isCurrent: version.isCurrent || other?.isCurrent === true });
  }
  return [...merged.values()];
}

/** Versions that only the folders tell, and files that lie in the folder of a version whose manifest does not name them. */
function fromFolders(
  named: readonly Version[],
  files: ReadonlyMap<string, ExportFile>,
): { readonly versions: readonly Version[]; readonly unnamed: ReadonlyMap<string, Version> } {
  const claimed = new Set(named.flatMap(({ files: own }) => [...own.keys()]));
  const subjects = new Map<string, string>();
  const owners = new Map<string, Version>();
  for (const version of named) {
    for (const path of version.files.keys()) {
      const place = placeOf(path);
      if (place === null) continue;
      subjects.set(place.month, version.subject);
      owners.set(JSON.stringify(place), version);
    }
  }
  const unnamed = new Map<string, Version>();
  const groups = new Map<string, { subject: string; name: string; files: Map<string, ExportFile> }>();
  for (const file of files.values()) {
    const place = claimed.has(file.path) ? null : placeOf(file.path);
    if (place === null) continue;
    const key = JSON.stringify(place);
    const owner = owners.get(key);
    if (owner !== undefined) {
      unnamed.set(file.path, owner);
      continue;
    }
    const subject = subjects.get(place.month) ?? place.month;
    const group = groups.get(key) ?? { subject, name: place.version, files: new Map() };
    group.files.set(file.path, file);
    groups.set(key, group);
  }
  const versions = [...groups.values()].map(group => ({
    ...group,
    order: timeOf(group.name),
    manifest: null,
    isCurrent: false,
    missing: [],
  }));
  return { versions, unnamed };
}

function lastChange({ files }: Version): number {
  return Math.max(...[...files.values()].map(({ modified }) => modified));
}

/**
 * The newest of several versions that are there. Exporters write the manifest last: a version without one beside versions
 * with one is not finished, or was left behind.
 */
function newestOf(versions: readonly Version[]): { readonly newest: Version | undefined; isGuess: boolean } {
  const named = versions.filter(({ manifest }) => manifest !== null);
  const pool = named.length > 0 ? named : versions;
  const current = pool.filter(({ isCurrent }) => isCurrent);
  const isOrdered = pool.every(({ order }) => order !== null);
  const candidates = isOrdered || current.length === 0 ? pool : current;
  const sorted = [...candidates].sort((a, b) =>
    isOrdered && a.order !== b.order
      ? (a.order ?? '') < (b.order ?? '')
        ? 1
        : -1
      : lastChange(b) - lastChange(a),
  );
  return { newest: sorted[0], isGuess: !isOrdered && candidates.length > 1 };
}

type Outcome = {
  readonly passedOver: Set<string>;
  readonly expectedRows: Map<string, number>;
  readonly findings: Finding[];
  /** Name of a path for people. */
  readonly show: (path: string) => string;
};

const INCOMPLETE_HINT = 'Download the whole export again: the amount is incomplete.';

function reportMissing({ manifest, missing, files }: Version, { findings, show }: Outcome): void {
  if (manifest === null || missing.length === 0) return;
  const where = show(manifest.path);
  const say = (message: string) =>
    findings.push(notice('missing-file', 'warning', message, where, INCOMPLETE_HINT));
  if (files.size === 0) {
    say(`None of the ${missing.length} files that this manifest names is there, for example ${missing[0]}.`);
    return;
  }
  for (const key of missing.slice(0, FINDINGS_MAX)) say(`The manifest names ${key}, which is not there.`);
  if (missing.length > FINDINGS_MAX)
    say(`${missing.length - FINDINGS_MAX} more files of the manifest are not there.`);
}

/** Sizes and numbers of records that the manifest of the version promises. */
function reportSizes({ manifest, files }: Version, { findings, expectedRows, show }: Outcome): void {
  const paths = new Set(files.keys());
  for (const part of manifest?.parts ?? []) {
    const path = manifest === null ? null : locatePart(manifest, part, paths);
    if (path === null) continue;
    if (part.rows !== null) expectedRows.set(path, part.rows);
    const bytes = files.get(path)?.bytes;
    // An unpacked file has another name and another size.
    if (part.bytes === null || bytes === part.bytes || !path.endsWith(part.key.at(-1) ?? '')) continue;
    const message = `The file has ${bytes} bytes, its manifest says ${part.bytes}.`;
    findings.push(notice('size-differs', 'warning', message, show(path), 'Download it again.'));
  }
}

function passOver(version: Version, newest: Version, isGuess: boolean, outcome: Outcome): void {
  const { passedOver, findings, show } = outcome;
  const left = [...version.files.keys()].filter(path => !newest.files.has(path));
  for (const path of left) passedOver.add(path);
  const [first] = left;
  if (first === undefined) return;
  const more = left.length === 1 ? '' : ` and ${left.length - 1} more files`;
  const message = isGuess
    ? `Not read${more}: another version of the same month, ${newest.name}, has later files; nothing else tells which is newer.`
    : `Not read${more}: an older version of the same month; ${newest.name} is newer.`;
  const hint = isGuess ? 'Keep only the version that counts in the folder.' : null;
  findings.push(notice('older-version', isGuess ? 'warning' : 'info', message, show(first), hint));
}

function choose(versions: readonly Version[], outcome: Outcome): Version | null {
  const present = versions.filter(({ files }) => files.size > 0);
  const { newest, isGuess } = newestOf(present);
  if (newest === undefined) {
    for (const version of versions) reportMissing(version, outcome);
    return null;
  }
  for (const version of present) if (version !== newest) passOver(version, newest, isGuess, outcome);
  for (const version of versions) {
    const isNewer = version.isCurrent || (version.order ?? '') > (newest.order ?? '');
    if (version.files.size === 0 && isNewer) reportMissing(version, outcome);
  }
  reportMissing(newest, outcome);
  reportSizes(newest, outcome);
  return newest;
}

/**
 * Chooses the files of the newest version of every month. Files that no manifest names and whose folders are not those of
 * versions are left as they are.
 * @param show name of a path for people
 */
export function chooseVersions(
  files: readonly ExportFile[],
  manifests: readonly ExportManifest[],
  show: (path: string) => string,
): VersionChoice {
  const byPath = new Map(files.map(file => [file.path, file]));
  const named = mergeCopies(manifests.map(manifest => fromManifest(manifest, byPath)));
  const { versions, unnamed } = fromFolders(named, byPath);
  const outcome: Outcome = { passedOver: new Set(), expectedRows: new Map(), findings: [], show };
  const subjects = new Map<string, Version[]>();
  for (const version of [...named, ...versions])
    subjects.set(version.subject, [...(subjects.get(version.subject) ?? []), version]);
  const newest = new Set([...subjects.values()].map(group => choose(group, outcome)));
  for (const [path, version] of unnamed) {
    outcome.passedOver.add(path);
    if (!newest.has(version)) continue;
    const message = 'Not read: the manifest of this version does not name it.';
    outcome.findings.push(notice('unnamed-file', 'warning', message, show(path)));
  }
  return outcome;
}
