/** JSON whose numbers keep their digits: a number becomes the text that stands in the document. */

/** A JSON value with numbers as their text. */
export type ExactJson =
  | string
  | boolean
  | null
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson };

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** @throws SyntaxError when the text is not JSON */
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
