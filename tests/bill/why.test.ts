import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainCost, type WhyAnswer, type WhyOptions } from '../../src/bill/query/why.ts';
import { parseAmount } from '../../src/bill/query/why-amount.ts';
import { decimal, sum, toText } from '../../src/engine/money.ts';
import { billWhySchema } from '../../src/report/contract.ts';
import { runCommand } from './command-line.ts';
import { atDesk, csv, curFile, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

const ASTER = join(
  import.meta.dirname,
  '../../fixtures/bills/aws/cur-2-generated-csv/generated-aster-retail-00001.csv.gz',
);

function why({ workspace }: Desk, what: string, options: Partial<WhyOptions> = {}): Promise<WhyAnswer> {
  return explainCost({ workspace, what, month: null, currency: null, limit: 10, ...options });
}

/** Levels and keys of matches: what a person would recognise. */
const named = ({ matches }: WhyAnswer) => matches.map(({ level, key }) => [level, ...Object.values(key)]);

describe('an amount as people write it', () => {
  test.each([
    ['123.45', '123.45', false, '0.01', null],
    ['$1,234.50', '1234.50', false, '0.01', null],
    ['1,234', '1234', false, '1', null],
    ['-120.5', '120.5', true, '0.1', null],
    ['-$0.50', '0.50', true, '0.01', null],
    ['−7', '7', true, '1', null],
    ['12.50 EUR', '12.50', false, '0.01', 'EUR'],
    ['USD 12.50', '12.50', false, '0.01', 'USD'],
    ['007', '7', false, '1', null],
    ['0.000000000000000001', '0.000000000000000001', false, '0.000000000000000001', null],
  ])('%s', (text, size, isNegative, tolerance, currency) => {
    expect(parseAmount(text)).toEqual({ size, isNegative, tolerance, currency });
  });

  test.each([
    '',
    'AmazonS3',
    '1e3',
    '1,23',
    '1.2.3',
    '1 234',
    'i-12345',
    '12345678901234',
    '12.50 Euro',
    'NaN',
  ])('%j is none', text => {
    expect(parseAmount(text)).toBeNull();
  });
});

describe('on the generated AWS bill', () => {
  async function onAster<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
    return atDesk(async desk => {
      await desk.import(ASTER);
      return run(desk);
    });
  }

  test('amounts lead to the charge, service, account, category or month that they are', async () => {
    await onAster(async desk => {
      expect((await why(desk, '5943.13')).matches).toMatchObject([
        { level: 'month', month: '2025-09', costs: ['billedCost'], amount: '5943.1258885457', rows: 12575 },
      ]);
      expect((await why(desk, '$6,067.40')).matches).toMatchObject([
        { level: 'month', costs: ['effectiveCost'], difference: '0.0001388516' },
      ]);
      expect(named(await why(desk, '2,020.81'))[0]).toEqual(['service', 'Amazon Simple Storage Service']);
      expect(named(await why(desk, '850'))).toContainEqual(['service', 'Datadog Pro']);
      expect((await why(desk, '850')).matches.find(({ level }) => level === 'charge')?.key.row).toBe('37');
      expect(named(await why(desk, '1,191.08'))[0]).toEqual(['line-item-type', 'Fee']);
      // The credit is negative; people leave the sign out.
      expect((await why(desk, '120.50')).matches[0]).toMatchObject({ level: 'category', amount: '-120.5' });
    });
  });

  test('an amount that is nowhere gets the nearest ones and nothing behind it', async () => {
    await onAster(async desk => {
      const { matches, nearest, behind } = await why(desk, '5943.20');

      expect({ matches, behind }).toEqual({ matches: [], behind: null });
      expect(nearest[0]).toMatchObject({ level: 'month', difference: '0.0741114543' });
    });
  });

  test.each(['5943.13', 'Amazon Relational Database Service', 'AmazonEC2', '310000000011'])(
    'whatever is behind %s adds up, in every table and to the last digit',
    async what => {
      await onAster(async desk => {
        const { behind } = await why(desk, what, { limit: 100_000 });
        const [total, ...others] = behind?.totals ?? [];

        expect(others).toEqual([]);
        expect(behind?.charges).toHaveLength(behind?.rows ?? -1);
        for (const sums of [
          behind?.byCategory,
          behind?.byLineItemType,
          behind?.byCommitmentStatus,
          behind?.charges,
        ]) {
          expect(toText(sum((sums ?? []).flatMap(each => each.billedCost ?? [])))).toBe(total?.billedCost);
          expect(toText(sum((sums ?? []).flatMap(each => each.effectiveCost ?? [])))).toBe(
            total?.effectiveCost,
          );
          expect(toText(sum((sums ?? []).flatMap(each => each.listCost ?? [])))).toBe(total?.listCost);
        }
        const difference = decimal(total?.effectiveCost ?? 0).minus(total?.billedCost ?? 0);
        expect(toText(sum((behind?.differences ?? []).map(({ amount }) => amount)))).toBe(toText(difference));
      });
    },
  );

  test('the difference of two costs is told by what the commitments did', async () => {
    await onAster(async desk => {
      const { kind, name, behind } = await why(desk, 'AmazonRDS');

      expect({ kind, name }).toEqual({ kind: 'service', name: 'AmazonRDS' });
      expect(behind?.differences.map(({ reason, rows, amount }) => [reason, rows, amount])).toEqual([
        ['commitment-fee', 1, '-103.68'],
        ['commitment-used', 720, '103.68'],
      ]);
      expect(behind?.charges[0]).toMatchObject({
        row: 30,
        lineItemType: 'RIFee',
        periodStart: '2025-09-01T00:00:00Z',
        periodEnd: '2025-10-01T00:00:00Z',
        billedCost: '103.68',
        effectiveCost: '0',
        commitmentStatus: 'Unused',
      });
    });
  });

  test('a part of a name is enough when only one thing has it', async () => {
    await onAster(async desk => {
      expect(await why(desk, 'datadog')).toMatchObject({ kind: 'service', name: 'Datadog Pro' });
      await expect(why(desk, 'i-')).rejects.toMatchObject({ code: 'ambiguous', exitCode: 2 });
      await expect(why(desk, 'Datadog Prp')).rejects.toMatchObject({
        code: 'nothing-found',
        hint: 'Did you mean "Datadog Pro"?',
      });
    });
  });

  test('the command prints the contract, and as text the rows with file and line', async () => {
    await onAster(async ({ folder, workspace }) => {
      const ask = (...args: string[]) => runCommand(folder, 'bill', 'why', '--workspace', workspace, ...args);
      const report: unknown = JSON.parse(await ask('850', '--json'));
      const text = await ask('Datadog Pro');

      expect(billWhySchema.parse(report)).toEqual(report);
      expect(text).toContain('generated-aster-retail-00001.csv.gz:37\n');
      expect(text).toContain('Effective and billed cost are the same in every charge.');
      expect(await ask('5943.13', '--limit', '1')).toContain('The 1 largest charge of 12,575');
      expect(await ask('--limit', '1', '--', '-120.5')).toContain('charge in row 1745');
    });
  });
});

describe('rows and names', () => {
  test('a row is counted as in the file, past records that could not be read and blank lines', async () => {
    await atDesk(async desk => {
      const lines = csv(FOCUS_HEADER, [focusRecord('1'), focusRecord('2', { ResourceId: 'late' })]).split(
        '\n',
      );
      const text = [lines[0], lines[1], 'broken,record', '', lines[2], ''].join('\n');
      await desk.import(desk.file('bill.csv', text));

      expect((await why(desk, 'late')).behind?.charges).toMatchObject([{ row: 5, billedCost: '2' }]);
    });
  });

  test('records of two files keep their places and every digit, whatever the width of the file', async () => {
    await atDesk(async desk => {
      const tiny = '0.000000000000000001';
      await desk.import(desk.file('a.csv', csv(FOCUS_HEADER, [focusRecord('12.5')])));
      await desk.import(desk.file('b.csv', csv(FOCUS_HEADER, [focusRecord('1'), focusRecord(tiny)])));
      const { behind } = await why(desk, 'i-1');

      expect(behind?.totals).toMatchObject([{ billedCost: '13.500000000000000001', rows: 3 }]);
      expect(behind?.charges.map(({ file, row }) => [file.slice(-5), row])).toEqual([
        ['a.csv', 2],
        ['b.csv', 2],
        ['b.csv', 3],
      ]);
      expect((await why(desk, tiny)).matches).toMatchObject([
        { level: 'charge', amount: tiny, difference: '0' },
      ]);
    });
  });

  test.each([
    ["'; DROP TABLE located; --", "'; DROP TABLE located; --"],
    ['i-\u001b[2J\u202eevil', 'i-\\x1b[2J\\u{202e}evil'],
    ['100%_"quoted"', '100%_"quoted"'],
    ['42.00', '42.00'],
  ])('the resource %j is found, and shown without its control characters', async (id, shown) => {
    await atDesk(async desk => {
      const records = [focusRecord('3', { ResourceId: id }), focusRecord('4', { ResourceId: 'other' })];
      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));
      const answer = await why(desk, id);
      const text = await runCommand(desk.folder, 'bill', 'why', '--workspace', desk.workspace, '--', id);

      expect(answer).toMatchObject({ kind: 'resource', name: id, behind: { rows: 1 } });
      expect(text).toContain(`resource ${shown}`);
      expect(text).not.toContain('\u001b');
      expect(text).not.toContain('\u202e');
    });
  });

  test('one resource under several spellings is one resource', async () => {
    await atDesk(async desk => {
      const records = [
        focusRecord('3', { ResourceId: '/Sub/VM-1' }),
        focusRecord('4', { ResourceId: '/sub/vm-1' }),
      ];
      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect((await why(desk, '/SUB/vm-1')).behind?.totals).toMatchObject([{ billedCost: '7' }]);
      expect((await why(desk, 'vm-')).behind?.rows).toBe(2);
    });
  });
});

describe('currencies and months', () => {
  const month = (text: string) => ({
    BillingPeriodStart: `${text}-01T00:00:00Z`,
    ChargePeriodStart: `${text}-02T00:00:00Z`,
  });

  async function withTwo<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
    return atDesk(async desk => {
      const records = [
        focusRecord('10', month('2025-08')),
        focusRecord('11.5', month('2025-09')),
        focusRecord('100', { ...month('2025-09'), BillingCurrency: 'EUR' }),
      ];
      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));
      return run(desk);
    });
  }

  test('amounts of two currencies are never added', async () => {
    await withTwo(async desk => {
      const { behind } = await why(desk, 'i-1');

      expect(behind?.totals.map(({ currency, billedCost }) => [currency, billedCost])).toEqual([
        ['EUR', '100'],
        ['USD', '21.5'],
      ]);
      expect((await why(desk, '121.5')).matches).toEqual([]);
      expect((await why(desk, '100 USD')).matches).toEqual([]);
      expect((await why(desk, '100.0 EUR')).matches.length).toBeGreaterThan(0);
    });
  });

  test('an amount may be of one month or of all of them', async () => {
    await withTwo(async desk => {
      expect((await why(desk, '21.50')).matches.map(({ level, month }) => [level, month])).toContainEqual([
        'bill',
        null,
      ]);
      expect((await why(desk, '11.50')).matches[0]).toMatchObject({ level: 'month', month: '2025-09' });
      expect((await why(desk, '21.50', { month: '2025-09' })).matches).toEqual([]);
      expect((await why(desk, 'i-1', { month: '2025-08' })).behind?.rows).toBe(1);
      await expect(why(desk, 'i-1', { month: '2024-01' })).rejects.toMatchObject({ code: 'no-such-period' });
      await expect(why(desk, 'i-1', { month: "2025-09'" })).rejects.toMatchObject({ code: 'bad-month' });
    });
  });
});

test('every kind of difference has its reason', async () => {
  await atDesk(async desk => {
    const header = [...FOCUS_HEADER, 'CommitmentDiscountId', 'CommitmentDiscountStatus'];
    const record = (billed: string, effective: string, category: string, id = '', status = '') => [
      ...focusRecord(billed, { EffectiveCost: effective, ChargeCategory: category }),
      id,
      status,
    ];
    const records = [
      record('0', '4', 'Usage', 'ri', 'Used'),
      record('0', '1', 'Usage', 'ri', 'Unused'),
      record('60', '0', 'Purchase', 'ri'),
      record('5', '0', 'Purchase'),
      record('-3', '-2', 'Credit'),
      record('7', '0', 'Usage'),
      record('8', 'abc', 'Usage'),
      record('9', '9', 'Usage'),
    ];
    await desk.import(desk.file('bill.csv', csv(header, records)));
    const reasons = (await why(desk, 'i-1')).behind?.differences.map(({ reason, amount }) => [
      reason,
      amount,
    ]);

    expect(new Map(reasons?.map(([reason, amount]) => [reason ?? '', amount ?? '']))).toEqual(
      new Map([
        ['commitment-purchase', '-60'],
        ['other', '-7'],
        ['purchase', '-5'],
        ['commitment-used', '4'],
        ['commitment-unused', '1'],
        ['credit-or-refund', '1'],
      ]),
    );
  });
});

test('savings-plan usage and its negation are no difference where they cancel', async () => {
  await atDesk(async desk => {
    const plan = { savings_plan_savings_plan_a_r_n: 'arn:sp' };
    const records = [
      {
        ...plan,
        line_item_line_item_type: 'SavingsPlanCoveredUsage',
        line_item_unblended_cost: '10',
        savings_plan_savings_plan_effective_cost: '6',
        line_item_resource_id: 'i-sp',
      },
      { ...plan, line_item_line_item_type: 'SavingsPlanNegation', line_item_unblended_cost: '-10' },
    ];
    await desk.import(desk.file('cur.csv', curFile(records)));
    const { behind } = await why(desk, 'AmazonEC2');

    expect(behind?.differences.map(({ reason, amount }) => [reason, amount])).toEqual([
      ['commitment-used', '6'],
    ]);
  });
});
