/** What a zip archive holds, judged by its directory alone: which members to look at, and whether it is safe to unpack. */

import { type Entry, getFileNameLowLevel, validateFileName, type ZipFile } from 'yauzl';
import type { Finding } from '../../engine/finding.ts';
import { isManifestName } from '../find/export-manifests.ts';
import { isSkippedName, skipped } from '../find/find-files.ts';
import { type NotABill, notABill } from '../source.ts';

/** A member that may be a bill or a manifest. */
export type ZipMember = {
  /** Path in the archive with `/`, for people; never a path on disk. */
  readonly path: string;
  readonly entry: Entry;
};

/** Members to look at, in the order of the archive. */
export type ZipListing = {
  readonly members: readonly ZipMember[];
  readonly findings: readonly Finding[];
};

/** As many files as a folder may hold. */
const MEMBERS_MAX = 10_000;
/**
 * Unpacked bytes of all members. The largest monthly bills that one machine reads have some 50 GB of text. An assumption,
 * range 16 to 256 GB.
 */
const TOTAL_BYTES_MAX = 64 * 1024 ** 3;
/**
 * How much smaller than its content a large member may be. Bills shrink to a 10th or 40th; deflate can't do better than a
 * 1032nd, and only does on bytes that say nothing. An assumption, range 100 to 500.
 */
const RATIO_MAX = 200;
/** Below this a high ratio harms nobody. An assumption, range 16 to 256 MB. */
const RATIO_FREE_BYTES = 100 * 1024 ** 2;

const UNIX_SYSTEMS: readonly number[] = [3, 19];
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

/** Links, devices and the like, as Unix zippers mark them. */
function isSpecial({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return UNIX_SYSTEMS.includes(versionMadeBy >>> 8) && type !== 0 && type !== REGULAR_FILE;
}

/** Names of folders and file that do not lead out of the archive. */
function harmlessNames(name: string): readonly string[] {
  return name
    .replaceAll('\0', '')
    .replace(/^[a-z]:/i, '')
    .split('/')
    .filter(part => part !== '' && part !== '.' && part !== '..');
}

function tooLarge(what: string): NotABill {
  return notABill('archive-too-large', what, 'Unpack it yourself if you trust it, and import the files.');
}

function bombReason(entries: readonly Entry[], archiveBytes: number): NotABill | null {
  const sum = (pick: (entry: Entry) => number) => entries.reduce((total, entry) => total + pick(entry), 0);
  if (sum(entry => entry.compressedSize) > archiveBytes)
    return tooLarge('it is a zip bomb: its members overlap');
  if (sum(entry => entry.uncompressedSize) > TOTAL_BYTES_MAX)
    return tooLarge(`it unpacks to more than ${TOTAL_BYTES_MAX / 1024 ** 3} GB`);
  const isDense = ({ compressedSize, uncompressedSize }: Entry) =>
    uncompressedSize > RATIO_FREE_BYTES && uncompressedSize > RATIO_MAX * compressedSize;
  return entries.some(isDense)
    ? tooLarge(`it is a zip bomb: a member unpacks to more than ${RATIO_MAX} times its size`)
    : null;
}

async function readEntries(zip: ZipFile): Promise<readonly Entry[] | NotABill> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entries.push(entry) > MEMBERS_MAX) return tooLarge(`it has more than ${MEMBERS_MAX} members`);
  }
  return entries;
}

/** Office documents are archives of their own kind. */
function isSpreadsheet(names: ReadonlySet<string>): boolean {
  return names.has('[Content_Types].xml') || (names.has('mimetype') && names.has('content.xml'));
}

/** A member under the name that people see. */
type NamedEntry = { readonly entry: Entry; readonly name: string; readonly names: readonly string[] };

/** Folders, hidden files and the lists of exporters are passed over without a word, as in a folder. */
function isSilent({ name, names }: NamedEntry): boolean {
  const last = names.length - 1;
  return (
    name.endsWith('/') ||
    names.length === 0 ||
    names.some((part, at) => isSkippedName(part) && !(at === last && isManifestName(part)))
  );
}

/** Why the archive can't be read because of one of its members; null when it can. */
function memberReason({ entry, names }: NamedEntry, isSecond: boolean): NotABill | null {
  const path = names.join('/');
  const hint = 'Unpack it and import the files.';
  if (entry.isEncrypted()) return notABill('unsupported-format', `its member ${path} is encrypted`, hint);
  if (!entry.canDecodeFileData())
    return notABill('unsupported-format', `its member ${path} is packed by a method that is not read`, hint);
  if (!isSecond) return null;
  const what = `it holds two members with the name ${path}`;
  return notABill('damaged-file', what, 'Unpack it and import the file that counts.');
}

function pathTrick(display: string): Finding {
  const source = { file: display, row: null, column: null };
  const message = 'The name in the archive leads out of it; the member is read under a name inside it.';
  return { code: 'path-trick', severity: 'warning', message, hint: null, source };
}

/**
 * Lists what is worth unpacking. An archive is read as a whole or not at all: a part of a bill must not pass for the bill.
 * @param archive name for people
 * @throws Error when the directory of the archive is damaged
 */
export async function listMembers(
  zip: ZipFile,
  archive: string,
  archiveBytes: number,
): Promise<ZipListing | NotABill> {
  const entries = await readEntries(zip);
  if ('kind' in entries) return entries;
  const named = entries.map((entry): NamedEntry => {
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
    return { entry, name, names: harmlessNames(name) };
  });
  if (isSpreadsheet(new Set(named.map(({ name }) => name)))) {
    const hint = 'Save the sheet as CSV (UTF-8) and import that.';
    return notABill('unsupported-format', 'it is a spreadsheet or another office document', hint);
  }
  const members = new Map<string, ZipMember>();
  const findings: Finding[] = [];
  for (const each of named.filter(candidate => !isSilent(candidate))) {
    const { entry, name, names } = each;
    const path = names.join('/');
    const display = `${archive}/${path}`;
    if (isSpecial(entry)) {
      findings.push(skipped(display, 'it is a link or another special file'));
      continue;
    }
    const reason = memberReason(each, members.has(path));
    if (reason !== null) return reason;
    if (validateFileName(name) !== null || name.includes('\0')) findings.push(pathTrick(display));
    members.set(path, { path, entry });
  }
  const kept = [...members.values()];
  const bomb = bombReason(
    kept.map(({ entry }) => entry),
    archiveBytes,
  );
  return bomb ?? { members: kept, findings };
}
