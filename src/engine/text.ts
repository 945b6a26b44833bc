/** Makes other people's text safe to show: nothing in it can move a cursor, change a colour, hide or reorder characters. */

/**
 * Control characters (C0, DEL, C1: the start of every ANSI and OSC sequence, line breaks and tabs too), format characters
 * (bidirectional overrides and isolates, zero-width characters, byte order mark, soft hyphen, tags), lone surrogates,
 * line and paragraph separators, and everything else that Unicode draws as nothing. Variation selectors stay: they
 * only choose how the character before them looks.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

/**
 * The same text with every character that could act on a terminal, or that nobody would see, written as `\x1b` or `\u{202e}`.
 * Applying it twice changes nothing more. A backslash stays as it is: the result is for reading, not for decoding.
 */
export function escapeControl(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}
