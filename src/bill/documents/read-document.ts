/** Reads a JSON file that is an estimate or an allocation. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { CostDocument } from '../../engine/cost-document.ts';
import { UserError } from '../../engine/errors.ts';
import type { FoundFile } from '../find/find-files.ts';
import { type ExactJson, parseExactJson } from '../prepare/exact-json.ts';
import { isAllocation, readAllocation } from './allocation.ts';
import { isEstimate, readEstimate } from './estimate.ts';

/** Assumption: the largest answers of these tools are some ten megabytes; they are held in memory as a whole. */
const BYTES_MAX = 256 * 1024 * 1024;

function damaged(file: Pick<FoundFile, 'name'>, why: string, hint: string): UserError {
  return new UserError({
    code: 'damaged-file',
    message: `${file.name} can't be imported: ${why}`,
    hint,
    exitCode: 3,
  });
}

function textOfFile(file: Pick<FoundFile, 'path' | 'name' | 'bytes'>, isGzip: boolean): string {
  if (file.bytes > BYTES_MAX)
    throw damaged(file, 'it is larger than 256 MB', 'Export fewer projects, or a shorter window.');
  const bytes = readFileSync(file.path);
  if (!isGzip) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: BYTES_MAX }).toString('utf8');
  } catch {
    throw damaged(file, 'its gzip is damaged, or larger than 256 MB unpacked', 'Export it again.');
  }
}

/**
 * The document in a file; null when its JSON is neither an estimate nor an allocation.
 * @throws UserError (data) when it is damaged or too large
 */
export function readDocument(
  file: Pick<FoundFile, 'path' | 'name' | 'bytes'>,
  isGzip: boolean,
): CostDocument | null {
  let document: ExactJson;
  try {
    document = parseExactJson(textOfFile(file, isGzip).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damaged(file, 'its JSON is damaged', 'Export it again.');
  }
  if (isEstimate(document)) return readEstimate(document);
  return isAllocation(document) ? readAllocation(document) : null;
}
