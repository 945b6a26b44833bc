/** Quotes other people's words in our sentences. */

import { escapeControl } from '../engine/text.ts';

/** Longer words are cut: a message is one line. */
const MAX_CHARACTERS = 60;

/** The text in backticks, short and safe for a terminal. */
export function quote(text: string): string {
  const characters = [...text];
  const cut = characters.length > MAX_CHARACTERS ? `${characters.slice(0, MAX_CHARACTERS).join('')}…` : text;
  return `\`${escapeControl(cut)}\``;
}
