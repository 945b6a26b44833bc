/** What is left to chance as text: it fits its width, says how far off it may be, and never shows what is not there. */

import { describe, expect, test } from 'vitest';
import type { ChanceReport } from '../../src/report/contract/chance.ts';
import { chanceText } from '../../src/report/text/chance-text.ts';

const spread = { planned: '332973.1', p10: '342918.2', p50: '357120.3', p90: '381001.4' };
const REPORT: ChanceReport = {
  runs: 10_000,
  byMonth: [1, 2].map(index => ({ index, month: `2026-1${index}`, runRateCost: spread, billedCost: spread })),
  saving: spread,
  probabilityOfTarget: 0.27,
  probabilityOverCapacity: 0.3,
  effortDays: { p10: 26, p50: 35, p90: 45 },
  breach: [
    { workload: 'shop', planned: 0.04, mean: 0.03, meanWithMoves: null, limit: 0.05, probabilityHolds: 1 },
  ],
  tornado: Array.from({ length: 12 }, (_, at) => ({
    kind: 'adoption' as const,
    name: `move-${at}`,
    low: String(100_000 + 1000 * at),
    high: '165230',
    shareOfVariance: 1 / 12,
  })),
  cvar: { worst5: '97487', worst10: '104613' },
  surrogateError: { cases: 6, mean: '230.6', max: '1571.7' },
  quantities: [
    {
      kind: 'delay',
      name: 'every move',
      low: 0,
      mode: 0,
      high: 3,
      unit: 'months',
      basis: 'assumption',
      source: 'none published; whole months',
    },
  ],
};
const textAt = (width: number, more: Partial<ChanceReport> = {}) =>
  chanceText({ ...REPORT, ...more }, 'USD', width);

describe.each([80, 140])('at %d columns', width => {
  const lines = textAt(width);

  test('no line is longer', () => {
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width);
  });

  test('every month has its range on both clocks', () => {
    expect(lines.join('\n').match(/\$342,918 +\$357,120 +\$381,001/g)).toHaveLength(4);
  });

  test('the longest bar belongs to the widest driver, ten are shown and the others counted', () => {
    const bars = lines.filter(line => /^adoption: /.test(line)).map(line => line.replace(/[^#]/g, '').length);
    expect(bars).toHaveLength(10);
    expect(bars).toEqual([...bars].sort((a, b) => b - a));
    expect(lines).toContain('and 2 more that move it less.');
  });

  test('the error stands with the numbers', () => {
    expect(lines.join(' ')).toContain('differ by $231 a month on average, $1,572 at most.');
  });
});

test('what nobody stated is not shown', () => {
  const text = textAt(100, {
    probabilityOverCapacity: null,
    breach: [],
    tornado: [],
    surrogateError: null,
  }).join(' ');
  expect(text).not.toContain('days run out');
  expect(text).not.toContain('Objectives');
  expect(text).toContain('Nothing that is drawn moves the saving.');
  expect(text).toContain('No draw was played exactly.');
});

test('names of other people are escaped', () => {
  const [first] = REPORT.quantities;
  if (!first) throw new Error('no quantity');
  const named = textAt(120, { quantities: [{ ...first, name: 'a\u001b[31mred' }] }).join('\n');
  expect(named).not.toContain('\u001b');
});
