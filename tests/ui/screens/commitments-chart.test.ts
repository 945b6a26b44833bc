/** The chart of demand: what each cell shows, at any scale. */

import { describe, expect, test } from 'vitest';
import type { ChartView } from '../../../src/report/demand-chart-view.ts';
import { glyphsOf } from '../../../src/ui/glyphs.ts';
import { lineText } from '../../../src/ui/line.ts';
import {
  type ChartProps,
  chartLines,
  chartSentence,
  legendLines,
} from '../../../src/ui/screens/commitments-chart.ts';

const LABELS = 9;

/** $40/h by night and $90/h by day, $10 of it reserved and $20 under a plan; $5 has no rate by day. */
const isDay = (hour: number) => hour % 24 >= 8 && hour % 24 < 20 && hour < 120;
const week = Array.from({ length: 168 }, (_, hour) => hour);
const CHART: ChartView = {
  usage: 'compute',
  layers: [
    { kind: 'existing', name: 'EC2 RI' },
    { kind: 'planned', name: 'planned' },
    { kind: 'open', name: 'on demand' },
    { kind: 'other', name: 'no rate' },
  ],
  week: [
    week.map(() => 10),
    week.map(() => 30),
    week.map(hour => (isDay(hour) ? 85 : 40)),
    week.map(hour => (isDay(hour) ? 90 : 40)),
  ],
  duration: [
    [10, 10],
    [30, 30],
    [85, 40],
    [90, 40],
  ],
  axis: { low: 0, middle: 50, high: 100 },
  zoom: { low: 25, middle: 60, high: 95 },
  lowest: 40,
  mean: 57.9,
  highest: 90,
};

function props(more: Partial<ChartProps> = {}): ChartProps {
  return {
    chart: CHART,
    curve: 'week',
    isZoomed: false,
    lineAt: 60,
    currency: 'USD',
    glyphs: glyphsOf('ascii'),
    ...more,
  };
}

/** Rows of cells from the bottom to the top, one character a point of the week. */
function cells(rows: number, more: Partial<ChartProps> = {}): string[] {
  const points = (more.chart ?? CHART)[more.curve ?? 'week'][0]?.length ?? 0;
  return chartLines(props(more), points + LABELS, rows)
    .slice(0, -1)
    .map(row => lineText(row).slice(LABELS))
    .reverse();
}

describe('a column', () => {
  const night = (rows: readonly string[]) => rows.map(row => row[3]).join('');
  const noon = (rows: readonly string[]) => rows.map(row => row[12]).join('');

  test('stacks what exists, what is planned, the level, what stays on demand, and what has no rate', () => {
    // Ten rows of $10: the level lies at $60, in the row above it.
    expect(noon(cells(10, { lineAt: 60 }))).toBe('#PP+++=.. ');
    expect(noon(cells(20, { lineAt: 60 }))).toBe('##PPPP++++++=....:  ');
  });

  test('shows what a level leaves unused where demand does not reach it', () => {
    expect(night(cells(10, { lineAt: 60 }))).toBe('#PP+//-   ');
  });

  test('without a level shows what is on demand', () => {
    expect(noon(cells(10, { lineAt: null }))).toBe('#PP...... ');
  });

  test('with a level as high as the axis keeps it in the picture', () => {
    expect(noon(cells(10, { lineAt: 100 }))).toBe('#PP++++++-');
  });

  test('gives a thin layer of commitments a row, at the cost of what lies above it', () => {
    const thin = { ...CHART, week: [week.map(() => 2), week.map(() => 30), ...CHART.week.slice(2)] };

    expect(noon(cells(10, { chart: thin, lineAt: null }))).toBe('#PP...... ');
    // Where rows are few nothing is made larger than it is.
    expect(noon(cells(5, { chart: thin, lineAt: null }))).toBe('PP..:');
  });

  test('around the curve starts at the low end of that axis', () => {
    // Ten rows of $7 from $25 on: planned ends at $30, the level lies at $60.
    expect(noon(cells(10, { isZoomed: true }))).toBe('P++++=... ');
    expect(night(cells(10, { isZoomed: true }))).toBe('P+///-    ');
    // A level below the axis: all that is left on demand lies above it.
    expect(noon(cells(10, { isZoomed: true, lineAt: 20 }))).toBe('P........ ');
  });
});

describe('a row', () => {
  test('of the level tells the hours that use it up from the others', () => {
    const row = cells(10)[6] ?? '';

    expect([...row].filter(cell => cell === '=')).toHaveLength(60);
    expect([...row].filter(cell => cell === '-')).toHaveLength(108);
  });

  test('has the ends and the middle of the axis beside it, and days or shares below', () => {
    const text = chartLines(props(), 120, 10).map(lineText);

    expect(text[0]).toMatch(/^ +\$100\/h /);
    expect(text[5]).toMatch(/^ +\$50\/h /);
    expect(text[3]).toMatch(/^ +level [=-]+$/);
    expect(text.at(-1)).toMatch(/^ +\$0\/h Mon +Tue +Wed +Thu +Fri +Sat +Sun +$/);
    const sorted = chartLines(props({ curve: 'duration' }), 120, 10).map(lineText);
    expect(sorted.at(-1)).toMatch(/^ +\$0\/h 0 % +25 % +50 % +75 % +100 %$/);
  });

  test('is as wide as it may be, whatever the number of points', () => {
    for (const width of [20, 56, 77, 300])
      for (const row of chartLines(props({ curve: 'duration' }), width, 6))
        expect(lineText(row)).toHaveLength(width);
  });
});

test('the legend names every glyph of the chart, once', () => {
  const text = legendLines(props(), 200).map(lineText).join('');

  expect(text).toBe('# EC2 RI  P planned  + this level  . on demand  : no rate  / unused');
  expect(legendLines(props({ lineAt: null }), 30).map(lineText)).toEqual([
    '# EC2 RI  P planned',
    '. on demand  : no rate',
  ]);
});

test.each(['unicode', 'ascii'] as const)('no two layers have the same glyph in %s', set => {
  const { existing, ...others } = glyphsOf(set).layers;
  const all = [...existing, ...Object.values(others)];

  expect(new Set(all).size).toBe(all.length);
});

test('a sentence says what the drawing shows', () => {
  expect(chartSentence(props())).toBe(
    'Demand for compute by hour of the week, at on-demand prices: $40/h to $90/h, mean $58/h; from below: EC2 RI, planned, on demand, no rate. The level pays for demand up to $60/h.',
  );
});
