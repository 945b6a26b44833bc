/** Reads incidents from CSV exports. */

import type { Finding } from '../engine/finding.ts';
import { type CsvRow, readCsvTable } from '../input/csv-table.ts';
import { type FindingLog, findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import type { Incident } from './incident.ts';
import { ANALYTICS_LAYOUT, EXPORT_ROWS_MAX, REPORT_LAYOUT } from './incident-layouts.ts';

/** What the files say. */
export type IncidentsRead = {
  readonly incidents: readonly Incident[];
  readonly findings: readonly Finding[];
};

const LAYOUTS = [REPORT_LAYOUT, ANALYTICS_LAYOUT] as const;
const MAX_FINDINGS = 1_000;
const MAX_NAME_CHARACTERS = 500;
/** Ten years: an incident that is open for longer was forgotten. */
const MAX_SECONDS = 315_360_000;

const NUMBER = /^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

/** Reads the cells of one row; what does not fit is a finding, and the cell counts as not given. */
class IncidentRow {
  readonly #row: CsvRow;
  readonly #file: string;
  readonly #findings: FindingLog;

  constructor(row: CsvRow, file: string, findings: FindingLog) {
    this.#row = row;
    this.#file = file;
    this.#findings = findings;
  }

  report(column: string | null, problem: Pick<Finding, 'code' | 'message' | 'hint'>): null {
    const source = { file: this.#file, row: this.#row.row, column };
    this.#findings.add({ ...problem, severity: 'error', source });
    return null;
  }

  text(column: string): string {
    return this.#row.cells[column] ?? '';
  }

  name(column: string): string | null {
    const cell = this.text(column);
    if (cell !== '' && cell.length <= MAX_NAME_CHARACTERS) return cell;
    const message =
      cell === '' ? 'the cell is empty: the row is not read' : 'the cell is too long: the row is not read';
    return this.report(column, { code: 'incident-no-name', message, hint: null });
  }

  /** RFC 3339 in UTC; a time without a zone is taken as UTC. */
  time(column: string): string | null {
    const cell = this.text(column);
    if (cell === '') return null;
    const [, day = '', clock = '00:00', zone = 'Z'] = TIME.exec(cell) ?? [];
    const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
    const time = Date.parse(`${day}T${clock}${offset}`);
    const isDay = Number.isFinite(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
    if (day !== '' && isDay && Number.isFinite(time)) return new Date(time).toISOString();
    const message = `${quote(cell)} is not a time`;
    return this.report(column, {
      code: 'incident-not-a-time',
      message,
      hint: 'Write it as 2026-07-31T09:30:00Z.',
    });
  }

  minutes(column: string): number | null {
    const cell = this.text(column);
    if (cell === '') return null;
    const seconds = NUMBER.test(cell) ? Number(cell) : Number.NaN;
    if (seconds >= 0 && seconds <= MAX_SECONDS) return seconds / 60;
    const message = `${quote(cell)} is not a number of seconds between 0 and ${MAX_SECONDS}`;
    return this.report(column, {
      code: 'incident-not-seconds',
      message,
      hint: 'Leave the cell empty while it is open.',
    });
  }

  urgency(): Incident['urgency'] {
    const cell = this.text('urgency').toLowerCase();
    if (cell === '' || cell === 'high' || cell === 'low') return cell === '' ? null : cell;
    const message = `the urgency ${quote(cell)} is not known: the incident counts as urgent`;
    return this.report('urgency', {
      code: 'incident-urgency',
      message,
      hint: 'Known values: `high`, `low`.',
    });
  }
}

type TimeColumns = { readonly created: string; readonly resolved: string };

/** The length that the tool states, or the time between its two times. */
function lengthOf(row: IncidentRow, createdAt: string, column: string): number | null {
  const stated = row.minutes('seconds_to_resolve');
  if (stated !== null) return stated;
  const resolvedAt = row.time(column);
  if (resolvedAt === null) return null;
  const minutes = (Date.parse(resolvedAt) - Date.parse(createdAt)) / 60_000;
  if (minutes >= 0 && minutes * 60 <= MAX_SECONDS) return minutes;
  const message =
    'the incident is resolved before it is created, or after more than ten years: its length is not read';
  return row.report(column, { code: 'incident-times', message, hint: 'Look for mixed up columns.' });
}

function incidentOf(row: IncidentRow, columns: TimeColumns): Incident | null {
  const id = row.name('id');
  const service = row.name('service_name');
  if (id === null || service === null) return null;
  const createdAt = row.time(columns.created);
  if (createdAt === null) {
    if (row.text(columns.created) === '') {
      const message = 'the incident has no time of creation: the row is not read';
      row.report(columns.created, { code: 'incident-no-time', message, hint: null });
    }
    return null;
  }
  return {
    id,
    service,
    urgency: row.urgency(),
    createdAt,
    minutes: lengthOf(row, createdAt, columns.resolved),
    acknowledgedMinutes: row.minutes('seconds_to_first_ack'),
  };
}

function readFile(path: string, byId: Map<string, Incident>, findings: FindingLog): void {
  const table = readCsvTable(path, LAYOUTS);
  for (const finding of table.findings) findings.add(finding);
  const suffix = table.layout === 'incident analytics' ? 'at' : 'on';
  const columns = { created: `created_${suffix}`, resolved: `resolved_${suffix}` };
  for (const csvRow of table.rows) {
    const row = new IncidentRow(csvRow, path, findings);
    const incident = incidentOf(row, columns);
    if (incident === null) continue;
    if (byId.has(incident.id)) {
      const message = `the incident ${quote(incident.id)} was read already: the first row counts`;
      row.report('id', { code: 'incident-duplicate', message, hint: 'Remove one of the two.' });
    } else byId.set(incident.id, incident);
  }
  if (table.rows.length === EXPORT_ROWS_MAX) {
    const message = `the file has exactly ${EXPORT_ROWS_MAX} incidents, where PagerDuty cuts its export: there may be more`;
    const hint = 'Export a shorter time, several times.';
    const source = { file: path, row: null, column: null };
    findings.add({ code: 'incident-export-cut', severity: 'warning', message, hint, source });
  }
}

/**
 * Reads incident exports; each is recognised by its header. Of two rows of one incident the first counts.
 * @throws UserError when a file is not there or cannot be opened (exit code 3)
 */
export function readIncidents(paths: readonly string[]): IncidentsRead {
  const byId = new Map<string, Incident>();
  const findings = findingLog(MAX_FINDINGS);
  for (const path of paths) readFile(path, byId, findings);
  return { incidents: [...byId.values()], findings: findings.all() };
}
