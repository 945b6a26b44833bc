/** List prices read later than the book, kept in the workspace: one dated file for each provider, service and Region. */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../engine/errors.ts';
import type { PriceFact } from '../engine/price-book.ts';
import { escapeControl } from '../engine/text.ts';
import { compareText } from '../engine/text-order.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { memoize } from './memoize.ts';
import type { LayerPrices } from './overlay.ts';

/** One price of an overlay; its provider, service, Region and source are the overlay's. */
export type OverlayPrice = Pick<PriceFact, 'item' | 'unit' | 'price' | 'kind' | 'note'> & {
  /** From when it holds, `yyyy-mm-dd`. */
  readonly date: string;
};

/** Prices of one service in one Region as a provider listed them. */
export type PriceOverlay = {
  readonly provider: 'aws' | 'gcp' | 'azure';
  /** Service of the book, or the name of a list that has a part of its prices (`ec2-savings-plans`). */
  readonly service: string;
  readonly region: string;
  /** When they were read, ISO 8601. */
  readonly readAt: string;
  /** Address they were read from, and the provider's date of publication where it says one. */
  readonly source: string;
  readonly prices: readonly OverlayPrice[];
};

const SCHEMA = 'trimtab/price-overlay/1';
/** A hundred thousand prices with long names are a fifth of it. */
const MAX_BYTES = 100_000_000;
/** Dearer than any unit that a provider sells. */
export const PRICE_MAX = 1e7;
const FILE_NAME = /^overlay\.(aws|gcp|azure)\.([a-z][a-z0-9-]{0,39})\.([a-z][a-z0-9-]{0,39})\.json$/;
const LICENCE = 'price list of the provider';

/** Some prices of a service, read apart from the others: each list has a file of its own and replaces only itself. */
type PartList = { readonly service: string; readonly items: RegExp; readonly licence: string };

/** By the name of the list; `items` says which items of the service stand in it. */
const PART_LISTS: Readonly<Record<string, PartList>> = {
  'ec2-savings-plans': {
    service: 'ec2',
    items: / (?:compute|ec2-instance)-savings-plan /,
    licence: LICENCE,
  },
  'ec2-spot': { service: 'ec2', items: / spot typical$/, licence: LICENCE },
  'ec2-spot-history': { service: 'ec2', items: / spot$/, licence: 'your own account' },
};

/** Name of the list in which an item of a service stands. */
function listOf(service: string, item: string): string {
  const lists = Object.entries(PART_LISTS);
  return lists.find(([, part]) => part.service === service && part.items.test(item))?.[0] ?? service;
}

/** Item, unit, price, kind, date, note. */
type Row = readonly [string, string, number, PriceFact['kind'], string, string | null];

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const KINDS: ReadonlySet<unknown> = new Set(['measured', 'derived', 'assumed']);

const isText = (value: unknown, length: number) => typeof value === 'string' && value.length <= length;

/** By hand: a Region has tens of thousands of rows, and a schema takes longer than the reading. */
function isRow(value: unknown): value is Row {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const [item, unit, price, kind, date, note]: unknown[] = value;
  const isPrice = typeof price === 'number' && price > 0 && price <= PRICE_MAX;
  const isDated = typeof date === 'string' && DATE.test(date);
  return (
    isText(item, 200) &&
    isText(unit, 40) &&
    isPrice &&
    KINDS.has(kind) &&
    isDated &&
    (note === null || isText(note, 400))
  );
}

const fileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  provider: z.enum(['aws', 'gcp', 'azure']),
  service: z.string().max(40),
  region: z.string().max(40),
  readAt: z.iso.datetime(),
  source: z.string().max(1000),
  currency: z.literal('USD'),
  rows: z.custom<readonly Row[]>(value => Array.isArray(value) && value.every(isRow)),
});

type OverlayFile = z.output<typeof fileSchema>;

/** Folder of a workspace in which overlays and negotiated rates are. */
export function pricesFolder(workspace: string): string {
  return join(workspace, 'prices');
}

/** Files of one workspace; `null` for a service or Region whose name could leave the folder. */
function fileNameOf({ provider, service, region }: Pick<PriceOverlay, 'provider' | 'service' | 'region'>) {
  const name = `overlay.${provider}.${service}.${region}.json`;
  return FILE_NAME.test(name) ? name : null;
}

function damaged(path: string, message: string): UserError {
  return new UserError({
    code: 'price-overlay-damaged',
    message: `${escapeControl(path)} ${message}`,
    hint: 'Remove the file, or read the prices again with `trimtab prices refresh`.',
    exitCode: 3,
  });
}

function readOverlayFile(path: string): OverlayFile {
  const read = readTextFile(path, MAX_BYTES);
  if (read.kind === 'refused') throw damaged(path, `cannot be used: ${read.finding.message}`);
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch {
    throw damaged(path, 'is not JSON');
  }
  const checked = fileSchema.safeParse(value);
  if (!checked.success) throw damaged(path, 'does not have the form of this version');
  return checked.data;
}

/** Writes a file in place of what was there: all or nothing. The folder is made when it is missing. */
export function replaceFile(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  const partial = `${path}.${process.pid}.partial`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
}

/**
 * Keeps an overlay in place of the older one of its service and Region.
 * @returns the path of the file
 * @throws UserError when what was read is no price list that could be read back
 */
export function writeOverlay(workspace: string, overlay: PriceOverlay): string {
  const { prices, ...head } = overlay;
  const name = fileNameOf(overlay);
  const rows = prices.map(({ item, unit, price, kind, date, note }) => [item, unit, price, kind, date, note]);
  const checked = fileSchema.safeParse({ schema: SCHEMA, ...head, currency: 'USD', rows });
  if (name === null || !checked.success || prices.length === 0) {
    throw new UserError({
      code: 'price-overlay-refused',
      message: `What was read for ${escapeControl(`${overlay.service} in ${overlay.region}`)} is no list of prices; nothing was changed.`,
      hint: 'Try again later; the prices of before stay in force.',
      exitCode: 3,
    });
  }
  const fields = Object.entries({ schema: SCHEMA, ...head, currency: 'USD' });
  const top = fields.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ');
  const lines = [...checked.data.rows]
    .sort((a, b) => compareText(keyOf(a), keyOf(b)))
    .map(each => JSON.stringify(each))
    .join(',\n');
  const folder = pricesFolder(workspace);
  replaceFile(folder, name, `{${top}, "rows": [\n${lines}\n]}\n`);
  return join(folder, name);
}

/** A file of the workspace, by what it holds. */
type Listed = { readonly path: string; readonly service: string; readonly region: string };

function listFiles(workspace: string): readonly Listed[] {
  const folder = pricesFolder(workspace);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const [, , service = '', region = ''] = FILE_NAME.exec(name) ?? [];
      return service === '' ? [] : [{ path: join(folder, name), service, region }];
    });
}

/** The rows of a file; a fact is made when it is asked for. */
type Overlay = { readonly file: OverlayFile; find(item: string): Row | null };

const keyOf = ([item]: Row) => item.toLowerCase();

/** Halves the rows until the item is found: a table of tens of thousands takes longer to make than all that is asked of it. */
function findSorted(rows: readonly Row[], item: string): Row | null {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && keyOf(row) < item) low = middle + 1;
    else high = middle;
  }
  const row = rows[low];
  return row && keyOf(row) === item ? row : null;
}

/** True for what `writeOverlay` has written: in the order of the items, each once. */
function isSorted(rows: readonly Row[]): boolean {
  let before = '';
  return rows.every(row => {
    const key = keyOf(row);
    const isNext = before < key;
    before = key;
    return isNext;
  });
}

function openOverlay(path: string): Overlay {
  const file = readOverlayFile(path);
  if (isSorted(file.rows)) return { file, find: item => findSorted(file.rows, item) };
  const byItem = new Map(file.rows.map(row => [keyOf(row), row]));
  return { file, find: item => byItem.get(item) ?? null };
}

function factOf({ provider, service: list, region, source }: OverlayFile, row: Row): PriceFact {
  const [item, unit, price, kind, date, note] = row;
  const { service = list, licence = LICENCE } = PART_LISTS[list] ?? {};
  return {
    ...{ provider, service, item, region, unit, price, currency: 'USD', source, date },
    ...{ licence, kind, confidence: 'A', note },
  };
}

/**
 * The overlays of a workspace as a layer. Nothing but the names of the files is read before a price of their Region is asked for.
 * @throws UserError (from its lookups) when a file is not what this program writes
 */
export function openOverlays(workspace: string): LayerPrices {
  const files = listFiles(workspace);
  const read = memoize(openOverlay);
  const byPlace = new Map(files.map(({ service, region, path }) => [`${service}|${region}`, path]));
  return {
    find: (service, item, region) => {
      const wanted = item.toLowerCase();
      const path = byPlace.get(`${listOf(service.toLowerCase(), wanted)}|${region}`.toLowerCase());
      if (path === undefined) return null;
      const { file, find } = read(path);
      const row = find(wanted);
      return row ? factOf(file, row) : null;
    },
    all: region =>
      files
        .filter(file => region === null || file.region === region.toLowerCase())
        .flatMap(({ path }) => {
          const { file } = read(path);
          return file.rows.map(row => factOf(file, row));
        }),
  };
}

/** The overlay that is in force for a service and Region: when it was read, and how many prices it has; null without one. */
export function overlayInForce(
  workspace: string,
  place: Pick<PriceOverlay, 'service' | 'region'>,
): { readonly readAt: string; readonly prices: number } | null {
  const file = listFiles(workspace).find(
    ({ service, region }) => service === place.service && region === place.region,
  );
  if (!file) return null;
  const { readAt, rows } = readOverlayFile(file.path);
  return { readAt, prices: rows.length };
}
