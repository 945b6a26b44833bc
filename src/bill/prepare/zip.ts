/** Zip archives: every member that may be a bill becomes a file of its own, under a name that this program makes. */

import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { detectBytes } from '../detect.ts';
import { type ExportManifest, isManifestName, MANIFEST_BYTES_MAX } from '../find/export-manifests.ts';
import { chooseVersions } from '../find/export-versions.ts';
import { type FoundFile, readManifest, skipped } from '../find/find-files.ts';
import { type NotABill, notABill } from '../source.ts';
import { listMembers, type ZipMember } from './zip-members.ts';

/** What an archive became. */
export type Expanded = { readonly files: readonly FoundFile[]; readonly findings: readonly Finding[] };

/** Where members go. */
export type Unpacking = {
  /** Path of a new file. */
  readonly newPath: () => string;
  readonly signal: AbortSignal | undefined;
};

/** The content of a member is not what the directory of the archive says. */
class DamagedMember extends Error {}

/** Ends the unpacking of a member that can't be a bill. */
class Unwanted extends Error {}

/** Passes chunks on; at the end the checksum must be right. The number of bytes is held by yauzl. */
function checked(entry: Entry, onFirst: (chunk: Buffer) => void) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let sum = 0;
    let isFirst = true;
    for await (const chunk of chunks) {
      if (isFirst) onFirst(chunk);
      isFirst = false;
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw new DamagedMember('its checksum is wrong');
  };
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw new DamagedMember(error instanceof Error ? error.message : String(error));
  }
}

/** Errors of zlib and of yauzl say that the archive is damaged; those of the disk have a system call. */
function isDamage(error: unknown): error is Error {
  const isOther = error instanceof UserError || error instanceof TypeError || error instanceof ReferenceError;
  return error instanceof Error && !isOther && !('syscall' in error);
}

async function readText(zip: ZipFile, { entry }: ZipMember): Promise<string> {
  const parts: Buffer[] = [];
  const content = checked(entry, () => undefined)(await contentOf(zip, entry));
  for await (const chunk of content) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

/** Too few bytes to say anything. */
const FIRST_BYTES_MIN = 64;

/** Why the first bytes can't be a bill's; null when they may be. */
function unwantedReason(chunk: Buffer): string | null {
  if (chunk.length < FIRST_BYTES_MIN) return null;
  const kind = detectBytes(chunk);
  if (kind === 'zip') return 'it is an archive inside an archive';
  return kind === 'binary' ? 'it is neither text nor Parquet' : null;
}

/** Unpacks a member; a finding when its first bytes say that it is no bill. */
async function unpack(
  zip: ZipFile,
  { entry, path }: ZipMember,
  archive: FoundFile,
  { newPath, signal }: Unpacking,
): Promise<FoundFile | Finding> {
  const name = `${archive.name}/${path}`;
  const target = newPath();
  const onFirst = (chunk: Buffer) => {
    const reason = unwantedReason(chunk);
    if (reason !== null) throw new Unwanted(reason);
  };
  try {
    const content = await contentOf(zip, entry);
    await pipeline(content, checked(entry, onFirst), createWriteStream(target), signal ? { signal } : {});
  } catch (error) {
    if (!(error instanceof Unwanted)) throw error;
    const isArchive = error.message.includes('archive');
    return skipped(
      name,
      error.message,
      isArchive ? 'warning' : 'info',
      isArchive ? 'Unpack it first.' : null,
    );
  }
  return { name, path: target, bytes: entry.uncompressedSize, isNamed: false };
}

async function expandOpen(
  zip: ZipFile,
  archive: FoundFile,
  unpacking: Unpacking,
): Promise<Expanded | NotABill> {
  const listing = await listMembers(zip, archive.name, archive.bytes);
  if ('kind' in listing) return listing;
  const show = (path: string) => `${archive.name}/${path}`;
  const findings: Finding[] = [...listing.findings];
  const manifests: ExportManifest[] = [];
  const members: ZipMember[] = [];
  for (const member of listing.members) {
    if (!isManifestName(member.path)) {
      members.push(member);
      continue;
    }
    const bytes = member.entry.uncompressedSize;
    const text = bytes > MANIFEST_BYTES_MAX ? '' : await readText(zip, member);
    const { manifest, finding } = readManifest(member.path, show(member.path), bytes, () => text);
    if (manifest !== null) manifests.push(manifest);
    if (finding !== null) findings.push(finding);
  }
  const tree = members.map(({ path, entry }) => ({
    path,
    bytes: entry.uncompressedSize,
    modified: entry.getLastModDate().getTime(),
  }));
  const choice = chooseVersions(tree, manifests, show);
  findings.push(...choice.findings);
  const files: FoundFile[] = [];
  for (const member of members) {
    if (choice.passedOver.has(member.path)) continue;
    const found = await unpack(zip, member, archive, unpacking);
    const expectedRows = choice.expectedRows.get(member.path);
    if ('code' in found) findings.push(found);
    else files.push(expectedRows === undefined ? found : { ...found, expectedRows });
  }
  return { files, findings };
}

/**
 * Unpacks the members of a zip archive that may be bills, without old versions of a month.
 * @returns why not, when the archive is damaged, encrypted, a bomb or a spreadsheet: it is read as a whole or not at all
 */
export async function expandZip(archive: FoundFile, unpacking: Unpacking): Promise<Expanded | NotABill> {
  let zip: ZipFile | null = null;
  try {
    // Names are decoded by us: yauzl gives up on an archive with a single bad one.
    zip = await openPromise(archive.path, { autoClose: false, decodeStrings: false });
    zip.on('error', () => undefined);
    return await expandOpen(zip, archive, unpacking);
  } catch (error) {
    unpacking.signal?.throwIfAborted();
    if (!isDamage(error)) throw error;
    const isEncrypted = /encryption/i.test(error.message);
    return isEncrypted
      ? notABill('unsupported-format', 'it is an encrypted zip archive', 'Unpack it and import the files.')
      : notABill('damaged-file', `it is a damaged zip archive (${error.message})`, 'Download it again.');
  } finally {
    zip?.close();
  }
}
