/** Keeps negotiated rates in the workspace: one JSON file, checked when it is read back. */

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../engine/errors.ts';
import { escapeControl } from '../engine/text.ts';
import { readTextFile } from '../input/read-text-file.ts';
import type { PriceLayers } from './overlay.ts';
import { openOverlays, PRICE_MAX, pricesFolder, replaceFile } from './overlay-store.ts';
import { compareOverrides, overrideKey, overrideLayer, type PriceOverride } from './override.ts';

const FILE = 'overrides.json';
const SCHEMA = 'trimtab/price-overrides/1';
const MAX_BYTES = 100_000_000;

const text = z.string().min(1).max(400);
const fileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  overrides: z.array(
    z.strictObject({
      provider: z.enum(['aws', 'gcp', 'azure']),
      service: text,
      item: text,
      region: text,
      unit: text,
      price: z.number().positive().max(PRICE_MAX),
      from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
      note: text.nullable(),
      source: text,
    }),
  ),
});

/** The negotiated rates of a workspace, by name and date; none when the file is not there. @throws UserError (data) when it is damaged */
export function loadOverrides(workspace: string): readonly PriceOverride[] {
  const path = join(pricesFolder(workspace), FILE);
  if (!existsSync(path)) return [];
  const read = readTextFile(path, MAX_BYTES);
  let value: unknown = null;
  try {
    value = read.kind === 'text' ? JSON.parse(read.text) : null;
  } catch {
    // Not JSON: the schema says no.
  }
  const checked = fileSchema.safeParse(value);
  if (checked.success) return checked.data.overrides;
  throw new UserError({
    code: 'price-overrides-damaged',
    message: `${escapeControl(path)} does not have the form of this version`,
    hint: 'Remove the file and read your rates again with `trimtab prices override FILE`.',
    exitCode: 3,
  });
}

function writeOverrides(workspace: string, overrides: readonly PriceOverride[]): void {
  if (overrides.length === 0) {
    rmSync(join(pricesFolder(workspace), FILE), { force: true });
    return;
  }
  const lines = [...overrides].sort(compareOverrides).map(override => JSON.stringify(override));
  const start = `{"schema": ${JSON.stringify(SCHEMA)}, "overrides": [\n`;
  replaceFile(pricesFolder(workspace), FILE, `${start}${lines.join(',\n')}\n]}\n`);
}

/** Adds rates; one of the same name and first day is replaced. @returns how many are new and how many were replaced */
export function addOverrides(
  workspace: string,
  added: readonly PriceOverride[],
): { readonly added: number; readonly replaced: number } {
  const dated = (override: PriceOverride) => `${overrideKey(override)}|${override.from}`;
  const byKey = new Map(loadOverrides(workspace).map(override => [dated(override), override]));
  const before = byKey.size;
  for (const override of added) byKey.set(dated(override), override);
  writeOverrides(workspace, [...byKey.values()]);
  const isNew = byKey.size - before;
  return { added: isNew, replaced: added.length - isNew };
}

/** Takes rates out: those of a name as `overrideKey` writes it, of all dates, or all. @returns what was taken out */
export function removeOverrides(workspace: string, name: string): readonly PriceOverride[] {
  const all = loadOverrides(workspace);
  const isMeant = (override: PriceOverride) => name === 'all' || overrideKey(override) === name.toLowerCase();
  const removed = all.filter(isMeant);
  if (removed.length > 0)
    writeOverrides(
      workspace,
      all.filter(override => !isMeant(override)),
    );
  return removed;
}

/**
 * What lies over the book in a workspace.
 * @param today `yyyy-mm-dd`: negotiated rates that begin later are not in force
 */
export function openPriceLayers(workspace: string, today: string): PriceLayers {
  return { override: overrideLayer(loadOverrides(workspace), today), overlay: openOverlays(workspace) };
}
