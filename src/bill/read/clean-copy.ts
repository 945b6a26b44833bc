/** A copy of a text file that DuckDB can read: one kind of line end, and without lines that would swallow the rest. */

import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const CR = 0x0d;
const LF = 0x0a;

/** Every CR LF, LF and lone CR becomes LF; of dropped lines only the line end stays, so that the others keep their number. */
function cleanLines(droppedLines: ReadonlySet<number>): Transform {
  let afterCr = false;
  let line = 1;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const out = Buffer.allocUnsafe(chunk.length);
      let length = 0;
      for (const byte of chunk) {
        const isLineEnd = byte === CR || (byte === LF && !afterCr);
        if (isLineEnd) {
          out[length++] = LF;
          line++;
        } else if (byte !== LF && !droppedLines.has(line)) out[length++] = byte;
        afterCr = byte === CR;
      }
      done(null, out.subarray(0, length));
    },
  });
}

/** Writes the unpacked text of `path` to `copy`. @param droppedLines lines of the text, from 1 */
export async function writeCleanCopy(
  path: string,
  isGzip: boolean,
  copy: string,
  droppedLines: ReadonlySet<number>,
): Promise<void> {
  const input = createReadStream(path);
  const output = createWriteStream(copy);
  if (isGzip) await pipeline(input, createGunzip(), cleanLines(droppedLines), output);
  else await pipeline(input, cleanLines(droppedLines), output);
}
