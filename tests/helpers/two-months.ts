/** Two bills of one company: the month a plan is made on, and a later one in which some things were really done. */

import {
  type BillExtract,
  type BillLine,
  buildEstate,
  createSimulator,
  decimal,
  type Plan,
  toLedger,
  toText,
} from '../../src/engine/index.ts';
import type { MonthBill } from '../../src/engine/realised/month-bill.ts';
import { type Realised, realisedOf } from '../../src/engine/realised/realised.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import type { Company } from '../../src/scenario/company.ts';
import { memoryExtract } from './memory-extract.ts';
import { SMALL_COMPANY, SMALL_WORKLOADS } from './small-estate.ts';

export const BOOK = openEmbeddedBook();

/** The bill of a company's month. The same seed gives the same machines the same ids in every month. */
export function billOf(company: Company): MonthBill {
  const { extract, utilization } = memoryExtract(company, '1', BOOK);
  return {
    extract,
    estate: buildEstate({ extract, workloads: SMALL_WORKLOADS, utilization, book: BOOK }),
  };
}

/** October and December have 31 days both, so that the calendar explains nothing. */
export const OCTOBER = billOf(SMALL_COMPANY);
export const simulator = createSimulator(OCTOBER.estate, BOOK);

/** The company two months later, with changes. */
export function later(change: (company: Company) => Partial<Company> = () => ({})): Company {
  const company = { ...SMALL_COMPANY, month: '2026-12' };
  return { ...company, ...change(company) };
}

/** The plan made on October against a later bill. */
export function against(plan: Plan, to: MonthBill): Realised {
  return realisedOf({ simulator, plan, from: OCTOBER, to, book: BOOK });
}

/** The same bill with lines and hour profiles of some resources changed, and its estate built anew. */
export function edited(
  bill: MonthBill,
  isMeant: (line: BillLine) => boolean,
  change: { readonly cost?: number; readonly keepHour?: (hour: number) => boolean },
): MonthBill {
  const { extract } = bill;
  const { cost = 1, keepHour = () => true } = change;
  const meant = extract.lines.filter(isMeant);
  const keys = new Set(meant.map(({ resourceId, usageType }) => `${resourceId}/${usageType}`));
  const shares = new Map<string, number>();
  const hourly = extract.hourly.map(usage => {
    const key = `${usage.resourceId}/${usage.usageType}`;
    if (!keys.has(key)) return usage;
    const quantities = usage.quantities.map((units, hour) => (keepHour(hour) ? units : 0));
    const total = (profile: Float64Array) => profile.reduce((a, b) => a + b, 0);
    shares.set(key, total(quantities) / total(usage.quantities));
    return { ...usage, quantities };
  });
  const lines = extract.lines.map(line => {
    if (!isMeant(line)) return line;
    const share = shares.get(`${line.resourceId}/${line.usageType}`) ?? 1;
    const amount = (text: string) => toText(toLedger(decimal(text).times(share).times(cost)));
    return {
      ...line,
      billedCost: amount(line.billedCost),
      effectiveCost: amount(line.effectiveCost),
      pricingQuantity: (line.pricingQuantity ?? 0) * share,
    };
  });
  return rebuilt({ ...extract, hourly, lines });
}

/** A bill of other charges. */
export function rebuilt(extract: BillExtract): MonthBill {
  const estate = buildEstate({ extract, workloads: SMALL_WORKLOADS, utilization: new Map(), book: BOOK });
  return { extract, estate };
}
