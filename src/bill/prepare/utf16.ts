/** Text in UTF-16 as UTF-8. */

import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Which half of a UTF-16 unit comes first: by the mark, else by where the zeros of Latin letters stand. */
function byteOrder(head: Uint8Array): 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0 ? 'utf-16be' : 'utf-16le';
}

/** Writes the text at `target` as UTF-8 without a mark. */
export async function writeUtf8Copy(
  path: string,
  isGzip: boolean,
  head: Uint8Array,
  target: string,
): Promise<void> {
  async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
    const text = new TextDecoder(byteOrder(head));
    for await (const chunk of bytes) yield text.decode(chunk, { stream: true });
    yield text.decode();
  }
  const input = createReadStream(path);
  const output = createWriteStream(target, { encoding: 'utf8' });
  if (isGzip) await pipeline(input, createGunzip(), decode, output);
  else await pipeline(input, decode, output);
}
