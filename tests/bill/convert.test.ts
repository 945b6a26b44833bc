import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversionOf, convertParts, convertSummary, type RateTable } from '../../src/bill/query/convert.ts';
import { ledgerOf, ledgersOf } from '../../src/bill/query/ledger.ts';
import { readRates } from '../../src/bill/query/rates-file.ts';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { decimal, sum, toText } from '../../src/engine/money.ts';
import { billAddressableSchema, billSummarySchema } from '../../src/report/contract.ts';
import { runCommand } from './command-line.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

const CSV =
  'currency,rate,date,source\nEUR,1.0842,2025-09-30,ECB reference rate\nGBP,1.25,2025-09-30,ECB reference rate\n';
const YAML = `target: USD
rates:
  - { currency: EUR, rate: "1.0842", date: 2025-09-30, source: ECB reference rate }
  - { currency: GBP, rate: 1.25, date: 2025-09-30, source: ECB reference rate }
`;

describe('a file of rates', () => {
  test.each([
    ['rates.csv', CSV, 'USD'],
    ['rates.yaml', YAML, 'USD'],
    ['rates.yml', YAML, null],
    ['with-target.csv', CSV.replace('source\n', 'source,target\n').replaceAll('rate\n', 'rate,USD\n'), null],
  ])('%s is read', async (name, text, to) => {
    await atDesk(async desk => {
      const path = desk.file(name, text);

      expect(readRates(path, to)).toEqual({
        file: path,
        target: 'USD',
        rates: new Map([
          ['EUR', { currency: 'EUR', rate: '1.0842', date: '2025-09-30', source: 'ECB reference rate' }],
          ['GBP', { currency: 'GBP', rate: '1.25', date: '2025-09-30', source: 'ECB reference rate' }],
        ]),
      });
    });
  });

  test.each([
    ['a.csv', CSV, null, 'no-target', /does not say into which currency/],
    ['a.yaml', YAML, 'CHF', 'bad-rate', /line 3: the rate is into `USD`, not `CHF`/],
    ['a.csv', CSV.replace('1.0842', '"1,0842"'), 'USD', 'bad-rate', /line 2: `1,0842` is not a rate/],
    ['a.csv', CSV.replace('1.0842', '0'), 'USD', 'bad-rate', /line 2: `0` is not a rate/],
    ['a.csv', CSV.replace('1.0842', '-1'), 'USD', 'bad-rate', /`-1` is not a rate/],
    ['a.csv', CSV.replace('1.0842', '1e3'), 'USD', 'bad-rate', /`1e3` is not a rate/],
    ['a.csv', CSV.replace('1.0842', 'NaN'), 'USD', 'bad-rate', /`NaN` is not a rate/],
    ['a.csv', CSV.replace('1.0842', '1.2345678901234567'), 'USD', 'bad-rate', /is not a rate/],
    ['a.csv', CSV.replace('2025-09-30', '2025-02-30'), 'USD', 'bad-rate', /`2025-02-30` is not a day/],
    ['a.csv', CSV.replace('ECB reference rate', ''), 'USD', 'bad-rate', /line 2: the source is empty/],
    ['a.csv', CSV.replace('GBP', 'EUR'), 'USD', 'bad-rate', /line 3: `EUR` has a second rate/],
    ['a.csv', CSV.replace('GBP', 'USD'), 'USD', 'bad-rate', /one `USD` is not 1.25 `USD`/],
    ['a.csv', 'currency,rate\nEUR,1\n', 'USD', 'csv-header', /no column `date`/],
    ['a.csv', 'currency,rate,date,source\n', 'USD', 'bad-rates', /there are none/],
    ['a.csv', '', 'USD', 'empty-file', /has no header/],
    ['a.yaml', 'target: USD\nrates: []\n', 'USD', 'bad-rates', /there are none/],
    ['a.yaml', 'target: USD\nrate: []\n', 'USD', 'missing-key', /line 1\): rates: is missing/],
  ])('%s with %j into %s is refused', async (name, text, to, code, message) => {
    await atDesk(async desk => {
      expect(() => readRates(desk.file(name, text), to)).toThrow(
        expect.objectContaining({ code, message: expect.stringMatching(message) }),
      );
    });
  });

  test('a name with escapes stays harmless in the message', () => {
    expect(() => readRates('/no/such/\u001b[2Jfile.csv', 'USD')).toThrow(
      expect.objectContaining({ code: 'file-not-found', message: expect.not.stringContaining('\u001b') }),
    );
  });
});

/** Rates that need no file. */
function rates(target: string, ...pairs: readonly (readonly [string, string])[]): RateTable {
  const entries = pairs.map(([currency, rate]) => {
    return [currency, { currency, rate, date: '2025-09-30', source: 'test' }] as const;
  });
  return { file: 'rates.csv', target, rates: new Map(entries) };
}

describe('converting', () => {
  const part = (currency: string | null, billedCost: string | null) => ({
    class: 'addressable' as const,
    service: 'Compute',
    currency,
    rows: 1,
    billedCost,
    effectiveCost: billedCost,
  });

  test('keeps every digit', () => {
    const table = rates('USD', ['EUR', '1.08420000000001']);
    const [converted] = convertParts(table, [part('EUR', '99999999999999999.999999999999999999')]);

    // (10^17 - 10^-18) * 1.08420000000001, by hand.
    expect(converted?.billedCost).toBe('108420000000000999.99999999999999999891579999999999');
    expect(convertParts(table, [part('USD', '0.1'), part('EUR', null)]).map(each => each.billedCost)).toEqual(
      ['0.1', null],
    );
  });

  test.each([['GBP'], [null]])('refuses charges in %s when there is no rate', currency => {
    const table = rates('USD', ['EUR', '1.1']);

    expect(() => conversionOf(table, ['USD', currency])).toThrow(
      expect.objectContaining({ code: 'no-rate' }),
    );
    expect(() => convertParts(table, [part(currency, '1')])).toThrow(
      expect.objectContaining({ code: 'no-rate' }),
    );
  });

  test('names the rates that were used, and no others', () => {
    const table = rates('USD', ['GBP', '1.25'], ['EUR', '1.1'], ['CHF', '1.2']);

    expect(conversionOf(table, ['GBP', 'USD', 'EUR', 'GBP']).rates.map(({ currency }) => currency)).toEqual([
      'EUR',
      'GBP',
    ]);
    expect(conversionOf(table, ['USD']).rates).toEqual([]);
  });

  test('what is converted in parts adds up to what is converted whole', () => {
    // What a store can hold: 38 digits in one of its three widths.
    const amounts = fc.constantFrom(10, 18, 24).chain(scale => {
      const amount = fc
        .bigInt({ min: -(10n ** 37n), max: 10n ** 37n })
        .map(units => toText(decimal(`${units}e-${scale}`)));
      return fc.array(fc.tuple(fc.constantFrom('EUR', 'GBP', 'USD'), amount), { maxLength: 10 });
    });
    const rate = fc
      .integer({ min: 0, max: 12 })
      .chain(scale =>
        fc
          .bigInt({ min: 1n, max: 10n ** BigInt(Math.min(15, 9 + scale)) - 1n })
          .map(units => toText(decimal(`${units}e-${scale}`))),
      );
    fc.assert(
      fc.property(amounts, rate, rate, (pairs, eur, gbp) => {
        const table = rates('USD', ['EUR', eur], ['GBP', gbp]);
        const parts = pairs.map(([currency, billed]) => part(currency, billed));
        const inParts = ledgerOf('USD', convertParts(table, parts)).billedCost;
        const whole = ledgersOf(parts).map(({ currency, billedCost }) => {
          const own = currency === 'EUR' ? eur : currency === 'GBP' ? gbp : '1';
          return decimal(billedCost ?? 0).times(own);
        });

        expect(inParts).toBe(toText(sum(whole)));
      }),
    );
  });
});

describe('a bill in two currencies', () => {
  async function withTwo<T>(run: (desk: Desk, rates: string) => Promise<T>): Promise<T> {
    return atDesk(async desk => {
      const records = [
        focusRecord('10', { ServiceName: 'A' }),
        focusRecord('100', { ServiceName: 'A', BillingCurrency: 'EUR' }),
        focusRecord('-1.5', { ServiceName: 'B', BillingCurrency: 'EUR', ChargeCategory: 'Credit' }),
      ];
      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));
      return run(desk, desk.file('rates.csv', CSV));
    });
  }

  test('is one table when it is asked for, and stays two without', async () => {
    await withTwo(async desk => {
      const summary = await summarizeBill({ workspace: desk.workspace, by: ['service'] });
      const { groups, total } = convertSummary(summary, rates('USD', ['EUR', '1.0842']));

      expect(groups.map(({ key, billedCost, rows }) => [key.serviceName, billedCost, rows])).toEqual([
        ['A', '118.42', 2],
        ['B', '-1.6263', 1],
      ]);
      expect(total).toEqual({
        billedCost: '116.7937',
        effectiveCost: '116.7937',
        listCost: null,
        contractedCost: null,
      });
      expect(summary.totals.map(({ currency, billedCost }) => [currency, billedCost])).toEqual([
        ['EUR', '98.5'],
        ['USD', '10'],
      ]);
    });
  });

  test('the commands say the rate, its date and its source', async () => {
    await withTwo(async (desk, file) => {
      const ask = (command: string, ...args: string[]) =>
        runCommand(desk.folder, 'bill', command, '--workspace', desk.workspace, ...args);
      const asked = ['--rates', file, '--to', 'USD'];
      const summary: unknown = JSON.parse(await ask('summary', ...asked, '--json'));
      const addressable: unknown = JSON.parse(await ask('addressable', ...asked, '--json'));
      const said = '1 EUR = 1.0842 USD (2025-09-30, ECB reference rate)';

      expect(billSummarySchema.parse(summary)).toEqual(summary);
      expect(summary).toMatchObject({
        totals: [{ currency: 'EUR' }, { currency: 'USD' }],
        converted: {
          to: 'USD',
          total: { billedCost: '116.7937' },
          rates: [{ currency: 'EUR', rate: '1.0842' }],
        },
      });
      expect(billAddressableSchema.parse(addressable)).toEqual(addressable);
      expect(addressable).toMatchObject({
        ledgers: [{ currency: 'EUR' }, { currency: 'USD' }],
        converted: { ledger: { currency: 'USD', rows: 3, billedCost: '116.7937' } },
      });
      expect(await ask('summary', ...asked)).toContain(said);
      expect(await ask('addressable', ...asked)).toContain(said);
      expect(JSON.parse(await ask('summary', '--json'))).toMatchObject({ converted: null });
    });
  });

  test('a currency without a rate, a target without rates', async () => {
    await withTwo(async (desk, file) => {
      const ask = (...args: string[]) =>
        runCommand(desk.folder, 'bill', 'summary', '--workspace', desk.workspace, ...args);

      await expect(ask('--rates', file, '--to', 'GBP')).rejects.toMatchObject({ code: 'bad-rate' });
      await expect(ask('--to', 'USD')).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
      desk.file('rates.csv', CSV.replace(/EUR.*\n/, ''));
      await expect(ask('--rates', file, '--to', 'USD')).rejects.toMatchObject({
        code: 'no-rate',
        exitCode: 3,
      });
    });
  });
});
