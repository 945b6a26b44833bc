/** Keeps imported incidents in the workspace: one JSON file, checked when it is read back. */

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../engine/errors.ts';
import { escapeControl } from '../engine/text.ts';
import { readTextFile } from '../input/read-text-file.ts';
import type { Incident, IncidentHistory } from './incident.ts';
import { NO_HISTORY } from './incident.ts';

const FILE = 'incidents.json';
const SCHEMA = 'trimtab/incidents/1';
/** A million incidents. */
const MAX_BYTES = 200_000_000;

const minutes = z.number().min(0).max(1e9).nullable();
const day = z.iso.date();

const incidentSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  urgency: z.enum(['high', 'low']).nullable(),
  createdAt: z.iso.datetime(),
  minutes,
  acknowledgedMinutes: minutes,
});

const fileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  from: day.nullable(),
  until: day.nullable(),
  incidents: z.array(incidentSchema),
});

function damaged(path: string, message: string): UserError {
  return new UserError({
    code: 'incidents-damaged',
    message: `${escapeControl(path)} ${message}`,
    hint: 'Remove the file and import the incidents again.',
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

function readStored(path: string): string | null {
  try {
    const read = readTextFile(path, MAX_BYTES);
    if (read.kind === 'text') return read.text;
    throw damaged(path, `cannot be used: ${read.finding.message}`);
  } catch (error) {
    if (error instanceof UserError && error.code === 'file-not-found') return null;
    throw error;
  }
}

/**
 * The incident history of a workspace; empty when none was imported.
 * @throws UserError when the stored file is not what this program writes (exit code 3)
 */
export function loadIncidents(workspace: string): IncidentHistory {
  const path = join(workspace, FILE);
  const text = readStored(path);
  if (text === null) return NO_HISTORY;
  const result = fileSchema.safeParse(parseJson(path, text));
  if (!result.success) throw damaged(path, 'does not have the form of this version');
  const { from, until, incidents } = result.data;
  return { from, until, incidents };
}

/** Writes the history of a workspace in place of what was there: all or nothing. The folder is made when it is missing. */
function writeIncidents(workspace: string, { from, until, incidents }: IncidentHistory): void {
  const path = join(workspace, FILE);
  const partial = `${path}.${process.pid}.partial`;
  const head = `{"schema": ${JSON.stringify(SCHEMA)}, "from": ${JSON.stringify(from)}, "until": ${JSON.stringify(until)}, "incidents": [`;
  const lines = incidents.map(incident => JSON.stringify(incident));
  mkdirSync(workspace, { recursive: true });
  try {
    writeFileSync(partial, `${head}\n${lines.join(',\n')}\n]}\n`);
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
}

const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null || a < b ? a : b);
const later = (a: string | null, b: string | null) => (a === null ? b : b === null || a > b ? a : b);

/**
 * Newly read incidents laid over those of before: of one incident the newer report counts, since an open one may be resolved by
 * now. Declared ends widen; the incidents stand in the order of their times.
 */
export function mergeHistory(older: IncidentHistory, newer: IncidentHistory): IncidentHistory {
  const byId = new Map<string, Incident>();
  for (const incident of [...older.incidents, ...newer.incidents]) byId.set(incident.id, incident);
  const order = ({ createdAt, id }: Incident) => `${createdAt} ${id}`;
  const incidents = [...byId.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { incidents, from: earlier(older.from, newer.from), until: later(older.until, newer.until) };
}

/** Adds incidents to those of the workspace. @returns everything that the workspace now knows */
export function addIncidents(workspace: string, newer: IncidentHistory): IncidentHistory {
  const merged = mergeHistory(loadIncidents(workspace), newer);
  writeIncidents(workspace, merged);
  return merged;
}
