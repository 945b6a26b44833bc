/** Usage by the hour of what is billed in hours of machines: compute, databases, caches. */

import { assert } from '../../engine/assert.ts';
import type { Granularity, HourlyUsage } from '../../engine/bill-extract.ts';
import { hoursIn, type Period } from '../../engine/calendar.ts';
import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';

/** Usage profiles and how finely the bill tells them. */
export type Hourly = {
  readonly hourly: readonly HourlyUsage[];
  readonly granularity: Granularity;
  readonly findings: readonly Finding[];
};

/** AWS meters of machine hours; other meters in hours (NAT gateways, load balancers, addresses) are not sized. */
const MACHINE_METERS =
  '(BoxUsage|SpotUsage|DedicatedUsage|HostBoxUsage|HostUsage|InstanceUsage|InstanceUsageIOOptimized|Multi-AZUsage|Multi-AZClusterUsage|MirrorUsage|NodeUsage|ESInstance|Node|DAXUsage|Fargate-[A-Za-z0-9-]+-Hours|Kafka\\.[a-z0-9]+\\.[a-z0-9]+|ml\\.[a-z0-9]+\\.[a-z0-9]+)(:|$|-)';

/** Google's meters of machine hours, which have no names of machines: `N2 Instance Core running in EMEA`. */
const GOOGLE_MACHINE_METERS = '(?i)\\b(core|ram|cpu|vcpu|memory)\\b.* running in ';

/** Units of a machine hour: `Hrs`, `Hours`, `1 Hour`, `vCPU-Hours`. */
const HOUR_UNIT = '(?i)^([0-9]+ )?([a-z]+[- ])?(hrs?|hours?)$';

/** Usage that may be a machine's; whether it is one, its meter says. */
const MAY_BE_MACHINE = `ChargeCategory = 'Usage' AND ChargeClass IS NULL AND ResourceId IS NOT NULL AND PricingQuantity > 0
  AND CommitmentDiscountStatus IS DISTINCT FROM 'Unused' AND ChargePeriodStart IS NOT NULL`;

/** Over the columns of a use: patterns are searched once for each use, not once for each row. */
const IS_MACHINE = `CASE WHEN has_code THEN regexp_matches(usage_type, '${MACHINE_METERS}') OR regexp_matches(usage_type, '${GOOGLE_MACHINE_METERS}')
  ELSE category IN ('Compute', 'Databases') AND regexp_matches(unit, '${HOUR_UNIT}') END`;

/** A commitment changes what an hour costs, not that it was used: covered and plain hours are one profile. */
const PRICING = `CASE WHEN PricingCategory = 'Dynamic' THEN 'Dynamic' ELSE 'Standard' END`;

type UseColumns = readonly (readonly [name: string, sql: string])[];

/** What tells one use of a resource from another where the provider has codes for services (AWS). */
const CODED_USE: UseColumns = [
  ['resource', 'ResourceId'],
  ['usage_type', 'x_UsageType'],
  ['operation', 'x_Operation'],
  ['pricing', PRICING],
  ['has_code', 'x_ServiceCode IS NOT NULL'],
];

/** What it takes besides where there are none. */
const UNCODED_USE: UseColumns = [
  ['sku', 'SkuId'],
  ['service', 'ServiceName'],
  ['category', 'ServiceCategory'],
  ['unit', 'PricingUnit'],
  ['consumed_unit', 'ConsumedUnit'],
];

/** One number for a use: rows are matched by it, which is much faster than by ten texts. */
type Use = { readonly list: string; readonly hash: string };

/** Five columns fewer are read of every row where all usage has a code. */
async function chooseUse(duckdb: DuckDb): Promise<Use> {
  const [row] = await duckdb.rows(
    "SELECT CAST(count(*) AS DOUBLE) FROM charges WHERE ChargeCategory = 'Usage' AND x_ServiceCode IS NULL",
  );
  const uncoded = Number(row?.[0] ?? 0) > 0;
  const all = [...CODED_USE, ...UNCODED_USE.map(([name, sql]) => [name, uncoded ? sql : 'NULL'] as const)];
  const columns = uncoded ? all : CODED_USE;
  return {
    list: all.map(([name, sql]) => `${sql} AS ${name}`).join(', '),
    hash: `hash(${columns.map(([, sql]) => sql).join(', ')})`,
  };
}

/** Length of a row in microseconds. */
const LENGTH = 'epoch_us(ChargePeriodEnd) - epoch_us(ChargePeriodStart)';

/** Rows of an hour, of a day and longer, over rows of charges. */
const ROWS_BY_LENGTH = `count(*) FILTER (WHERE ${LENGTH} <= 3600000000) AS hourly,
  count(*) FILTER (WHERE ${LENGTH} > 3600000000 AND ${LENGTH} <= 90000000000) AS daily,
  count(*) FILTER (WHERE ${LENGTH} > 90000000000) AS longer`;

/** Quantities are added as whole multiples of 1e-10: such sums do not depend on the order of the rows. */
const QUANTITY_SCALE = 1e10;

type Profile = Omit<HourlyUsage, 'quantities'>;

/** Numbers every resource and meter: strings cross into JavaScript once, not once a row. */
async function createProfiles(duckdb: DuckDb, use: Use): Promise<readonly Profile[]> {
  await duckdb.run(
    `CREATE OR REPLACE TEMP TABLE uses AS
     SELECT use, dense_rank() OVER (ORDER BY resource, meter, operation NULLS FIRST, pricing) - 1 AS id,
       resource, meter, operation, pricing, regexp_matches(consumed_unit, '${HOUR_UNIT}') AS in_hours, hourly, daily, longer
     FROM (SELECT *, coalesce(usage_type, sku, service, 'unclassified') AS meter
           FROM (SELECT ${use.hash} AS use, ${use.list}, ${ROWS_BY_LENGTH} FROM charges WHERE ${MAY_BE_MACHINE} GROUP BY ALL)
           WHERE ${IS_MACHINE})`,
  );
  const [counts = []] = await duckdb.rows(
    'SELECT CAST(count(*) AS DOUBLE), CAST(count(DISTINCT use) AS DOUBLE) FROM uses',
  );
  assert(counts[0] === counts[1], 'no two uses have the same hash');
  const rows = await duckdb.rows(
    'SELECT DISTINCT id, resource, meter, operation, pricing FROM uses ORDER BY id',
  );
  return rows.map(([, resource, meter, operation, pricing]) => ({
    resourceId: String(resource),
    usageType: String(meter),
    operation: operation === null ? null : String(operation),
    pricingCategory: String(pricing),
  }));
}

/** Blocks of hours (`10 Hours`) are billed in blocks and consumed in hours. */
const QUANTITY =
  'CASE WHEN in_hours THEN coalesce(ConsumedQuantity, PricingQuantity) ELSE PricingQuantity END';

/** Machine usage with the number of its profile and its start and end in hours from the start of the period. */
function usageSql(period: Period, use: Use): string {
  const hours = (time: string) => `(epoch_us(${time}) - ${period.startMs}000) / 3.6e9`;
  return `(SELECT CAST(id AS INTEGER) AS id, ${hours('ChargePeriodStart')} AS first_hour,
      coalesce(${hours('ChargePeriodEnd')}, ${hours('ChargePeriodStart')} + 1) AS end_hour, ${QUANTITY} AS quantity
    FROM charges JOIN (SELECT use, id, in_hours FROM uses) ON ${use.hash} = use
    WHERE ${MAY_BE_MACHINE})`;
}

/** Inside one hour of the clock. */
const WITHIN_AN_HOUR = 'end_hour <= floor(first_hour) + 1';

/** Reads three numeric columns without making an object of every row. A streamed result would use one processor only. */
async function eachTriple(
  duckdb: DuckDb,
  sql: string,
  visit: (a: number, b: number, c: number) => void,
): Promise<void> {
  const result = await duckdb.connection.run(sql);
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const [a, b, c] = [chunk.getColumnVector(0), chunk.getColumnVector(1), chunk.getColumnVector(2)];
    for (let row = 0; row < chunk.rowCount; row++)
      visit(Number(a.getItem(row)), Number(b.getItem(row)), Number(c.getItem(row)));
  }
}

async function addHourlyRows(
  duckdb: DuckDb,
  usage: string,
  profiles: readonly Float64Array[],
  hours: number,
): Promise<void> {
  const sql = `SELECT id, CAST(floor(first_hour) AS INTEGER), CAST(round(quantity * ${QUANTITY_SCALE}) AS DOUBLE) FROM ${usage}
    WHERE ${WITHIN_AN_HOUR} AND first_hour >= 0 AND first_hour < ${hours}`;
  await eachTriple(duckdb, sql, (id, hour, quantity) => {
    const profile = profiles[id];
    if (profile !== undefined) profile[hour] = (profile[hour] ?? 0) + quantity;
  });
  for (const profile of profiles)
    for (const [hour, quantity] of profile.entries()) profile[hour] = quantity / QUANTITY_SCALE;
}

/** Longer rows tell no hour: their quantity is spread evenly over the time they cover. */
async function addLongRows(
  duckdb: DuckDb,
  usage: string,
  profiles: readonly Float64Array[],
  hours: number,
): Promise<void> {
  const rows = await duckdb.rows(
    `SELECT id, first_hour, end_hour, sum(CAST(round(quantity * ${QUANTITY_SCALE}) AS DOUBLE)) / ${QUANTITY_SCALE} FROM ${usage}
     WHERE NOT (${WITHIN_AN_HOUR}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  for (const row of rows) {
    const [id = -1, first = 0, end = 0, quantity = 0] = row.map(Number);
    const profile = profiles[id];
    if (profile === undefined) continue;
    for (let hour = Math.max(0, Math.floor(first)); hour < Math.min(hours, end); hour++) {
      const share = (Math.min(hour + 1, end) - Math.max(hour, first)) / (end - first);
      profile[hour] = (profile[hour] ?? 0) + quantity * share;
    }
  }
}

/** How most of these rows tell their time. @param source with the counts `hourly`, `daily` and `longer` */
async function granularityOf(
  duckdb: DuckDb,
  source: string,
): Promise<{ granularity: Granularity; rows: number; long: number }> {
  const [row = []] = await duckdb.rows(
    `SELECT CAST(sum(hourly) AS DOUBLE), CAST(sum(daily) AS DOUBLE), CAST(sum(longer) AS DOUBLE) FROM ${source}`,
  );
  const [hourly = 0, daily = 0, longer = 0] = row.map(Number);
  const most = Math.max(hourly, daily, longer);
  const granularity = most === 0 || most === longer ? 'monthly' : most === hourly ? 'hourly' : 'daily';
  return { granularity, rows: hourly + daily + longer, long: daily + longer };
}

function flatFinding(rows: number, long: number): Finding {
  return {
    code: 'usage-profile-flat',
    severity: 'info',
    message: `${long} of ${rows} rows of machine usage are longer than an hour: their hours are spread evenly.`,
    hint: 'Export the bill with hourly granularity to see when machines run.',
    source: null,
  };
}

/** Profiles of the view `charges`, sorted by resource, meter, operation and pricing. */
export async function extractHourly(duckdb: DuckDb, period: Period): Promise<Hourly> {
  const use = await chooseUse(duckdb);
  const profiles = await createProfiles(duckdb, use);
  const machines = await granularityOf(duckdb, 'uses');
  if (profiles.length === 0) {
    const anyUsage = `(SELECT ${ROWS_BY_LENGTH} FROM charges WHERE ChargeCategory = 'Usage')`;
    const { granularity } = await granularityOf(duckdb, anyUsage);
    return { hourly: [], granularity, findings: [] };
  }
  const hours = hoursIn(period);
  const quantities = profiles.map(() => new Float64Array(hours));
  const usage = usageSql(period, use);
  await addHourlyRows(duckdb, usage, quantities, hours);
  if (machines.long > 0) await addLongRows(duckdb, usage, quantities, hours);
  return {
    // A late line of another month leaves nothing inside this one.
    hourly: profiles.flatMap((profile, index) => {
      const used = quantities[index];
      return used?.some(quantity => quantity > 0) ? [{ ...profile, quantities: used }] : [];
    }),
    granularity: machines.granularity,
    findings: machines.long > 0 ? [flatFinding(machines.rows, machines.long)] : [],
  };
}
