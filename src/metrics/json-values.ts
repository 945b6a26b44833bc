/** Looks into parsed JSON of other people. */

/** An object; only its own keys are looked at. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** True for an object that is no list. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Longer names and values of labels are cut: nothing is known by the rest of them. */
const TEXT_MAX = 2_048;

/** Text under an own key; null for anything else. */
export function textOf(record: JsonRecord, key: string): string | null {
  const value = Object.hasOwn(record, key) ? record[key] : null;
  return typeof value === 'string' && value !== '' ? value.slice(0, TEXT_MAX) : null;
}

/** A list under an own key; empty for anything else. */
export function listOf(record: JsonRecord, key: string): readonly unknown[] {
  const value = Object.hasOwn(record, key) ? record[key] : null;
  return Array.isArray(value) ? value : [];
}
