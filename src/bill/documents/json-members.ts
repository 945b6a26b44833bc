/** Members of a JSON document by the kind they should have; what has another kind is absent. */

import { decimal, toText } from '../../engine/money.ts';
import { type ExactJson, isJsonObject } from '../prepare/exact-json.ts';

/** A JSON object. */
export type JsonObject = { readonly [key: string]: ExactJson };

/** Plain decimal or exponent notation, of a size that money can have. */
const AMOUNT = /^-?\d{1,24}(\.\d{1,40})?([eE][-+]?\d{1,2})?$/;

/** Objects of a list. */
export function objectsOf(value: ExactJson | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly ExactJson[]).filter(isJsonObject) : [];
}

/** Text, or null. */
export function textOf(value: ExactJson | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** An amount as plain decimal text; null when it is absent or no amount. */
export function amountText(value: ExactJson | undefined): string | null {
  return typeof value === 'string' && AMOUNT.test(value) ? toText(decimal(value)) : null;
}
