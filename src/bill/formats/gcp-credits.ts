/** Credits of a Google charge: a list in one cell, added up to the last digit, and what kinds of credits they are. */

import type { Cells } from '../read/cells.ts';
import { sqlText } from '../sql.ts';
import type { Mapping } from './format.ts';
import { jsonTextSql, QUOTED } from './gcp-json.ts';

/** What a charge's credits say, as expressions. */
export type Credits = {
  /** Sum of the amounts, mostly negative; null without credits. */
  readonly amount: string;
  /** Condition: there is a credit of this type. */
  readonly hasType: (type: string) => string;
  /** Type, id and name of the first committed use discount, null where there is none. */
  readonly commitment: { readonly type: string; readonly id: string; readonly name: string };
  readonly findings: Mapping['findings'];
};

/** Types of credits for usage that a commitment covers. */
export const RESOURCE_BASED = 'COMMITTED_USAGE_DISCOUNT';
export const SPEND_BASED = 'COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE';

const SCALAR = String.raw`${QUOTED}|Decimal\('[^']*'\)|[-+.\w]+|\[[^\[\]{}]*\]`;
const MEMBER = String.raw`(?:${QUOTED})\s*:\s*(?:${SCALAR})`;
const CREDIT = String.raw`\{\s*(?:${MEMBER}(?:\s*,\s*${MEMBER})*)?\s*\}`;
/** A list of flat objects, or one; NumPy prints lists without commas. */
const CREDITS = String.raw`(?s)\s*(?:\[\s*(?:${CREDIT}(?:\s*,?\s*${CREDIT})*)?\s*\]|${CREDIT})\s*`;
/**
 * Amounts, and the starts of credits to count them. Read as text: a JSON reader would make doubles of them. Other quoted
 * texts are matched so that what stands inside them is not.
 */
const PARTS = String.raw`(?s)["']amount["']\s*:\s*(?:${SCALAR})|${QUOTED}|\{`;
const AMOUNT = String.raw`^["']amount["']\s*:`;

/** Sums below this stay in range at 24 decimals. */
const SMALL = '1e12';
/** Largest amount that is added up; larger ones are said to be too large. */
const LARGE = '1e17';

function sumSql(scale: 18 | 24): string {
  return `TRY(CAST(list_sum(list_transform(amounts, lambda t: CAST(plain_number(t) AS DECIMAL(38,${scale})))) AS VARCHAR))`;
}

/** Expression over `amounts`, `credits`: text of the sum; the text that is in the way where there is none. */
function sumTextSql(): string {
  const size = (text: string) => `abs(TRY_CAST(plain_number(${text}) AS DECIMAL(38,18)))`;
  const unreadable = `list_filter(amounts, lambda t: coalesce(${size('t')} >= ${LARGE}, TRUE))`;
  const isSmall = `len(list_filter(amounts, lambda t: ${size('t')} >= ${SMALL})) = 0`;
  return `CASE WHEN len(amounts) = 0 THEN NULL WHEN len(amounts) = 1 THEN amounts[1]
    WHEN len(${unreadable}) > 0 THEN ${unreadable}[1]
    WHEN ${isSmall} THEN ${sumSql(24)} ELSE coalesce(${sumSql(18)}, credits) END`;
}

/** Expression: `{total, inexact, details}` of a cell of credits. */
function readSql(credits: string): string {
  const parts = `regexp_extract_all(credits, ${sqlText(PARTS)})`;
  const ofParts = (list: string) =>
    `list_filter(${list}, lambda part: regexp_matches(part, ${sqlText(AMOUNT)}))`;
  const value = String.raw`trim(regexp_replace(part, '^["'']amount["'']\s*:\s*(Decimal\()?["'']?|["'']?\)?$', '', 'g'))`;
  // A credit without an amount takes nothing off, as in Google's own sums.
  const amounts = `list_filter(list_transform(${ofParts('parts')}, lambda part: ${value}), lambda t: t NOT IN ('null', 'None'))`;
  const isList = `(regexp_full_match(credits, ${sqlText(CREDITS)})
    AND len(${ofParts('parts')}) <= len(list_filter(parts, lambda part: part = '{')))`;
  // More than 24 decimals are rounded in a sum; a single amount is read like any other cell.
  const inexact = `CASE WHEN len(amounts) > 1 THEN
    list_filter(amounts, lambda t: coalesce(decimals_needed(plain_number(t)) > 24, FALSE))[1] END`;
  const details = `from_json(${jsonTextSql('credits')}, '[{"type":"VARCHAR","id":"VARCHAR","name":"VARCHAR","full_name":"VARCHAR"}]')`;
  const read = `list_transform([${amounts}], lambda amounts: struct_pack(
      total := CASE WHEN ${isList} THEN ${sumTextSql()} ELSE credits END,
      inexact := CASE WHEN ${isList} THEN ${inexact} END, details := ${details}))[1]`;
  const bound = `list_transform([${credits}], lambda credits: list_transform([${parts}], lambda parts: ${read})[1])[1]`;
  return `CASE WHEN ${credits} <> '[]' THEN ${bound} END`;
}

function finding(code: string, message: string, hint: string): Mapping['findings'][number] {
  return { code, severity: 'warning', message, hint };
}

/** Credits that were unnested into columns, or are not there at all. */
function flatCredits(cells: Cells): Credits {
  const type = cells.text('creditstype');
  const findings = cells.has('creditsamount')
    ? [
        finding(
          'unnested-credits',
          'Credits are columns here: if the query made one record of each credit, a charge with several credits is counted several times.',
          'Export the column credits as JSON instead (TO_JSON_STRING), without UNNEST.',
        ),
      ]
    : [
        finding(
          'missing-column',
          'The file has no column credits: discounts, free tier and promotions are not taken off the cost.',
          'Export the bill with the column credits, as JSON (TO_JSON_STRING).',
        ),
      ];
  const isCommitment = `${type} IN (${sqlText(RESOURCE_BASED)}, ${sqlText(SPEND_BASED)})`;
  const pick = (value: string) => (type === 'NULL' ? 'NULL' : `CASE WHEN ${isCommitment} THEN ${value} END`);
  return {
    amount: cells.decimal('creditsamount', 'cost', { weight: 'record' }),
    hasType: wanted => `coalesce(${type} = ${sqlText(wanted)}, FALSE)`,
    commitment: {
      type: pick(type),
      id: pick(cells.text('creditsid')),
      name: pick(`coalesce(${cells.text('creditsfullname')}, ${cells.text('creditsname')})`),
    },
    findings,
  };
}

/** Reads the column `credits`. */
export function readCredits(cells: Cells): Credits {
  if (!cells.has('credits')) return flatCredits(cells);
  const read = cells.named('credits_read', readSql(cells.text('credits')));
  const part = (name: 'total' | 'inexact' | 'details') => `struct_extract(${read}, ${sqlText(name)})`;
  // Only looked at: a sum that is rounded says which amount it is for.
  cells.decimal('credits', 'cost', { weight: 'total', inside: part('inexact') });
  const isCommitment = `lambda credit: credit.type IN (${sqlText(RESOURCE_BASED)}, ${sqlText(SPEND_BASED)})`;
  const commitment = `list_filter(${part('details')}, ${isCommitment})[1]`;
  return {
    amount: cells.decimal('credits', 'cost', { weight: 'record', inside: part('total') }),
    hasType: type =>
      `coalesce(list_contains(list_transform(${part('details')}, lambda credit: credit.type), ${sqlText(type)}), FALSE)`,
    commitment: {
      type: `${commitment}.type`,
      id: `${commitment}.id`,
      name: `coalesce(${commitment}.full_name, ${commitment}.name)`,
    },
    findings: [],
  };
}
