/** Tags of resources as last seen in the period. */

import type { ResourceTags } from '../../engine/bill-extract.ts';
import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';

/** Tags of a hostile bill are cut here: providers allow 50 a resource. */
const TAGS_MAX = 200;
const TAG_CHARACTERS_MAX = 1024;

function tagText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, TAG_CHARACTERS_MAX);
}

/** FOCUS writes an object, Google's view a list of `{key, value}`. Null when the text is neither. */
function parseTags(text: string): Record<string, string> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const entries: [string, unknown][] = Array.isArray(parsed)
    ? parsed.flatMap((item: unknown): [string, unknown][] =>
        typeof item === 'object' && item !== null && 'key' in item && 'value' in item
          ? [[String(item.key), item.value]]
          : [],
      )
    : Object.entries(parsed);
  const known = entries.filter(([, value]) => value !== null && value !== undefined).slice(0, TAGS_MAX);
  return Object.fromEntries(known.map(([key, value]) => [key.slice(0, TAG_CHARACTERS_MAX), tagText(value)]));
}

/** Tags of the view `charges` by resource; resources without tags are left out. */
export async function extractTags(
  duckdb: DuckDb,
): Promise<{ tags: readonly ResourceTags[]; findings: readonly Finding[] }> {
  const rows = await duckdb.rows(
    `SELECT resource, arg_max(tags, [epoch_us(last), hash(tags)]) FROM (
       SELECT ResourceId AS resource, Tags AS tags, max(ChargePeriodStart) AS last
       FROM charges WHERE ResourceId IS NOT NULL AND Tags IS NOT NULL GROUP BY 1, 2) GROUP BY 1 ORDER BY 1`,
  );
  const tags: ResourceTags[] = [];
  let unreadable = 0;
  for (const [resource, text] of rows) {
    const parsed = parseTags(String(text));
    if (parsed === null) unreadable++;
    else if (Object.keys(parsed).length > 0) tags.push({ resourceId: String(resource), tags: parsed });
  }
  if (unreadable === 0) return { tags, findings: [] };
  const message = `Tags of ${unreadable} resources are not JSON and are left out.`;
  return {
    tags,
    findings: [{ code: 'unreadable-tags', severity: 'warning', message, hint: null, source: null }],
  };
}
