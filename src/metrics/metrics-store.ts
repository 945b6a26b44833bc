/** Keeps imported metrics in the workspace: one JSON file, checked when it is read back. */

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../engine/errors.ts';
import type { Utilization } from '../engine/estate/estate.ts';
import { escapeControl } from '../engine/text.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { mergeMetrics, type UtilizationByResource } from './utilization.ts';

const FILE = 'metrics.json';
const SCHEMA = 'trimtab/metrics/1';
/** Half a million resources with every metric. */
const MAX_BYTES = 200_000_000;

const amount = z.number().min(0);
const share = amount.max(1);
const quantiles = (value: z.ZodType<number>) =>
  z.strictObject({
    p50: value.nullable(),
    p95: value.nullable(),
    p99: value.nullable(),
    max: value.nullable(),
    p995: value.nullable().exactOptional(),
    observedDays: amount.nullable().exactOptional(),
    samples: amount.nullable().exactOptional(),
    gapsShare: share.nullable().exactOptional(),
  });

const utilizationSchema: z.ZodType<Utilization> = z.strictObject({
  observedDays: amount.nullable(),
  cpu: quantiles(share),
  memory: quantiles(share),
  iops: quantiles(amount),
  throughputMibps: quantiles(amount),
  networkMbps: quantiles(amount),
  lastAccess: z.string().max(40).nullable(),
  objectAges: z.array(
    z.strictObject({
      fromDays: z.int().min(0),
      objectCount: amount,
      storageGib: amount,
      smallObjectCount: amount,
      smallObjectGib: amount,
      retrievedGibPerMonth: amount,
    }),
  ),
  requestsPerSecond: quantiles(amount).exactOptional(),
  connections: quantiles(amount).exactOptional(),
  bytesProcessed: quantiles(amount).exactOptional(),
  durationMs: quantiles(amount).exactOptional(),
  readCapacityUnits: quantiles(amount).exactOptional(),
  writeCapacityUnits: quantiles(amount).exactOptional(),
  cpuCreditBalanceMin: amount.nullable().exactOptional(),
  burstBalanceMin: share.nullable().exactOptional(),
  freeableMemoryGibMin: amount.nullable().exactOptional(),
  samples: amount.nullable().exactOptional(),
  gapsShare: share.nullable().exactOptional(),
});

const fileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  resources: z.array(z.strictObject({ resourceId: z.string(), utilization: utilizationSchema })),
});

function damaged(path: string, message: string): UserError {
  return new UserError({
    code: 'metrics-damaged',
    message: `${escapeControl(path)} ${message}`,
    hint: 'Remove the file and import the metrics again.',
    exitCode: 3,
  });
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, 'is not JSON');
  }
}

function isNoSuchFile(error: unknown): boolean {
  return error instanceof UserError && error.code === 'file-not-found';
}

function readStored(path: string): string | null {
  try {
    const read = readTextFile(path, MAX_BYTES);
    if (read.kind === 'text') return read.text;
    throw damaged(path, `cannot be used: ${read.finding.message}`);
  } catch (error) {
    if (isNoSuchFile(error)) return null;
    throw error;
  }
}

/**
 * The metrics of a workspace; empty when none were imported.
 * @throws UserError when the stored file is not what this program writes (exit code 3)
 */
export function loadMetrics(workspace: string): UtilizationByResource {
  const path = join(workspace, FILE);
  const text = readStored(path);
  if (text === null) return new Map();
  const result = fileSchema.safeParse(parseJson(path, text));
  if (!result.success) throw damaged(path, 'does not have the form of this version');
  return new Map(result.data.resources.map(({ resourceId, utilization }) => [resourceId, utilization]));
}

/** Writes the metrics of a workspace in place of what was there: all or nothing. The folder is made when it is missing. */
export function writeMetrics(workspace: string, utilization: UtilizationByResource): void {
  const path = join(workspace, FILE);
  const partial = `${path}.${process.pid}.partial`;
  const resources = [...utilization].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = resources.map(([resourceId, value]) => JSON.stringify({ resourceId, utilization: value }));
  mkdirSync(workspace, { recursive: true });
  try {
    writeFileSync(
      partial,
      `{"schema": ${JSON.stringify(SCHEMA)}, "resources": [\n${lines.join(',\n')}\n]}\n`,
    );
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
}

/**
 * Lays newly read metrics over those of the workspace and writes the result: of each metric of each resource, the new one
 * counts where it is given.
 * @returns everything that the workspace now knows
 */
export function addMetrics(workspace: string, newer: UtilizationByResource): UtilizationByResource {
  const merged = mergeMetrics(loadMetrics(workspace), newer);
  writeMetrics(workspace, merged);
  return merged;
}
