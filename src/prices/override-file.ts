/** Reads negotiated rates from a CSV or YAML file that a person wrote. */

import { z } from 'zod';
import type { Finding } from '../engine/finding.ts';
import { type CsvLayout, readCsvTable } from '../input/csv-table.ts';
import { findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import { readYamlFile } from '../input/yaml-file.ts';
import type { EmbeddedPriceBook } from './embedded-book.ts';
import { PRICE_MAX } from './overlay-store.ts';
import { overrideKey, type PriceOverride } from './override.ts';
import { nearestItems } from './override-names.ts';

/** What a file says; rates with something wrong are left out and told of. */
export type OverridesRead = {
  readonly overrides: readonly PriceOverride[];
  readonly findings: readonly Finding[];
};

const MAX_FINDINGS = 200;
const MAX_RATES = 100_000;

const COLUMNS = [
  'provider',
  'service',
  'item',
  'region',
  'unit',
  'price',
  'currency',
  'from',
  'note',
] as const;

/** One rate as written, all text. */
type Written = Readonly<Record<(typeof COLUMNS)[number], string>>;
type WrittenRow = { readonly written: Written; readonly row: number | null; readonly column: string | null };

const CSV_LAYOUT: CsvLayout<'negotiated rates'> = {
  name: 'negotiated rates',
  required: ['provider', 'service', 'item', 'region', 'unit', 'price', 'currency', 'from'],
  optional: ['note'],
};

const words = z.string().max(400);
const yamlSchema = z.strictObject({
  rates: z
    .array(
      z.strictObject({
        provider: words,
        service: words,
        item: words,
        region: words,
        unit: words,
        price: z.union([z.number(), words]),
        currency: words,
        from: words,
        note: words.optional(),
      }),
    )
    .max(MAX_RATES),
});

/** Text that is shown and searched: one line, no character that acts on a terminal. */
const PLAIN = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const PRICE = /^\d{1,8}(\.\d{1,15})?$/;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/** What is wrong with a rate as written, the first thing; null when nothing is. */
function problemOf(written: Written): Pick<Finding, 'code' | 'message' | 'hint'> | null {
  const empty = COLUMNS.find(name => name !== 'note' && written[name] === '');
  if (empty)
    return { code: 'rate-cell-empty', message: `${empty} is empty`, hint: 'Fill every column but the note.' };
  const unsafe = COLUMNS.find(name => !PLAIN.test(written[name]) || written[name].length > 200);
  if (unsafe) {
    return {
      code: 'rate-cell-unsafe',
      message: `${unsafe} has control characters or more than 200 characters`,
      hint: 'Write it as plain text on one line.',
    };
  }
  if (!['aws', 'gcp', 'azure'].includes(written.provider.toLowerCase())) {
    const message = `${quote(written.provider)} is no provider`;
    return { code: 'rate-provider', message, hint: 'Providers are aws, gcp and azure.' };
  }
  const price = PRICE.test(written.price) ? Number(written.price) : Number.NaN;
  if (!(price > 0 && price <= PRICE_MAX)) {
    return {
      code: 'rate-price',
      message: `${quote(written.price)} is no price`,
      hint: `Write a decimal number over 0 and up to ${PRICE_MAX}, with a point and without a currency sign. A thing that is free needs no rate.`,
    };
  }
  if (written.currency.toUpperCase() !== 'USD') {
    const message = `the rate is in ${quote(written.currency)}, and the book counts in USD`;
    return { code: 'rate-currency', message, hint: 'Write the rate in USD.' };
  }
  if (!isDate(written.from)) {
    const message = `${quote(written.from)} is no date`;
    return { code: 'rate-date', message, hint: 'Write the first day as YYYY-MM-DD.' };
  }
  return null;
}

function rowsOfYaml(path: string, add: (finding: Finding) => void): readonly WrittenRow[] {
  const { value, findings, locate } = readYamlFile(path, yamlSchema);
  findings.forEach(add);
  return (value?.rates ?? []).map((rate, index) => {
    const position = locate(['rates', index]);
    return {
      written: { ...rate, price: String(rate.price), note: rate.note ?? '' },
      row: position?.line ?? null,
      column: position === null ? null : `${position.line}:${position.column}`,
    };
  });
}

function rowsOfCsv(path: string, add: (finding: Finding) => void): readonly WrittenRow[] {
  const { rows, findings } = readCsvTable(path, [CSV_LAYOUT]);
  findings.forEach(add);
  if (rows.length > MAX_RATES) {
    const message = `rates after ${MAX_RATES} are not read`;
    add({ code: 'rate-too-many', severity: 'error', message, hint: 'Split the file.', source: null });
  }
  return rows.slice(0, MAX_RATES).map(({ cells, row }) => ({
    written: Object.fromEntries(COLUMNS.map(name => [name, cells[name] ?? ''])) as Written,
    row,
    column: null,
  }));
}

/** Units of the book's prices of a service in a Region by the item in lower case, and the items as written. */
type KnownItems = { readonly units: ReadonlyMap<string, string>; readonly items: readonly string[] };
type KnownOf = (override: PriceOverride) => KnownItems;

/** The book is searched once for each service and Region of a file. */
function knownItems(book: EmbeddedPriceBook): KnownOf {
  const kept = new Map<string, KnownItems>();
  return ({ provider, service, region }) => {
    const key = `${provider}|${service}|${region}`.toLowerCase();
    const known = kept.get(key);
    if (known) return known;
    const facts = book.findPrices({ words: [], provider, service, region });
    const made = {
      units: new Map(facts.map(({ item, unit }) => [item.toLowerCase(), unit])),
      items: facts.map(({ item }) => item),
    };
    kept.set(key, made);
    return made;
  };
}

/** A doubt about a rate: another unit than the book's is refused, a thing that the book does not know is only told of. */
function doubtOf(knownOf: KnownOf, override: PriceOverride): Omit<Finding, 'source'> | null {
  const { units, items } = knownOf(override);
  const unit = units.get(override.item.toLowerCase());
  if (unit === undefined) {
    const near = nearestItems(items, override.item);
    return {
      code: 'rate-not-in-book',
      severity: 'warning',
      message: `the book has no ${quote(overrideKey(override))}: the rate counts only where something asks for exactly this name`,
      hint:
        near.length === 0
          ? '`trimtab prices get` shows the names.'
          : `Near it: ${near.map(quote).join(', ')}.`,
    };
  }
  if (unit === override.unit) return null;
  return {
    code: 'rate-unit',
    severity: 'error',
    message: `the book prices ${quote(override.item)} per ${quote(unit)}, not per ${quote(override.unit)}`,
    hint: `Convert the rate to ${quote(unit)}.`,
  };
}

/**
 * Reads rates; `.yaml` and `.yml` as YAML, everything else as CSV. Of two rows for the same thing and day the first counts.
 * @param book says which units it uses, and what is near a name that it does not know
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readOverrides(path: string, book: EmbeddedPriceBook): OverridesRead {
  const log = findingLog(MAX_FINDINGS);
  const isYaml = /\.ya?ml$/i.test(path);
  const rows = isYaml ? rowsOfYaml(path, log.add) : rowsOfCsv(path, log.add);
  const knownOf = knownItems(book);
  const overrides = new Map<string, PriceOverride>();
  for (const { written, row, column } of rows) {
    const source = { file: path, row, column };
    const problem = problemOf(written);
    if (problem) {
      log.add({ ...problem, severity: 'error', source });
      continue;
    }
    const provider = written.provider.toLowerCase();
    const override: PriceOverride = {
      provider: provider === 'gcp' || provider === 'azure' ? provider : 'aws',
      service: written.service,
      item: written.item.split(/\s+/).join(' '),
      region: written.region,
      unit: written.unit,
      price: Number(written.price),
      from: written.from,
      note: written.note === '' ? null : written.note,
      source: `${path.split(/[\\/]/).at(-1) ?? path}${row === null ? '' : ` row ${row}`}`,
    };
    const key = `${overrideKey(override)}|${override.from}`;
    const doubt = overrides.has(key)
      ? {
          code: 'rate-duplicate',
          severity: 'error' as const,
          message: `${quote(overrideKey(override))} has a rate from ${override.from} already: the first one is read`,
          hint: 'Remove one of the two.',
        }
      : doubtOf(knownOf, override);
    if (doubt) log.add({ ...doubt, source });
    if (doubt?.severity !== 'error') overrides.set(key, override);
  }
  return { overrides: [...overrides.values()], findings: log.all() };
}
