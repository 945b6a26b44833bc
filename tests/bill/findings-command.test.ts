import { describe, expect, test } from 'vitest';
import { amountInCell, readStoredFindings } from '../../src/bill/query/stored-findings.ts';
import { toText } from '../../src/engine/money.ts';
import { billFindingsSchema } from '../../src/report/contract.ts';
import { runCommand } from './command-line.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

describe('the number in a cell that was refused', () => {
  test.each([
    ['(12.50)', '-12.5'],
    ['12.50-', '-12.5'],
    ['USD 7', '7'],
    ['7.25 EUR', '7.25'],
    ['€3', '3'],
    ['(1,234.50)', '-1234.5'],
    ['1e3', '1000'],
    ['12345678901234567.5', '12345678901234567.5'],
  ])('%j is %s', (text, amount) => {
    expect(toText(amountInCell(text)!)).toBe(amount);
  });

  test.each([
    '',
    'abc',
    'NaN',
    'Infinity',
    '1e308',
    '1,5',
    '1.234,56',
    '1 234',
    '=1+1',
    '0x10',
    '12,34,5.6',
    '(a)',
  ])('%j is not known', text => {
    expect(amountInCell(text)).toBeNull();
  });
});

/** Records 2 to 7: two that read, three without a readable cost, one that is no record. */
async function withBroken<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
  return atDesk(async desk => {
    const text = csv(FOCUS_HEADER, [
      focusRecord('1'),
      focusRecord('(2.50)', { EffectiveCost: '-2.5' }),
      focusRecord('\u001b[2Jabc', { EffectiveCost: '4' }),
      focusRecord('5 EUR', { BillingCurrency: 'EUR', EffectiveCost: '' }),
      focusRecord('6', { ChargePeriodStart: 'yesterday' }),
    ]);
    await desk.import(desk.file('bill.csv', `${text}only,three,cells\n`));
    return run(desk);
  });
}

test('findings are counted by code, worst first, and the unread amount is said where it is known', async () => {
  await withBroken(async ({ workspace }) => {
    const answer = await readStoredFindings({ workspace, severity: null, code: null });

    expect(answer.groups).toEqual([
      { code: 'unreadable-number', severity: 'error', count: 3 },
      { code: 'unreadable-record', severity: 'error', count: 1 },
      expect.objectContaining({ code: 'missing-amount', severity: 'warning' }),
      { code: 'unreadable-time', severity: 'warning', count: 1 },
    ]);
    expect(answer.unread).toEqual([
      expect.objectContaining({ currency: 'EUR', records: 1, knownRecords: 1, knownBilledCost: '5' }),
      {
        currency: 'USD',
        records: 2,
        knownRecords: 1,
        knownBilledCost: '-2.5',
        effectiveCost: '1.5',
        listCost: null,
      },
    ]);
    expect(answer.brokenRecords).toEqual({ count: 1, isAtLeast: false });
    expect(answer.roundedCharges).toBe(0);
  });
});

test('severity and code choose among them; what is missing stays the same', async () => {
  await withBroken(async ({ workspace }) => {
    const codes = async (severity: 'error' | 'warning' | null, code: string | null) =>
      (await readStoredFindings({ workspace, severity, code })).groups.map(group => group.code);

    expect(await codes('error', null)).toEqual(['unreadable-number', 'unreadable-record']);
    expect(await codes(null, 'unreadable-time')).toEqual(['unreadable-time']);
    expect(await codes('error', 'unreadable-time')).toEqual([]);
    expect(await codes(null, "x' OR 1=1")).toEqual([]);
    expect((await readStoredFindings({ workspace, severity: 'warning', code: null })).unread).toHaveLength(2);
  });
});

test('the command prints the contract, and text that names file, row and column', async () => {
  await withBroken(async desk => {
    const ask = (...args: string[]) =>
      runCommand(desk.folder, 'bill', 'findings', '--workspace', desk.workspace, ...args);
    const report: unknown = JSON.parse(await ask('--json', '--limit', '2'));
    const text = await ask('--severity', 'error');

    expect(billFindingsSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ findings: [{ source: { row: 3 } }, {}] });
    expect(text).toContain('bill.csv:3 BilledCost: "(2.50)" is not a number');
    expect(text).toMatch(
      /2 records in USD without a readable billed cost: in no total\. 1 of their cost cells read\s-2\.50 USD/,
    );
    expect(text).toMatch(
      /1 record that could not be split into cells: in no total\. What they cost is not known\./,
    );
    expect(text).not.toContain('\u001b');
    await expect(ask('--severity', 'bad')).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  });
});

test('a bill that was read whole says so', async () => {
  await atDesk(async desk => {
    await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, [focusRecord('1')])));

    expect(await runCommand(desk.folder, 'bill', 'findings', '--workspace', desk.workspace)).toBe(
      'No findings.\n\nEvery record was read: no amount is missing.\n',
    );
  });
});

test('charges with more decimals than can be kept are counted', async () => {
  await atDesk(async desk => {
    const records = [focusRecord('123456789012.000000000000000000000000001'), focusRecord('1')];
    await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));
    const { roundedCharges, unread } = await readStoredFindings({
      workspace: desk.workspace,
      severity: null,
      code: null,
    });

    expect({ roundedCharges, unread }).toEqual({ roundedCharges: 1, unread: [] });
  });
});
