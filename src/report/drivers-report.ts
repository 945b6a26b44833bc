/** What changed between two months as data: the answer of `bill drivers`. */

import {
  type BilledMonths,
  type Change,
  type Drivers,
  type Finding,
  type MonthCoverage,
  type MonthPair,
  toText,
} from '../engine/index.ts';
import type { BillDriversReport } from './contract.ts';

type ChangeReport = BillDriversReport['total'];

function changeReport(change: Change): ChangeReport {
  const { parts, increase } = change;
  return {
    from: toText(change.from),
    to: toText(change.to),
    change: toText(change.change),
    changePerDay: toText(change.changePerDay),
    parts: {
      newResources: toText(parts.newResources),
      goneResources: toText(parts.goneResources),
      usage: toText(parts.usage),
      price: toText(parts.price),
      commitments: toText(parts.commitments),
      calendar: toText(parts.calendar),
      other: toText(parts.other),
    },
    increase: {
      total: toText(increase.total),
      growth: toText(increase.growth),
      waste: toText(increase.waste),
      unknown: toText(increase.unknown),
    },
    decrease: toText(change.decrease),
    resources: { ...change.resources },
  };
}

function coverageReport({
  effectiveCost,
  payers,
  ...coverage
}: MonthCoverage): BillDriversReport['months'][number] {
  return {
    ...coverage,
    effectiveCost: toText(effectiveCost),
    payers: payers.map(payer => ({
      ...payer,
      effectiveCost: toText(payer.effectiveCost),
      accounts: payer.accounts.map(account => ({ ...account })),
    })),
  };
}

/** Charges of the two months in other currencies, and charges of no month at all. */
function leftOut(
  drivers: Drivers,
  billed: BilledMonths,
  currency: string | null,
): BillDriversReport['leftOut'] {
  const compared = [drivers.pair.from.month, drivers.pair.to.month];
  return [
    ...drivers.notCompared.map(({ month, chargeCategory, effectiveCost }) => ({
      month,
      currency,
      what: `${chargeCategory}: not billed by the day`,
      effectiveCost: toText(effectiveCost),
    })),
    ...billed.payers.flatMap((payer): BillDriversReport['leftOut'] => {
      const { month, effectiveCost } = payer;
      if (month === null)
        return [{ month, currency: payer.currency, what: 'charges without a billing period', effectiveCost }];
      return payer.currency !== currency && compared.includes(month)
        ? [{ month, currency: payer.currency, what: 'another currency', effectiveCost }]
        : [];
    }),
  ];
}

function warning(code: string, message: string, hint: string): Finding {
  return { code, severity: 'warning', message, hint, source: null };
}

/** Billing accounts that sent a bill for one of the two months only: their whole cost looks like growth or like a saving. */
function oneSidedPayers({ from, to }: MonthPair): Finding[] {
  const nameOf = (payer: MonthCoverage['payers'][number]) =>
    [payer.provider, payer.billingAccountId].filter(part => part !== null).join(' ') || 'without a name';
  const missing = (here: MonthCoverage, there: MonthCoverage) =>
    here.payers
      .filter(payer => !there.payers.some(other => nameOf(other) === nameOf(payer)))
      .map(payer =>
        warning(
          'billing-account-in-one-month',
          `The billing account ${nameOf(payer)} has charges in ${here.month} (${toText(payer.effectiveCost)}) and none in ${there.month}.`,
          `If it was not closed or opened between them, import its bill of ${there.month}.`,
        ),
      );
  return [...missing(from, to), ...missing(to, from)];
}

/** What a reader has to know about the two months. */
function pairFindings(pair: MonthPair): Finding[] {
  const findings = oneSidedPayers(pair);
  for (const { month, state, missing } of [pair.from, pair.to]) {
    if (state === 'whole') continue;
    findings.push(
      warning(
        'partial-month',
        `${month} is not a whole month: ${missing ?? ''}.`,
        'Amounts are compared by the day. The last day of a running month may not be complete.',
      ),
    );
  }
  return findings;
}

/** The report. @param findings what the reading of the charges found */
export function driversReport(
  drivers: Drivers,
  context: {
    readonly currency: string | null;
    readonly billed: BilledMonths;
    readonly months: readonly MonthCoverage[];
    readonly findings: readonly Finding[];
  },
): BillDriversReport {
  const { pair } = drivers;
  return {
    schema: 'trimtab/bill-drivers/1',
    currency: context.currency,
    from: pair.from.month,
    to: pair.to.month,
    basis: pair.basis,
    by: [...drivers.by],
    groups: drivers.groups.map(group => ({ key: { ...group.key }, ...changeReport(group) })),
    total: changeReport(drivers.total),
    wasteCandidates: drivers.wasteCandidates.map(({ resourceId, increase, why }) => ({
      resourceId,
      increase: toText(increase),
      why,
    })),
    leftOut: leftOut(drivers, context.billed, context.currency),
    months: context.months.map(coverageReport),
    findings: [...pairFindings(pair), ...context.findings].map(finding => ({ ...finding })),
  };
}
