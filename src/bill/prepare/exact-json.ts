/** JSON whose numbers keep their digits: a number becomes the text that stands in the document. */

/** A JSON value with numbers as their text. */
export type ExactJson =
  | string
  | boolean
  | null
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson };

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** @throws SyntaxError when the text is not JSON; RangeError when it nests too deep to be read */
export function parseExactJson(text: string): ExactJson {
  const keepDigits: Reviver = (_key, value, context) =>
    typeof value === 'number' ? (context.source ?? String(value)) : value;
  // The third argument (JSON.parse source text access) is newer than the type of JSON.parse.
  return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) as ExactJson;
}

/** True for an object, as opposed to a list, a text or nothing. */
export function isJsonObject(value: ExactJson | undefined): value is { readonly [key: string]: ExactJson } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]/gs;

/**
 * A key that one object of the text has more than once: of its values, a JSON reader keeps the last without a word.
 * @param text valid JSON
 */
export function duplicateKey(text: string): string | null {
  const objects: Set<string>[] = [];
  for (const [token, key, colon] of text.matchAll(TOKEN)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (colon !== undefined && key !== undefined) {
      const keys = objects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
}
