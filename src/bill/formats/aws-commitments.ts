/** Commitment columns of a CUR line, by its type only: reservation columns are filled on plain on-demand lines too. */

import type { Cells } from '../read/cells.ts';
import { byType, isType, type LineItem, type LineType } from './aws-line.ts';
import type { Mapping } from './format.ts';

const USED_RESERVATION: readonly LineType[] = ['DiscountedUsage'];
const COVERED: readonly LineType[] = ['SavingsPlanCoveredUsage'];
const PLAN_FEE: readonly LineType[] = ['SavingsPlanRecurringFee'];
const PLAN: readonly LineType[] = [...COVERED, ...PLAN_FEE, 'SavingsPlanNegation', 'SavingsPlanUpfrontFee'];

/** Quantity under the commitment: normalised units of a reservation, currency of a savings plan. */
function commitmentQuantity(cells: Cells, line: LineItem): Mapping['columns'] {
  const quantity = (types: readonly LineType[], name: string) =>
    cells.decimal(name, 'quantity', { when: isType(line, types) });
  const normalized = quantity(USED_RESERVATION, 'lineitemnormalizedusageamount');
  const currency = cells.text('lineitemcurrencycode');
  const unit = `CASE WHEN ${normalized} IS NULL THEN ${cells.text('pricingunit')} ELSE 'Normalized Hours' END`;
  return {
    CommitmentDiscountQuantity: byType(
      line,
      [
        [USED_RESERVATION, `coalesce(${normalized}, ${line.usageAmount})`],
        [COVERED, quantity(COVERED, 'savingsplansavingsplaneffectivecost')],
        [PLAN_FEE, quantity(PLAN_FEE, 'savingsplantotalcommitmenttodate')],
      ],
      'NULL',
    ),
    CommitmentDiscountUnit: byType(
      line,
      [
        [USED_RESERVATION, unit],
        [[...COVERED, ...PLAN_FEE], currency],
      ],
      'NULL',
    ),
  };
}

/** The commitment columns of a line. */
export function commitmentColumns(cells: Cells, line: LineItem): Mapping['columns'] {
  const { reservationArn } = line;
  const upfront = `(${isType(line, ['Fee'])} AND ${reservationArn} IS NOT NULL)`;
  const isReservation = cells.named(
    'is_reservation',
    `(${isType(line, [...USED_RESERVATION, 'RIFee'])} OR ${upfront})`,
  );
  const isPlan = isType(line, PLAN);
  const pick = (reservation: string, plan: string) =>
    `CASE WHEN ${isPlan} THEN ${plan} WHEN ${isReservation} THEN ${reservation} END`;
  const time = (name: string, when: string) => cells.time(name, { when });
  const offering = cells.text('savingsplanofferingtype');
  const family = cells.text('savingsplaninstancetypefamily');
  return {
    ...commitmentQuantity(cells, line),
    CommitmentDiscountId: pick(reservationArn, line.savingsPlanArn),
    CommitmentDiscountType: pick("'Reserved'", "'Savings Plan'"),
    CommitmentDiscountCategory: pick("'Usage'", "'Spend'"),
    CommitmentDiscountStatus: byType(
      line,
      [
        [[...USED_RESERVATION, ...COVERED], "'Used'"],
        [['RIFee', ...PLAN_FEE], "'Unused'"],
      ],
      'NULL',
    ),
    x_CommitmentOffering: pick(cells.text('pricingofferingclass'), offering),
    x_CommitmentTerm: pick(cells.text('pricingleasecontractlength'), cells.text('savingsplanpurchaseterm')),
    x_CommitmentPaymentOption: pick(
      cells.text('pricingpurchaseoption'),
      cells.text('savingsplanpaymentoption'),
    ),
    x_CommitmentRegion: pick('NULL', `nullif(${cells.text('savingsplanregion')}, 'Any')`),
    // Covered lines of a Compute plan carry the family of the usage, which does not limit the plan.
    x_CommitmentInstanceFamily: `CASE WHEN ${isPlan} AND ${offering} LIKE 'EC2Instance%' THEN ${family} END`,
    x_CommitmentStart: pick(
      time('reservationstarttime', isReservation),
      time('savingsplanstarttime', isPlan),
    ),
    x_CommitmentEnd: pick(time('reservationendtime', isReservation), time('savingsplanendtime', isPlan)),
    x_ReservationCount: cells.decimal('reservationnumberofreservations', 'quantity', { when: isReservation }),
  };
}
