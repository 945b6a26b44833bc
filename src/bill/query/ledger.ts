/** The addressable ledger: the bill by class and service, and what a goal for the whole bill asks of the addressable part. */

import { type Decimal, decimal, sum, toText } from '../../engine/money.ts';
import type { ChargeColumn } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import type { StoredParquet } from '../store.ts';
import {
  ADDRESSABLE,
  CHARGE_CLASS_SQL,
  CHARGE_CLASSES,
  type ChargeClassId,
  CLASS_COLUMNS,
} from './addressable.ts';
import { type ChargeFilter, filterSql, nothingThere } from './charge-filter.ts';
import { chargesRelation, moneyText } from './charges.ts';
import { type QueryOptions, withCharges } from './query.ts';

/** A goal to picture the ledger with: what this share of the whole bill asks of the addressable part. */
const TARGET_SHARE = 0.3;

/** Charges of one class and service in one currency. */
export type LedgerPart = {
  readonly class: ChargeClassId;
  readonly service: string | null;
  readonly currency: string | null;
  readonly rows: number;
  /** Exact decimal text; null where no charge has one. */
  readonly billedCost: string | null;
  readonly effectiveCost: string | null;
};

/** What `TARGET_SHARE` of a total is. */
export type LedgerTarget = {
  readonly amount: string;
  /** That amount as a share of the addressable part: above 1 it can't be reached there; null: there is no such part. */
  readonly shareOfAddressable: number | null;
};

/** The ledger of one currency. Classes add up to the totals exactly. */
export type AddressableLedger = {
  readonly currency: string | null;
  readonly rows: number;
  readonly billedCost: string | null;
  readonly effectiveCost: string | null;
  /** Every class, also the empty ones. Shares are of the total; null when the total is not above 0. */
  readonly classes: readonly {
    readonly class: ChargeClassId;
    readonly title: string;
    readonly rows: number;
    readonly billedCost: string | null;
    readonly effectiveCost: string | null;
    readonly billedShare: number | null;
    readonly effectiveShare: number | null;
  }[];
  /** The addressable part by service, dearest first. */
  readonly services: readonly Omit<LedgerPart, 'class' | 'currency'>[];
  readonly target: {
    readonly share: number;
    readonly billedCost: LedgerTarget | null;
    readonly effectiveCost: LedgerTarget | null;
  };
};

type Cost = 'billedCost' | 'effectiveCost';

/** Exact sum of what is known; null when there are charges and none of them has the cost. */
function sumOf(parts: readonly LedgerPart[], cost: Cost): string | null {
  const known = parts.flatMap(part => part[cost] ?? []);
  return known.length === 0 && parts.length > 0 ? null : toText(sum(known));
}

function shareOf(part: string | null, total: Decimal | null): number | null {
  if (part === null || total === null || !total.isPositive() || total.isZero()) return null;
  return decimal(part).div(total).toNumber();
}

function targetOf(total: string | null, addressable: string | null): LedgerTarget | null {
  if (total === null || decimal(total).lte(0)) return null;
  const amount = decimal(total).times(TARGET_SHARE);
  return {
    amount: toText(amount),
    shareOfAddressable: shareOf(toText(amount), addressable === null ? null : decimal(addressable)),
  };
}

/** Largest billed cost first, then effective cost, then name. */
function dearestFirst(a: LedgerPart, b: LedgerPart): number {
  const by = (cost: Cost) => decimal(b[cost] ?? 0).cmp(decimal(a[cost] ?? 0));
  const [left, right] = [a.service ?? '', b.service ?? ''];
  return by('billedCost') || by('effectiveCost') || (left < right ? -1 : Number(left > right));
}

/** Charges of one service together. */
function byService(parts: readonly LedgerPart[]): readonly LedgerPart[] {
  return [...Map.groupBy(parts, ({ service }) => service)].flatMap(([service, same]) => {
    const [first] = same;
    const rows = same.reduce((total, part) => total + part.rows, 0);
    const costs = { billedCost: sumOf(same, 'billedCost'), effectiveCost: sumOf(same, 'effectiveCost') };
    return first === undefined ? [] : [{ ...first, service, rows, ...costs }];
  });
}

/** The ledger of these parts, which are all in one currency. */
export function ledgerOf(currency: string | null, parts: readonly LedgerPart[]): AddressableLedger {
  const [billedCost, effectiveCost] = [sumOf(parts, 'billedCost'), sumOf(parts, 'effectiveCost')];
  const totals = {
    billed: billedCost === null ? null : decimal(billedCost),
    effective: effectiveCost === null ? null : decimal(effectiveCost),
  };
  const classes = CHARGE_CLASSES.map(({ id, title }) => {
    const own = parts.filter(part => part.class === id);
    const [billed, effective] = [sumOf(own, 'billedCost'), sumOf(own, 'effectiveCost')];
    return {
      class: id,
      title,
      rows: own.reduce((total, part) => total + part.rows, 0),
      billedCost: billed,
      effectiveCost: effective,
      billedShare: shareOf(billed, totals.billed),
      effectiveShare: shareOf(effective, totals.effective),
    };
  });
  const addressable = parts.filter(part => part.class === ADDRESSABLE.id);
  return {
    currency,
    rows: parts.reduce((total, part) => total + part.rows, 0),
    billedCost,
    effectiveCost,
    classes,
    services: [...byService(addressable)]
      .sort(dearestFirst)
      .map(({ class: _class, currency: _currency, ...service }) => service),
    target: {
      share: TARGET_SHARE,
      billedCost: targetOf(billedCost, sumOf(addressable, 'billedCost')),
      effectiveCost: targetOf(effectiveCost, sumOf(addressable, 'effectiveCost')),
    },
  };
}

/** One ledger a currency, sorted by currency. */
export function ledgersOf(parts: readonly LedgerPart[]): readonly AddressableLedger[] {
  const order = ([a]: readonly [string | null, unknown], [b]: readonly [string | null, unknown]) =>
    (a ?? '\uffff') < (b ?? '\uffff') ? -1 : 1;
  return [...Map.groupBy(parts, ({ currency }) => currency)]
    .sort(order)
    .map(([currency, own]) => ledgerOf(currency, own));
}

/** The charges that pass a condition, by class, service and currency. */
export async function ledgerPartsOf(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  condition: string,
): Promise<readonly LedgerPart[]> {
  const columns: readonly ChargeColumn[] = [
    ...CLASS_COLUMNS,
    'BillingCurrency',
    'BillingPeriodStart',
    'BilledCost',
    'EffectiveCost',
  ];
  // Charges that look alike to the rules are classified once: the rules search texts, which is slow.
  const alike = CLASS_COLUMNS.map(column =>
    column === 'CommitmentDiscountId' ? `CommitmentDiscountId IS NOT NULL` : column,
  );
  const list = CLASS_COLUMNS.map(column =>
    column === 'CommitmentDiscountId'
      ? `CASE WHEN CommitmentDiscountId IS NOT NULL THEN 'some' END AS CommitmentDiscountId`
      : column,
  );
  const rows = await duckdb.rows(
    `SELECT ${CHARGE_CLASS_SQL} AS class, ServiceName, BillingCurrency, CAST(sum(charges) AS DOUBLE),
       CAST(sum(billed) AS VARCHAR), CAST(sum(effective) AS VARCHAR)
     FROM (SELECT ${list.join(', ')}, BillingCurrency, count(*) AS charges, sum(BilledCost) AS billed, sum(EffectiveCost) AS effective
           FROM ${chargesRelation(files, columns)} WHERE ${condition} GROUP BY ${alike.join(', ')}, BillingCurrency)
     GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS FIRST, 3 NULLS LAST`,
  );
  return rows.map(partOf);
}

/**
 * The stored bills by class, service and currency.
 * @throws UserError usage: a month or currency that is not there; data: no bill, or a damaged one
 */
export async function readLedgerParts(options: QueryOptions & ChargeFilter): Promise<readonly LedgerPart[]> {
  const condition = filterSql(options);
  return withCharges(options, async (duckdb, files) => {
    const parts = await ledgerPartsOf(duckdb, files, condition);
    if (parts.length === 0) throw nothingThere(options);
    return parts;
  });
}

function partOf([id, service, currency, rows, billed, effective]: readonly unknown[]): LedgerPart {
  const known = CHARGE_CLASSES.find(each => each.id === id) ?? ADDRESSABLE;
  const text = (value: unknown) => (value === null ? null : String(value));
  return {
    class: known.id,
    service: text(service),
    currency: text(currency),
    rows: Number(rows),
    billedCost: moneyText(billed),
    effectiveCost: moneyText(effective),
  };
}
