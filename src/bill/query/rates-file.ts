/** Reads a person's file of currency rates, CSV or YAML. */

import { extname } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { decimal } from '../../engine/money.ts';
import { escapeControl } from '../../engine/text.ts';
import { readCsvTable } from '../../input/csv-table.ts';
import { quote } from '../../input/quote.ts';
import { readYamlFile } from '../../input/yaml-file.ts';
import { RATE_TEXT, type Rate, type RateTable } from './convert.ts';

/** A line of the file before its cells are checked. */
type Entry = {
  readonly cells: Readonly<Record<'currency' | 'rate' | 'date' | 'source', string>>;
  readonly target: string | null;
  readonly row: number | null;
};

const COLUMNS = ['currency', 'rate', 'date', 'source'] as const;

const TEXT_MAX = 200;

const yamlSchema = z.strictObject({
  target: z.string(),
  rates: z.array(
    z.strictObject({
      currency: z.string(),
      // Numbers of YAML are binary: written in quotes a rate keeps its digits, and up to 15 digits it does without.
      rate: z.union([z.string(), z.number()]),
      date: z.string(),
      source: z.string(),
    }),
  ),
});

function unreadable(findings: readonly Finding[], file: string): UserError {
  const [first] = findings.filter(({ severity }) => severity === 'error');
  const row = first?.source?.row ?? null;
  return new UserError({
    code: first?.code ?? 'bad-rates',
    message: `The rates in ${escapeControl(file)} can't be used${row === null ? '' : ` (line ${row})`}: ${first?.message ?? 'there are none'}`,
    hint: first?.hint ?? 'It needs the columns currency, rate, date and source.',
    exitCode: 3,
  });
}

function badCell(file: string, { row }: Entry, message: string, hint: string): UserError {
  return new UserError({
    code: 'bad-rate',
    message: `${escapeControl(file)}${row === null ? '' : `, line ${row}`}: ${message}`,
    hint,
    exitCode: 3,
  });
}

function readCsv(path: string): readonly Entry[] {
  const layouts = [{ name: 'rates', required: COLUMNS, optional: ['target'] }] as const;
  const { layout, rows, findings } = readCsvTable(path, layouts);
  if (layout === null || findings.some(({ severity }) => severity === 'error'))
    throw unreadable(findings, path);
  return rows.map(({ row, cells }) => ({
    row,
    target: cells.target || null,
    cells: {
      currency: cells.currency ?? '',
      rate: cells.rate ?? '',
      date: cells.date ?? '',
      source: cells.source ?? '',
    },
  }));
}

function readYaml(path: string): readonly Entry[] {
  const { value, findings, locate } = readYamlFile(path, yamlSchema);
  if (value === null) throw unreadable(findings, path);
  return value.rates.map(({ rate, ...cells }, index) => ({
    row: locate(['rates', index])?.line ?? null,
    target: value.target,
    cells: { ...cells, rate: String(rate) },
  }));
}

/** True for `yyyy-mm-dd` of a day that exists. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function checkRate(file: string, entry: Entry): Rate {
  const { currency, rate, date, source } = entry.cells;
  if (currency === '' || currency.length > TEXT_MAX)
    throw badCell(file, entry, 'the currency is empty', 'Write its code as the bill does, for example EUR.');
  const number = RATE_TEXT.test(rate) ? decimal(rate) : null;
  if (number === null || number.isZero()) {
    const hint = 'Write it with a point and at most 12 decimals, for example 1.0842; 15 digits in all.';
    throw badCell(file, entry, `${quote(rate)} is not a rate`, hint);
  }
  if (!isDay(date)) throw badCell(file, entry, `${quote(date)} is not a day`, 'Write it as 2025-09-30.');
  if (source === '' || source.length > TEXT_MAX)
    throw badCell(
      file,
      entry,
      'the source is empty or too long',
      'Name who publishes the rate, for example ECB.',
    );
  return { currency, rate, date, source };
}

/**
 * Reads rates into a currency.
 * @param to target currency that the person asked for; null: the one that the file names
 * @throws UserError data: no such file, a rate that can't be used, two rates for one currency; usage: no target, or another
 *   one than the file's
 */
export function readRates(path: string, to: string | null): RateTable {
  const isYaml = ['.yaml', '.yml'].includes(extname(path).toLowerCase());
  const entries = isYaml ? readYaml(path) : readCsv(path);
  if (entries.length === 0) throw unreadable([], path);
  const target = to ?? entries[0]?.target ?? null;
  if (target === null) {
    const message = `${escapeControl(path)} does not say into which currency its rates are`;
    throw new UserError({
      code: 'no-target',
      message,
      hint: 'Name the currency with --to, for example --to USD.',
      exitCode: 2,
    });
  }
  const rates = new Map<string, Rate>();
  for (const entry of entries) {
    const rate = checkRate(path, entry);
    if (entry.target !== null && entry.target !== target) {
      const hint = `Ask for --to ${escapeControl(entry.target)}, or use a file of rates into ${escapeControl(target)}.`;
      throw badCell(path, entry, `the rate is into ${quote(entry.target)}, not ${quote(target)}`, hint);
    }
    if (rates.has(rate.currency))
      throw badCell(path, entry, `${quote(rate.currency)} has a second rate`, 'Keep one line a currency.');
    if (rate.currency === target && !decimal(rate.rate).eq(1))
      throw badCell(
        path,
        entry,
        `one ${quote(target)} is not ${rate.rate} ${quote(target)}`,
        'Remove the line.',
      );
    rates.set(rate.currency, rate);
  }
  return { file: path, target, rates };
}
