/** Names a place inside a value the way a person would write it. */

import { quote } from './quote.ts';

/** Place in a value: `['moves', 2, 'lever']`. */
export type Path = readonly PropertyKey[];

/** `moves[2].lever`; a key that is no plain word stands in quotes. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_][\w-]{0,60}$/.test(String(part)))
      text += text === '' ? String(part) : `.${String(part)}`;
    else text += `[${quote(String(part)).replaceAll('`', '"')}]`;
  }
  return text;
}
