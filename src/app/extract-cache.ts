/** Keeps the aggregated bill beside the store, so that the next start needs no query. A missing or damaged entry is only slower. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BillExtract, HourlyUsage } from '../engine/index.ts';

/** Changes when the form of an entry or the queries behind it change. */
const CACHE_VERSION = 4;

/** An entry on disk: usage profiles are stored once each, in a file of doubles beside it. */
type StoredExtract = {
  readonly version: number;
  readonly extract: Omit<BillExtract, 'hourly'>;
  readonly hourly: readonly (Omit<HourlyUsage, 'quantities'> & { readonly profile: number })[];
  readonly profiles: number;
};

function filesOf(workspace: string, key: string): { json: string; doubles: string } {
  const folder = join(workspace, 'cache');
  return { json: join(folder, `extract-${key}.json`), doubles: join(folder, `extract-${key}.f64`) };
}

/** Writes a file under its name only when it is complete. */
function writeWhole(path: string, data: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, data);
  renameSync(draft, path);
}

/** Stores an extract. @param key names the bills, period and currency it comes from */
export function storeExtract(workspace: string, key: string, extract: BillExtract): void {
  const { hourly, ...rest } = extract;
  const indexByBytes = new Map<string, number>();
  const profiles: Float64Array[] = [];
  const entries = hourly.map(({ quantities, ...usage }) => {
    const bytes = Buffer.from(quantities.buffer, quantities.byteOffset, quantities.byteLength).toString(
      'latin1',
    );
    let profile = indexByBytes.get(bytes);
    if (profile === undefined) {
      profile = profiles.length;
      indexByBytes.set(bytes, profile);
      profiles.push(quantities);
    }
    return { ...usage, profile };
  });
  const doubles = new Float64Array(profiles.length * extract.hours);
  for (const [index, profile] of profiles.entries()) doubles.set(profile, index * extract.hours);
  const stored: StoredExtract = {
    version: CACHE_VERSION,
    extract: rest,
    hourly: entries,
    profiles: profiles.length,
  };
  const files = filesOf(workspace, key);
  mkdirSync(join(workspace, 'cache'), { recursive: true });
  writeWhole(files.doubles, new Uint8Array(doubles.buffer));
  writeWhole(files.json, JSON.stringify(stored));
}

/** Reads an extract back; null when there is none or it cannot be used. */
export function readExtract(workspace: string, key: string): BillExtract | null {
  const files = filesOf(workspace, key);
  if (!existsSync(files.json)) return null;
  try {
    const stored = JSON.parse(readFileSync(files.json, 'utf8')) as StoredExtract;
    const bytes = readFileSync(files.doubles);
    const { hours } = stored.extract;
    if (stored.version !== CACHE_VERSION || bytes.byteLength !== stored.profiles * hours * 8) return null;
    const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
    const profiles = Array.from({ length: stored.profiles }, (_, index) =>
      doubles.subarray(index * hours, (index + 1) * hours),
    );
    const hourly = stored.hourly.map(({ profile, ...usage }) => ({
      ...usage,
      quantities: profiles[profile] ?? new Float64Array(hours),
    }));
    return { ...stored.extract, hourly };
  } catch {
    rmSync(files.json, { force: true });
    return null;
  }
}
