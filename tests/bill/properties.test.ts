import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { decimal, sum, toText } from '../../src/engine/money.ts';
import { atDesk, csv, curFile, FOCUS_HEADER, focusRecord } from './workspace.ts';

const RUNS = { numRuns: 15 };

/** An amount with up to 18 decimals, sometimes as Java writes it. */
const amount = fc
  .record({
    units: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    scale: fc.integer({ min: 0, max: 18 }),
    isJava: fc.boolean(),
  })
  .map(({ units, scale, isJava }) => {
    const value = decimal(`${units}e-${scale}`);
    return isJava ? value.toExponential().replace('e+', 'E').replace('e', 'E') : value.toFixed();
  });

/** Text that a cell may hold: delimiters, quotes, line ends, formulas, scripts of the world; not one of the null words. */
const cellText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('a,b', '"', 'two\nlines', "'; --", '=1+1', '\u001b[31m', '😀', ' padded '),
  )
  .map(text => `s${text.replaceAll('\r', '').replaceAll('\u0000', '')}`);

const charge = fc.record({
  cost: amount,
  effective: amount,
  service: cellText,
  currency: fc.constantFrom('USD', 'EUR'),
  category: fc.constantFrom('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'),
});

/** Sums by key, exact. */
function sumBy<T>(
  items: readonly T[],
  key: (item: T) => string,
  value: (item: T) => string,
): Record<string, string> {
  const groups = Map.groupBy(items, key);
  return Object.fromEntries(
    [...groups].map(([name, members]) => [
      name,
      toText(sum(members.map(member => toText(decimal(value(member)))))),
    ]),
  );
}

describe('whatever is in a FOCUS file', () => {
  test('its sums by currency, category and service are those of decimal.js', async () => {
    const files = fc.record({
      charges: fc.array(charge, { minLength: 1, maxLength: 30 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(files, async ({ charges, delimiter, lineEnd }) => {
        await atDesk(async desk => {
          const records = charges.map(({ cost, effective, service, currency, category }) =>
            focusRecord(cost, {
              EffectiveCost: effective,
              ServiceName: service,
              BillingCurrency: currency,
              ChargeCategory: category,
            }),
          );

          const result = await desk.import(
            desk.file('bill.csv', csv(FOCUS_HEADER, records, delimiter, lineEnd)),
          );

          expect(result.rows).toBe(charges.length);
          expect(result.findings.filter(({ code }) => code !== 'effective-cost-zero')).toEqual([]);
          const totals = Object.fromEntries(
            result.totals.map(({ currency, billedCost, effectiveCost }) => [
              currency,
              [billedCost, effectiveCost],
            ]),
          );
          const billed = sumBy(
            charges,
            item => item.currency,
            item => item.cost,
          );
          const effective = sumBy(
            charges,
            item => item.currency,
            item => item.effective,
          );
          expect(totals).toEqual(
            Object.fromEntries(
              Object.keys(billed).map(currency => [currency, [billed[currency], effective[currency]]]),
            ),
          );
          const { groups } = await summarizeBill({
            workspace: desk.workspace,
            by: ['service', 'chargeCategory', 'currency'],
          });
          const found = groups.map(({ key, billedCost }) => [
            `${key.serviceName}|${key.chargeCategory}|${key.billingCurrency}`,
            billedCost,
          ]);
          expect(Object.fromEntries(found)).toEqual(
            sumBy(
              charges,
              item => `${item.service}|${item.category}|${item.currency}`,
              item => item.cost,
            ),
          );
        });
      }),
      RUNS,
    );
  });

  test('broken records are all found, and the readable ones all counted', async () => {
    const record = fc.oneof(
      { weight: 3, arbitrary: amount.map(cost => ({ cost, cells: focusRecord(cost), isBroken: false })) },
      fc
        .constantFrom('NaN', '1_0', 'x', '1e400')
        .map(cost => ({ cost, cells: focusRecord(cost, { EffectiveCost: '0' }), isBroken: true })),
      fc
        .constantFrom(1, 3, 20)
        .map(length => ({ cost: '0', cells: Array.from({ length }, () => 'x'), isBroken: true })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 30 }), async records => {
        const good = [{ cost: '1', cells: focusRecord('1'), isBroken: false }, ...records];
        await atDesk(async desk => {
          const result = await desk.import(
            desk.file(
              'bill.csv',
              csv(
                FOCUS_HEADER,
                good.map(({ cells }) => cells),
              ),
            ),
          );

          const readable = good.filter(({ isBroken }) => !isBroken);
          expect(result.rows).toBe(readable.length);
          expect(result.totals[0]?.billedCost).toBe(
            toText(sum(readable.map(({ cost }) => toText(decimal(cost))))),
          );
          const errors = result.findings
            .filter(({ severity }) => severity === 'error')
            .map(({ source }) => source?.row);
          expect(errors).toEqual(good.flatMap(({ isBroken }, index) => (isBroken ? [index + 2] : [])));
        });
      }),
      RUNS,
    );
  });
});

/** A line of a CUR with the amounts that its type uses; amounts of AWS have 10 decimals. */
const aws = fc.integer({ min: 0, max: 10 ** 9 }).map(units => toText(decimal(`${units}e-7`)));
const curLine = fc.record({
  type: fc.constantFrom(
    'Usage',
    'DiscountedUsage',
    'RIFee',
    'Fee',
    'SavingsPlanCoveredUsage',
    'SavingsPlanRecurringFee',
    'SavingsPlanUpfrontFee',
    'Tax',
    'Credit',
    'EdpDiscount',
  ),
  cost: aws,
  amortised: aws,
  other: aws,
  hasReservation: fc.boolean(),
});

type CurLine = {
  readonly type: string;
  readonly cost: string;
  readonly amortised: string;
  readonly other: string;
  readonly hasReservation: boolean;
};

function curRecord({ type, cost, amortised, other, hasReservation }: CurLine): Record<string, string> {
  return {
    line_item_line_item_type: type,
    line_item_unblended_cost: type === 'DiscountedUsage' ? '0' : cost,
    reservation_reservation_a_r_n: hasReservation ? 'arn:r' : '',
    reservation_effective_cost: amortised,
    reservation_unused_amortized_upfront_fee_for_billing_period: amortised,
    reservation_unused_recurring_fee: other,
    savings_plan_savings_plan_effective_cost: amortised,
    savings_plan_total_commitment_to_date: amortised,
    savings_plan_used_commitment: other,
  };
}

/** Billed and effective cost of a line, by AWS's table of line item types. */
function curCosts({
  type,
  cost,
  amortised,
  other,
  hasReservation,
}: CurLine): readonly [billed: string, effective: string] {
  switch (type) {
    case 'DiscountedUsage':
      return ['0', amortised];
    case 'RIFee':
      return [cost, toText(decimal(amortised).plus(other))];
    case 'Fee':
      return [cost, hasReservation ? '0' : cost];
    case 'SavingsPlanCoveredUsage':
      return ['0', amortised];
    case 'SavingsPlanRecurringFee':
      return [cost, toText(decimal(amortised).minus(other))];
    case 'SavingsPlanUpfrontFee':
      return [cost, '0'];
    default:
      return [cost, cost];
  }
}

test('whatever is in a CUR, its totals follow the table of line item types', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(curLine, { minLength: 1, maxLength: 30 }), async lines => {
      const covered = lines.filter(({ type }) => type === 'SavingsPlanCoveredUsage').map(({ cost }) => cost);
      const negation = {
        line_item_line_item_type: 'SavingsPlanNegation',
        line_item_unblended_cost: toText(sum(covered).negated()),
      };
      await atDesk(async desk => {
        const result = await desk.import(desk.file('bill.csv', curFile([...lines.map(curRecord), negation])));

        const costs = lines.map(curCosts);
        expect(result.findings).toEqual([]);
        expect(result.rows).toBe(lines.length + 1);
        expect(result.totals).toMatchObject([
          {
            billedCost: toText(sum(costs.map(([billed]) => billed))),
            effectiveCost: toText(sum(costs.map(([, effective]) => effective))),
          },
        ]);
        // The billed cost is the invoice: the unblended cost of every line.
        const [[invoice] = []] = await desk.query(
          'SELECT CAST(sum(x_UnblendedCost) AS VARCHAR) FROM charges',
        );
        expect(toText(decimal(String(invoice)))).toBe(result.totals[0]?.billedCost);
      });
    }),
    RUNS,
  );
});

test('doubles, decimals and times of Parquet are read exactly, whatever their type', async () => {
  const value = fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map(units => units / 10 ** 6);
  const types = fc.constantFrom('DOUBLE', 'DECIMAL(30,15)', 'DECIMAL(18,6)', 'VARCHAR');
  const times = fc.constantFrom('TIMESTAMP', 'TIMESTAMPTZ', 'TIMESTAMP_MS', 'DATE', 'VARCHAR');
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 1, maxLength: 20 }),
      types,
      times,
      async (numbers, type, time) => {
        await atDesk(async desk => {
          const path = join(desk.folder, 'bill.parquet');
          const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
          const rows = numbers.map(number => `('${number}', '2025-09-01')`).join(', ');
          await duckdb.run(
            `COPY (SELECT CAST(c AS ${type}) AS BilledCost, CAST(c AS DOUBLE) AS EffectiveCost, 'USD' AS BillingCurrency, 'Usage' AS ChargeCategory,
             CAST(t AS ${time}) AS ChargePeriodStart, 'S' AS ServiceName, MAP {'team': 'a"b'} AS Tags FROM (VALUES ${rows}) v(c, t)) TO '${path}'`,
          );
          duckdb.close();

          const { totals, findings } = await desk.import(path);

          const total = toText(sum(numbers.map(number => toText(decimal(number)))));
          expect(findings.filter(({ code }) => code !== 'effective-cost-zero')).toEqual([]);
          expect(totals).toMatchObject([{ billedCost: total, effectiveCost: total }]);
          const [[tags, start] = []] = await desk.query(
            "SELECT Tags, strftime(ChargePeriodStart, '%Y-%m-%d') FROM charges LIMIT 1",
          );
          expect([tags, start]).toEqual(['{"team":"a\\"b"}', '2025-09-01']);
        });
      },
    ),
    RUNS,
  );
});
