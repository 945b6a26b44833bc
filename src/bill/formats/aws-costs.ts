/** Billed, effective, list and contracted cost of a CUR line, by its type (AWS documentation of line item types). */

import type { Cells } from '../read/cells.ts';
import { sqlText } from '../sql.ts';
import { byType, isType, type LineItem, type LineType, ON_DEMAND_TYPES, ZERO } from './aws-line.ts';
import type { BillFacts, Mapping } from './format.ts';

const COVERED: readonly LineType[] = ['SavingsPlanCoveredUsage'];
const CANCELLED: readonly LineType[] = ['SavingsPlanCoveredUsage', 'SavingsPlanNegation'];

/**
 * What is on the invoice. Covered usage and its negation cancel; where they do not, both stay as they are. Net cost already
 * holds what discount lines show.
 */
function billedCost(line: LineItem, facts: BillFacts): string {
  const { unblended, net, bill } = line;
  // Net columns exist in every CUR 2.0 file and are empty without a discount: only the facts may switch them on.
  const invoiced = facts.usesNetCost ? `coalesce(${net}, ${unblended})` : unblended;
  const unbalanced = facts.unbalancedBills.map(sqlText).join(', ');
  const covered =
    unbalanced === '' ? ZERO : `CASE WHEN ${bill} IN (${unbalanced}) THEN ${invoiced} ELSE ${ZERO} END`;
  return byType(
    line,
    [[CANCELLED, covered], ...(facts.usesNetCost ? [[['Discount'], ZERO] as const] : [])],
    invoiced,
  );
}

/** Reads columns that mean something on one type only: they are 0.0, not empty, on every other line. */
function typedCost(cells: Cells, line: LineItem, facts: BillFacts) {
  const cost = (types: readonly LineType[], name: string) =>
    cells.decimal(name, 'cost', { weight: 'total', when: isType(line, types) });
  return {
    cost,
    netOr: (types: readonly LineType[], net: string, gross: string) =>
      facts.usesNetCost ? `coalesce(${cost(types, net)}, ${cost(types, gross)})` : cost(types, gross),
  };
}

/** Cost amortised over what a commitment covers; its unused part stays on the fee line. */
function effectiveCost(cells: Cells, line: LineItem, facts: BillFacts, billed: string): string {
  const { cost, netOr } = typedCost(cells, line, facts);
  const fee: readonly LineType[] = ['RIFee'];
  const planFee: readonly LineType[] = ['SavingsPlanRecurringFee'];
  const used: readonly LineType[] = ['DiscountedUsage'];
  const covered = netOr(
    COVERED,
    'savingsplannetsavingsplaneffectivecost',
    'savingsplansavingsplaneffectivecost',
  );
  const committed = cost(planFee, 'savingsplantotalcommitmenttodate');
  const spent = cost(planFee, 'savingsplanusedcommitment');
  const reserved = netOr(used, 'reservationneteffectivecost', 'reservationeffectivecost');
  const unusedUpfront = netOr(
    fee,
    'reservationnetunusedamortizedupfrontfeeforbillingperiod',
    'reservationunusedamortizedupfrontfeeforbillingperiod',
  );
  const unusedRecurring = netOr(fee, 'reservationnetunusedrecurringfee', 'reservationunusedrecurringfee');
  const unknown = 'the effective cost of this line is not known and counts as 0';
  cells.expect('savingsplansavingsplaneffectivecost', isType(line, COVERED), unknown);
  cells.expect('savingsplantotalcommitmenttodate', isType(line, planFee), unknown);
  cells.expect('reservationeffectivecost', isType(line, used), unknown);
  return byType(
    line,
    [
      [COVERED, `coalesce(${covered}, ${ZERO})`],
      [['SavingsPlanNegation', 'SavingsPlanUpfrontFee'], ZERO],
      [planFee, `coalesce(${committed} - ${spent}, ${ZERO})`],
      [used, `coalesce(${reserved}, ${ZERO})`],
      [fee, `coalesce(${unusedUpfront}, ${ZERO}) + coalesce(${unusedRecurring}, ${ZERO})`],
      [['Fee'], `CASE WHEN ${line.reservationArn} IS NULL THEN ${billed} ELSE ${ZERO} END`],
    ],
    billed,
  );
}

/** Public on-demand cost; empty or 0 on spot and marketplace lines that do cost something. */
function listCost(cells: Cells, line: LineItem): string {
  const { unblended } = line;
  const publicCost = cells.decimal('pricingpublicondemandcost', 'cost', {
    when: isType(line, ON_DEMAND_TYPES),
  });
  const known = `CASE WHEN ${publicCost} <> 0 OR ${unblended} <= 0 THEN coalesce(${publicCost}, ${unblended}) ELSE ${unblended} END`;
  // A discount line is no part of the list price.
  return byType(
    line,
    [
      [['SavingsPlanNegation', 'Discount'], ZERO],
      [ON_DEMAND_TYPES, known],
    ],
    unblended,
  );
}

/** The cost columns of a line. */
export function costColumns(cells: Cells, line: LineItem, facts: BillFacts): Mapping['columns'] {
  const billed = billedCost(line, facts);
  const list = listCost(cells, line);
  // What a line costs before commitments. A reserved line's own cost is always 0, so its list cost stands in.
  const contracted = byType(
    line,
    [
      [['SavingsPlanNegation'], ZERO],
      [COVERED, line.unblended],
      [['DiscountedUsage'], list],
    ],
    billed,
  );
  cells.expect('lineitemunblendedcost', 'TRUE', 'the charge adds nothing to the billed cost');
  return {
    BilledCost: billed,
    EffectiveCost: effectiveCost(cells, line, facts, billed),
    ListCost: list,
    ContractedCost: contracted,
    x_UnblendedCost: line.unblended,
    x_NetUnblendedCost: line.net,
  };
}
