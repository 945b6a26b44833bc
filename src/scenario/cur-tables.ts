/** Loads the generator's lines, runs and commitments into DuckDB tables, for `cur-sql.ts` to make charges of. */

import type { DuckDb } from '../bill/duckdb.ts';
import { recurringFee } from '../engine/index.ts';
import type { Company } from './company.ts';
import type { CompanyCommitment } from './company-commitments.ts';
import type { CommitmentMonth, CoveredUsage } from './cover-usage.ts';
import type { Month } from './generate-fleets.ts';
import type { UsageLine } from './usage-line.ts';

/** What is written. */
export type CurExport = {
  readonly company: Company;
  readonly month: Month;
  readonly lines: readonly UsageLine[];
  readonly covered: CoveredUsage;
};

type Cell = string | number | null;
type ColumnType = 'VARCHAR' | 'DOUBLE';

/** A table by its columns; every row has a cell for each. */
type Table = {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: readonly (readonly Cell[])[];
};

/** Bills are written with ten decimals. */
export function round10(value: number): number {
  return Math.round(value * 1e10) / 1e10;
}

const PAYMENT_TEXT = {
  'no-upfront': 'No Upfront',
  'partial-upfront': 'Partial Upfront',
  'all-upfront': 'All Upfront',
} as const;

const OFFERING_TEXT = {
  compute: 'ComputeSavingsPlans',
  'ec2-instance': 'EC2InstanceSavingsPlans',
  database: 'DatabaseSavingsPlans',
  sagemaker: 'SageMakerSavingsPlans',
} as const;

function tagsJson(tags: UsageLine['tags']): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(tags).map(([key, value]) => [`user_${key.toLowerCase()}`, value])),
  );
}

function lineTable({ company, lines }: CurExport): Table {
  const nameOf = (account: string) =>
    Object.entries(company.accounts).find(([, id]) => id === account)?.[0] ?? company.name;
  return {
    name: 'line',
    columns: {
      line: 'DOUBLE',
      account: 'VARCHAR',
      account_name: 'VARCHAR',
      resource: 'VARCHAR',
      service: 'VARCHAR',
      product: 'VARCHAR',
      usage_type: 'VARCHAR',
      operation: 'VARCHAR',
      zone: 'VARCHAR',
      unit: 'VARCHAR',
      instance_type: 'VARCHAR',
      tags: 'VARCHAR',
      rate: 'DOUBLE',
      pricing: 'VARCHAR',
      row_hours: 'DOUBLE',
      kind: 'VARCHAR',
    },
    rows: lines.map((line, index) => [
      index,
      line.account,
      nameOf(line.account),
      line.resourceId,
      line.service,
      line.product,
      line.usageType,
      line.operation === '' ? null : line.operation,
      line.zone,
      line.unit,
      line.instanceType,
      tagsJson(line.tags),
      line.rate,
      line.pricing,
      line.rowHours,
      line.usageType.startsWith('MP:') ? 'Fee' : 'Usage',
    ]),
  };
}

function runTable({ covered }: CurExport): Table {
  return {
    name: 'run',
    columns: {
      line: 'DOUBLE',
      first_row: 'DOUBLE',
      row_count: 'DOUBLE',
      quantity: 'DOUBLE',
      commitment: 'DOUBLE',
      committed_rate: 'DOUBLE',
    },
    rows: covered.runs.map(run => [
      run.line,
      run.firstRow,
      run.rows,
      run.quantity,
      run.commitment,
      run.committedRate,
    ]),
  };
}

function pricePerHour(commitment: CompanyCommitment): number {
  return commitment.kind === 'savings-plan'
    ? commitment.commitmentPerHour
    : commitment.count * commitment.effectivePerHour;
}

function commitmentRow({ commitment, arn, usedPerHour }: CommitmentMonth, index: number): Cell[] {
  const isPlan = commitment.kind === 'savings-plan';
  return [
    index,
    arn,
    commitment.kind,
    isPlan ? OFFERING_TEXT[commitment.offering] : 'standard',
    `${commitment.termYears ?? 1}yr`,
    PAYMENT_TEXT[commitment.payment ?? 'no-upfront'],
    commitment.startMs,
    commitment.endMs,
    pricePerHour(commitment),
    recurringFee(commitment, 1),
    isPlan ? null : commitment.instanceType,
    isPlan ? null : commitment.count,
    usedPerHour.reduce((total, used) => total + used, 0),
  ];
}

function commitmentTable({ covered }: CurExport): Table {
  return {
    name: 'commitment',
    columns: {
      commitment: 'DOUBLE',
      arn: 'VARCHAR',
      kind: 'VARCHAR',
      offering: 'VARCHAR',
      term: 'VARCHAR',
      payment: 'VARCHAR',
      start_ms: 'DOUBLE',
      end_ms: 'DOUBLE',
      per_hour: 'DOUBLE',
      recurring_per_hour: 'DOUBLE',
      instance_type: 'VARCHAR',
      count: 'DOUBLE',
      used_total: 'DOUBLE',
    },
    rows: covered.commitments.map(commitmentRow),
  };
}

function usedTable({ covered }: CurExport): Table {
  return {
    name: 'used',
    columns: { commitment: 'DOUBLE', hour: 'DOUBLE', used: 'DOUBLE' },
    rows: covered.commitments.flatMap(({ commitment, usedPerHour }, index) =>
      commitment.kind === 'savings-plan'
        ? [...usedPerHour].map((used, hour) => [index, hour, round10(used)])
        : [],
    ),
  };
}

function billTable({ company, month }: CurExport, support: number): Table {
  return {
    name: 'bill',
    columns: {
      payer: 'VARCHAR',
      payer_name: 'VARCHAR',
      region: 'VARCHAR',
      start_ms: 'DOUBLE',
      hours: 'DOUBLE',
      support: 'DOUBLE',
    },
    rows: [[company.payer, company.name, company.region, month.startMs, month.hours, support]],
  };
}

/** Creates a table and fills it through DuckDB's appender. */
async function load(db: DuckDb, { name, columns, rows }: Table): Promise<void> {
  const types = Object.values(columns);
  const definition = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  await db.run(`CREATE TABLE ${name} (${definition.join(', ')})`);
  const appender = await db.connection.createAppender(name);
  for (const row of rows) {
    row.forEach((value, index) => {
      if (value === null) appender.appendNull();
      else if (types[index] === 'VARCHAR') appender.appendVarchar(String(value));
      else appender.appendDouble(Number(value));
    });
    appender.endRow();
  }
  appender.closeSync();
}

/** Loads everything that `cur-sql.ts` reads. @param support fee of the support plan, USD */
export async function loadTables(db: DuckDb, input: CurExport, support: number): Promise<void> {
  const tables = [
    lineTable(input),
    runTable(input),
    commitmentTable(input),
    usedTable(input),
    billTable(input, support),
  ];
  for (const table of tables) await load(db, table);
}
