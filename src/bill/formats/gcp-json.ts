/** Nested cells of a Google export as text: JSON, or what Python prints of the same value (single quotes, `None`, `Decimal('1')`). */

import { sqlText } from '../sql.ts';

/** A quoted text of JSON or Python. */
export const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;

/** Parts of a Python value: quoted texts, words, everything between them, and a quote that is never closed. */
const PYTHON_PARTS = `(?s)${QUOTED}|[A-Za-z]+|[^A-Za-z'"]+|['"]`;

const PYTHON_WORDS: readonly (readonly [python: string, json: string])[] = [
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
];

/** One part as JSON. Inside single quotes every `'` is escaped and no `"` is. */
function jsonPartSql(part: string): string {
  const body = `replace(replace(substr(${part}, 2, length(${part}) - 2), '\\''', ''''), '"', '\\"')`;
  const words = PYTHON_WORDS.map(([python, json]) => `WHEN ${sqlText(python)} THEN ${sqlText(json)}`);
  return `CASE WHEN prefix(${part}, '''') AND length(${part}) > 1 THEN '"' || ${body} || '"'
    ELSE CASE ${part} ${words.join(' ')} ELSE ${part} END END`;
}

/** Expression: the text as JSON; null when it is neither JSON nor Python. */
export function jsonTextSql(text: string): string {
  const plain = `regexp_replace(regexp_replace(python, 'Decimal\\(''([^'']*)''\\)', '\\1', 'g'), '\\\\x([0-9a-fA-F]{2})', '\\\\u00\\1', 'g')`;
  const parts = `regexp_extract_all(${plain}, ${sqlText(PYTHON_PARTS)})`;
  const rewritten = `array_to_string(list_transform(${parts}, lambda part: ${jsonPartSql('part')}), '')`;
  const checked = `list_transform(list_transform([${text}], lambda python: ${rewritten}), lambda json: CASE WHEN json_valid(json) THEN json END)[1]`;
  return `CASE WHEN json_valid(${text}) THEN ${text} WHEN ${text} IS NOT NULL THEN ${checked} END`;
}

/** Expression: list of `{key, value, namespace}` of a cell that holds a list of pairs, or an object. */
function pairsSql(text: string): string {
  const list = `from_json(json, '[{"key":"VARCHAR","value":"VARCHAR","namespace":"VARCHAR"}]')`;
  const entries = `list_transform(map_entries(from_json(json, '"MAP(VARCHAR, VARCHAR)"')),
    lambda entry: struct_pack(key := entry.key, value := entry.value, namespace := CAST(NULL AS VARCHAR)))`;
  return `CASE WHEN ${text} NOT IN ('[]', '{}') THEN
    list_transform([${jsonTextSql(text)}], lambda json: CASE WHEN prefix(ltrim(json), '{') THEN ${entries} ELSE ${list} END)[1] END`;
}

/**
 * Expression: JSON object of the pairs of these cells, null when there are none. Of two pairs with one key the first
 * stays, so that what is closest to the resource comes first.
 * @param texts expressions of cells
 */
export function tagObjectSql(texts: readonly string[]): string {
  const known = texts.filter(text => text !== 'NULL');
  if (known.length === 0) return 'NULL';
  const all = `list_filter(list_concat(${known.map(pairsSql).join(', ')}), lambda pair: pair.key IS NOT NULL)`;
  // A namespace marks a Resource Manager tag, whose key is only unique inside it; Google's view writes n/a for labels.
  const keyed = `list_transform(${all}, lambda pair: struct_pack(value := pair.value,
    key := CASE WHEN pair.namespace <> 'n/a' THEN pair.namespace || '/' || pair.key ELSE pair.key END))`;
  const first = `list_filter(pairs, lambda pair, i: list_position(list_transform(pairs, lambda other: other.key), pair.key) = i)`;
  const members = `list_transform(${first}, lambda pair: to_json(pair.key) || ':' || coalesce(CAST(to_json(pair.value) AS VARCHAR), 'null'))`;
  const object = `list_transform([${keyed}], lambda pairs: nullif('{' || array_to_string(${members}, ',') || '}', '{}'))[1]`;
  const isEmpty = known.map(text => `coalesce(${text}, '[]') = '[]'`).join(' AND ');
  return `CASE WHEN ${isEmpty} THEN NULL ELSE ${object} END`;
}

/** Expression: value of one key in a cell that holds a list of pairs. */
export function pairValueSql(text: string, key: string): string {
  if (text === 'NULL') return 'NULL';
  // Most records do not have it: looking for the text is cheaper than reading the list.
  return `CASE WHEN contains(${text}, ${sqlText(key)}) THEN
    list_filter(${pairsSql(text)}, lambda pair: pair.key = ${sqlText(key)})[1].value END`;
}
