import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importBills } from '../../src/bill/import.ts';
import { listBills } from '../../src/bill/store.ts';
import { azureFile, covered, purchase, unused } from './azure-file.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

const ACTUAL = azureFile({}, covered('0'), purchase('730'));
const AMORTIZED = azureFile({}, covered('1.5'), unused('0.5'));
const NO_BENEFIT = azureFile({}, { Date: '09/03/2025' });

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

async function charges(desk: Desk): Promise<readonly (readonly unknown[])[]> {
  return desk.query(
    `SELECT regexp_extract(x_SourceFile, '[^/]+$'), row, x_LineItemType, CAST(BilledCost AS DOUBLE), CAST(EffectiveCost AS DOUBLE) FROM charges ORDER BY 1, 2`,
  );
}

describe('one view of a month', () => {
  test('actual cost alone is billed and effective, and says what is missing', async () => {
    await atDesk(async desk => {
      const { findings } = await desk.import(desk.file('a.csv', ACTUAL));

      expect(await charges(desk)).toEqual([
        ['a.csv', 2, 'Usage', 4.8, 4.8],
        ['a.csv', 3, 'Usage', 0, 0],
        ['a.csv', 4, 'Purchase', 730, 730],
      ]);
      expect(findings).toMatchObject([{ code: 'azure-actual-only', severity: 'warning' }]);
      expect(listBills(desk.workspace)[0]?.manifest.files).toMatchObject([{ view: 'actual' }]);
    });
  });

  test('amortized cost alone bills nothing that a benefit pays for', async () => {
    await atDesk(async desk => {
      const { findings } = await desk.import(desk.file('b.csv', AMORTIZED));

      expect(await charges(desk)).toEqual([
        ['b.csv', 2, 'Usage', 4.8, 4.8],
        ['b.csv', 3, 'Usage', 0, 1.5],
        ['b.csv', 4, 'UnusedReservation', 0, 0.5],
      ]);
      expect(findings).toMatchObject([{ code: 'azure-amortized-only', severity: 'warning' }]);
      expect(listBills(desk.workspace)[0]?.manifest.files).toMatchObject([{ view: 'amortized' }]);
    });
  });

  test('without benefits both views are the same and nothing is said', async () => {
    await atDesk(async desk => {
      const { findings, totals } = await desk.import(desk.file('n.csv', NO_BENEFIT));

      expect(totals).toMatchObject([{ billedCost: '9.6', effectiveCost: '9.6' }]);
      expect(findings).toEqual([]);
      expect(listBills(desk.workspace)[0]?.manifest.files[0]).not.toHaveProperty('view');
    });
  });

  test('months without a benefit are not warned about, though the folder shows their view', async () => {
    await atDesk(async desk => {
      const october = {
        Date: '10/02/2025',
        BillingPeriodStartDate: '10/01/2025',
        BillingPeriodEndDate: '10/31/2025',
      };
      desk.file('x/09.csv', NO_BENEFIT);
      desk.file('x/10.csv', azureFile(covered('0', october)));

      const { findings } = await desk.import(`${desk.folder}/x`);

      expect(findings.map(({ code }) => code)).toEqual(['azure-actual-only']);
      expect(findings[0]?.message).toContain('2025-10 alone');
      expect(listBills(desk.workspace)[0]?.manifest.files.map(({ view }) => view)).toEqual([
        'actual',
        'actual',
      ]);
    });
  });

  test.each([
    ['purchases and covered usage at a cost', azureFile(covered('1.5'), purchase('730'))],
    ['purchases and unused parts', azureFile(purchase('730'), unused('0.5'))],
  ])('%s in one file are refused', async (_, text) => {
    await atDesk(async desk => {
      expect(await rejection(desk.import(desk.file('both.csv', text)))).toMatchObject({
        code: 'azure-views-mixed',
        exitCode: 3,
      });
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });
});

describe('both views of a month', () => {
  test.each([
    ['the actual one first', ['a.csv', 'b.csv']],
    ['the amortized one first', ['b.csv', 'a.csv']],
  ])('are merged, %s', async (_, names) => {
    await atDesk(async desk => {
      desk.file('a.csv', ACTUAL);
      desk.file('b.csv', AMORTIZED);

      const result = await desk.import(...names.map(name => `${desk.folder}/${name}`));

      expect(await charges(desk)).toEqual([
        ['a.csv', 4, 'Purchase', 730, 0],
        ['b.csv', 2, 'Usage', 4.8, 4.8],
        ['b.csv', 3, 'Usage', 0, 1.5],
        ['b.csv', 4, 'UnusedReservation', 0, 0.5],
      ]);
      expect(result.totals).toMatchObject([{ billedCost: '734.8', effectiveCost: '6.8' }]);
      expect(result.findings.map(({ code }) => code)).toEqual(['azure-views-merged']);
    });
  });

  test('keep the refund of a benefit and its price in the pricing currency', async () => {
    await atDesk(async desk => {
      const refund = purchase('-30', { ChargeType: 'Refund', Quantity: '-1', costInPricingCurrency: '-33' });
      desk.file('a.csv', azureFile(covered('0'), purchase('730', { costInPricingCurrency: '800' }), refund));
      desk.file('b.csv', azureFile(covered('1.5')));

      const { totals } = await desk.import(`${desk.folder}/a.csv`, `${desk.folder}/b.csv`);

      expect(totals).toMatchObject([{ billedCost: '700', effectiveCost: '1.5' }]);
      expect(
        await desk.query(
          "SELECT x_LineItemType, ChargeCategory, CAST(PricingCurrencyEffectiveCost AS DOUBLE) FROM charges WHERE x_LineItemType <> 'Usage' ORDER BY 1",
        ),
      ).toEqual([
        ['Purchase', 'Purchase', 0],
        ['Refund', 'Purchase', 0],
      ]);
    });
  });

  test('purchases on another subscription than the usage they cover are merged too', async () => {
    await atDesk(async desk => {
      desk.file('a.csv', azureFile({}, covered('0'), purchase('730', { SubscriptionId: '' })));
      desk.file('b.csv', azureFile({}, covered('1.5'), unused('0.5', { SubscriptionId: 'shared' })));

      const { totals, findings } = await desk.import(`${desk.folder}/a.csv`, `${desk.folder}/b.csv`);

      expect(totals).toMatchObject([{ billedCost: '734.8', effectiveCost: '6.8' }]);
      expect(findings.map(({ code }) => code)).toEqual(['azure-views-merged']);
    });
  });

  test('purchases in a part of their own are merged too', async () => {
    await atDesk(async desk => {
      const paths = [
        desk.file('part_0.csv', azureFile({}, covered('0'))),
        desk.file('part_1.csv', azureFile(purchase('730', { SubscriptionId: '' }))),
        desk.file('b.csv', AMORTIZED),
      ];

      const { totals, findings } = await desk.import(...paths);

      expect(totals).toMatchObject([{ billedCost: '734.8', effectiveCost: '6.8' }]);
      expect(findings.map(({ code }) => code)).toEqual(['azure-views-merged']);
    });
  });

  test('a month that only one of them has is left as it is, and said', async () => {
    await atDesk(async desk => {
      const october = {
        Date: '10/02/2025',
        BillingPeriodStartDate: '10/01/2025',
        BillingPeriodEndDate: '10/31/2025',
      };
      desk.file('a.csv', azureFile({}, covered('0'), { ...october }, covered('0', october)));
      desk.file('b.csv', AMORTIZED);

      const { totals, findings } = await desk.import(`${desk.folder}/a.csv`, `${desk.folder}/b.csv`);

      expect(totals).toMatchObject([{ billedCost: '9.6', effectiveCost: '11.6' }]);
      expect(findings.map(({ code }) => code)).toEqual(['azure-actual-only', 'azure-views-merged']);
      expect(findings[0]?.message).toContain('2025-10 alone');
    });
  });

  test('of two subscriptions have nothing to do with each other', async () => {
    await atDesk(async desk => {
      desk.file('a.csv', ACTUAL);
      const other = { SubscriptionId: 'other' };
      desk.file('b.csv', azureFile(other, covered('1.5', other)));

      const { totals, findings } = await desk.import(`${desk.folder}/a.csv`, `${desk.folder}/b.csv`);

      expect(totals).toMatchObject([{ billedCost: '739.6', effectiveCost: '741.1' }]);
      expect(findings.map(({ code }) => code)).toEqual(['azure-actual-only', 'azure-amortized-only']);
    });
  });

  test('that differ in what no benefit touches are refused to the last digit', async () => {
    await atDesk(async desk => {
      desk.file('a.csv', ACTUAL);
      desk.file('b.csv', azureFile({ CostInBillingCurrency: '4.8000000001' }, covered('1.5')));

      const error = await rejection(desk.import(`${desk.folder}/a.csv`, `${desk.folder}/b.csv`));

      expect(error).toMatchObject({ code: 'azure-views-differ', exitCode: 3 });
      expect(String(error)).toContain('4.8 and 4.8000000001');
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });

  test('without any benefit are counted once', async () => {
    await atDesk(async desk => {
      desk.file('x/actual/n.csv', NO_BENEFIT);
      desk.file('x/amortized/n.csv', azureFile({ Date: '09/03/2025' }, {}));

      const { totals, findings } = await desk.import(`${desk.folder}/x`);

      expect(totals).toMatchObject([{ billedCost: '9.6', effectiveCost: '9.6' }]);
      expect(findings).toMatchObject([
        { code: 'azure-views-merged', message: expect.stringContaining('counted once') },
      ]);
    });
  });

  test('may be parts in a folder each, of which some show no benefit', async () => {
    await atDesk(async desk => {
      const plain = azureFile({ Date: '09/05/2025' }, { Date: '09/06/2025', CostInBillingCurrency: '0.2' });
      desk.file('x/actual/part_0.csv', ACTUAL);
      desk.file('x/actual/part_1.csv', plain);
      desk.file('x/amortized/part_0.csv', azureFile({}, covered('1.5'), { Date: '09/05/2025' }));
      desk.file('x/amortized/part_1.csv', azureFile({ Date: '09/06/2025', CostInBillingCurrency: '0.2' }));

      const { totals } = await desk.import(`${desk.folder}/x`);

      expect(totals).toMatchObject([{ billedCost: '739.8', effectiveCost: '11.3' }]);
    });
  });

  test('and a file that may be either are refused', async () => {
    await atDesk(async desk => {
      desk.file('a.csv', ACTUAL);
      desk.file('b.csv', AMORTIZED);
      desk.file('n.csv', NO_BENEFIT);

      expect(await rejection(desk.import(desk.folder))).toMatchObject({
        code: 'azure-view-unknown',
        exitCode: 3,
      });
    });
  });

  test('always add up: billed to the actual file, effective to the amortized one', async () => {
    const cents = fc.integer({ min: -99_999, max: 999_999 });
    const ledger = fc.record({
      plain: fc.array(cents, { maxLength: 5 }),
      covered: fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 5 }),
      unused: fc.array(fc.integer({ min: 1, max: 9999 }), { maxLength: 3 }),
      purchases: fc.array(cents, { maxLength: 3 }),
    });
    const money = (amount: number) => `${amount / 100}`;
    const total = (amounts: readonly number[]) =>
      String(amounts.reduce((sum, amount) => sum + amount, 0) / 100);
    await fc.assert(
      fc.asyncProperty(ledger, async bill => {
        await atDesk(async desk => {
          const plain = bill.plain.map(amount => ({ CostInBillingCurrency: money(amount) }));
          const actual = [
            ...plain,
            ...bill.covered.map(() => covered('0')),
            ...bill.purchases.map(amount => purchase(money(amount))),
          ];
          const amortized = [
            ...bill.covered.map(amount => covered(money(amount))),
            ...plain,
            ...bill.unused.map(amount => unused(money(amount))),
          ];

          const { totals } = await desk.import(
            desk.file('a.csv', azureFile(...actual)),
            desk.file('b.csv', azureFile(...amortized)),
          );

          expect(totals).toMatchObject([
            {
              billedCost: total([...bill.plain, ...bill.purchases]),
              effectiveCost: total([...bill.plain, ...bill.covered, ...bill.unused]),
            },
          ]);
        });
      }),
      { numRuns: 12 },
    );
  });
});

describe('a view that arrives later', () => {
  test.each([
    ['amortized', ACTUAL, AMORTIZED],
    ['actual', AMORTIZED, ACTUAL],
  ])(
    'is refused when it is the %s one of a stored month, and the hint works',
    async (view, first, second) => {
      await atDesk(async desk => {
        const [one, two] = [desk.file('one.csv', first), desk.file('two.csv', second)];
        await desk.import(one);
        const [bill] = listBills(desk.workspace);

        const error = await rejection(desk.import(two));

        expect(error).toMatchObject({
          code: 'other-azure-view',
          exitCode: 3,
          hint: expect.stringContaining(`trimtab bill remove ${bill?.id}`),
        });
        expect(String(error)).toContain(`is the ${view} cost`);
        // Together it is refused as well: the stored file is known and stays as it is.
        expect(await rejection(desk.import(one, two))).toMatchObject({ code: 'other-azure-view' });
        expect(listBills(desk.workspace)).toHaveLength(1);
      });
    },
  );

  test('of another month is welcome', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('one.csv', ACTUAL));
      const month = { BillingPeriodStartDate: '10/01/2025', BillingPeriodEndDate: '10/31/2025' };

      await desk.import(desk.file('two.csv', azureFile(covered('1.5', { ...month, Date: '10/02/2025' }))));

      expect(listBills(desk.workspace)).toHaveLength(2);
    });
  });

  test('together again changes nothing', async () => {
    await atDesk(async desk => {
      const paths = [desk.file('a.csv', ACTUAL), desk.file('b.csv', AMORTIZED)];
      const first = await desk.import(...paths);

      const second = await importBills({ paths, workspace: desk.workspace });

      expect(second.totals).toEqual(first.totals);
      expect(second.findings.map(({ code }) => code)).toEqual(['already-imported', 'already-imported']);
    });
  });
});

describe('exports that restate their month', () => {
  const monthToDate = (days: number) =>
    azureFile(
      ...Array.from({ length: days }, (_, day) => ({
        Date: `09/0${day + 1}/2025`,
        CostInBillingCurrency: `${day + 1}.5`,
      })),
    );

  test('are told from parts of one export by days that cost the same', async () => {
    await atDesk(async desk => {
      desk.file('x/day-3.csv', monthToDate(3));
      desk.file('x/day-4.csv', monthToDate(4));

      const { findings } = await desk.import(`${desk.folder}/x`);

      expect(findings).toMatchObject([
        { code: 'overlapping-bill', severity: 'warning', message: expect.stringContaining('3 days of') },
      ]);
      expect(findings[0]?.hint).toContain('only the newest file');
    });
  });

  test('are told when they arrive later', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('day-3.csv', monthToDate(3)));

      const { findings } = await desk.import(desk.file('day-4.csv', monthToDate(4)));

      expect(findings).toMatchObject([
        { code: 'overlapping-bill', hint: expect.stringContaining('keep only the newest') },
      ]);
    });
  });

  test('parts of one export that share a day are no repetition', async () => {
    await atDesk(async desk => {
      desk.file('x/part_0.csv', azureFile({}, { CostInBillingCurrency: '1.25' }));
      desk.file('x/part_1.csv', azureFile({ CostInBillingCurrency: '3' }));

      const { findings } = await desk.import(`${desk.folder}/x`);

      expect(findings).toEqual([]);
    });
  });

  test('a FOCUS export of the same subscription and month is an overlap', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('n.csv', NO_BENEFIT));
      const focus = csv(FOCUS_HEADER, [
        focusRecord('1', { SubAccountId: '/subscriptions/FE4D5DBB-0000-0000-0000-000000000001' }),
      ]);

      const { findings } = await desk.import(desk.file('focus.csv', focus));

      expect(findings).toMatchObject([{ code: 'overlapping-bill' }]);
    });
  });
});
