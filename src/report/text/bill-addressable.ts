/** The addressable ledger as text: 30 % of what? */

import { decimal, sum } from '../../engine/money.ts';
import type { BillAddressableReport } from '../contract.ts';
import { count, money, percent } from '../format.ts';
import { conversionLines } from './bill-conversion.ts';
import { table, wrap } from './table.ts';

type Ledger = BillAddressableReport['ledgers'][number];
type Target = NonNullable<Ledger['target']['billedCost']>;

const CENTS = 2;

function cell(amount: string | null, currency: string | null): string {
  return amount === null ? '-' : money(amount, currency ?? '', CENTS);
}

function shareCell(share: number | null): string {
  return share === null ? '-' : percent(share);
}

/** Rounded to cents the classes may miss the rounded total: the table shows by how much, so that it adds up as it stands. */
function roundingGap(parts: readonly (string | null)[], total: string | null): string {
  const cents = (amount: string) => decimal(Number(amount).toFixed(CENTS));
  const shown = sum(parts.flatMap(amount => (amount === null ? [] : [cents(amount)])));
  return cents(total ?? '0')
    .minus(shown)
    .toFixed();
}

function roundingRow(ledger: Ledger): string[][] {
  const { classes, currency } = ledger;
  const billed = roundingGap(
    classes.map(({ billedCost }) => billedCost),
    ledger.billedCost,
  );
  const effective = roundingGap(
    classes.map(({ effectiveCost }) => effectiveCost),
    ledger.effectiveCost,
  );
  if (Number(billed) === 0 && Number(effective) === 0) return [];
  return [['(rounded to cents)', '', cell(billed, currency), '', cell(effective, currency), '']];
}

function classTable(ledger: Ledger, width: number): string[] {
  const { classes, currency, rows, billedCost, effectiveCost } = ledger;
  return table(
    [
      { head: 'Class', shrink: 16 },
      { head: 'Charges', align: 'right' },
      { head: 'Billed', align: 'right' },
      { head: 'Share', align: 'right' },
      { head: 'Effective', align: 'right' },
      { head: 'Share', align: 'right' },
    ],
    [
      ...classes
        .filter(each => each.rows > 0)
        .map(each => [
          each.title,
          count(each.rows),
          cell(each.billedCost, currency),
          shareCell(each.billedShare),
          cell(each.effectiveCost, currency),
          shareCell(each.effectiveShare),
        ]),
      ...roundingRow(ledger),
      ['Total', count(rows), cell(billedCost, currency), '', cell(effectiveCost, currency), ''],
    ],
    width,
  );
}

function targetSentence(
  name: string,
  share: number,
  target: Target | null,
  addressable: string | null,
  currency: string | null,
): string {
  const goal = percent(share, 0);
  if (target === null) return `The ${name} is not above 0: there is nothing that ${goal} of it could be.`;
  const amount = cell(target.amount, currency);
  if (target.shareOfAddressable === null)
    return `${goal} of the ${name} is ${amount}, and nothing of it is addressable.`;
  const part = `${percent(target.shareOfAddressable)} of the addressable ${cell(addressable, currency)}`;
  const isTooMuch = target.shareOfAddressable > 1;
  return `${goal} of the ${name} is ${amount}: ${part}${isTooMuch ? ', which is more than there is' : ''}.`;
}

/** AWS has one line for the fee of a month: what it says in the two columns has to be said. */
function feeNote({ classes }: Ledger): string[] {
  const unused = classes.find(({ class: id }) => id === 'commitment-unused');
  return unused !== undefined && unused.rows > 0 && Number(unused.billedCost ?? 0) > 0
    ? ['Fees and unused: billed is the whole fee of the month, effective is the part that nothing used.']
    : [];
}

function ledgerLines(ledger: Ledger, width: number, limit: number): string[] {
  const { currency, classes, services, target } = ledger;
  const addressable = classes.find(({ class: id }) => id === 'addressable');
  const shown = services.slice(0, limit);
  const rest = services.length - shown.length;
  return [
    ...classTable(ledger, width),
    ...feeNote(ledger).flatMap(line => wrap(line, width)),
    '',
    ...[
      targetSentence(
        'billed cost',
        target.share,
        target.billedCost,
        addressable?.billedCost ?? null,
        currency,
      ),
      targetSentence(
        'effective cost',
        target.share,
        target.effectiveCost,
        addressable?.effectiveCost ?? null,
        currency,
      ),
    ].flatMap(line => wrap(line, width)),
    ...(services.length === 0
      ? []
      : [
          '',
          ...table(
            [
              { head: 'Addressable by service', shrink: 16 },
              { head: 'Charges', align: 'right' },
              { head: 'Billed', align: 'right' },
              { head: 'Effective', align: 'right' },
            ],
            shown.map(({ service, rows, billedCost, effectiveCost }) => [
              service ?? '(none)',
              count(rows),
              cell(billedCost, currency),
              cell(effectiveCost, currency),
            ]),
            width,
          ),
        ]),
    ...(rest > 0 ? [`... and ${count(rest)} more services (--json shows all of them)`] : []),
  ];
}

/** The ledgers of a bill, one a currency; with rates, one for all of it. @param limit services shown */
export function billAddressableText(report: BillAddressableReport, width: number, limit = 20): string[] {
  const { converted, ledgers } = report;
  if (converted !== null)
    return [...conversionLines(converted, width), '', ...ledgerLines(converted.ledger, width, limit)];
  return ledgers.flatMap((ledger, index) => [
    ...(index === 0 ? [] : ['']),
    ...(ledgers.length === 1 ? [] : [`Charges in ${ledger.currency ?? '(no currency)'}:`]),
    ...ledgerLines(ledger, width, limit),
  ]);
}
