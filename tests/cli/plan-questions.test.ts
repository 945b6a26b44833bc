/** `trimtab plan attribute`, `plan why` and `plan diff` on the sample: answers that keep their schema and add up. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { decimal, sum } from '../../src/engine/money.ts';
import { planAttributeSchema, planDiffSchema, planWhySchema } from '../../src/report/contract.ts';
import { planDiffText } from '../../src/report/text/plan-diff-text.ts';
import { planWhyText } from '../../src/report/text/plan-why-text.ts';
import { runForCode } from '../bill/command-line.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';

const HEAD =
  'schema: trimtab/plan/1\ntitle: T\ntarget: { reduceBy: 5%, byMonth: 3, basis: run-rate }\nmoves:\n';
const COMMIT = '  - { id: commit, lever: compute-savings-plan, start: 1, owner: FinOps }\n';
const IDLE = '  - { id: idle, lever: terminate-idle-compute, start: 2, owner: Platform }\n';
const GP3 = '  - { id: gp3, lever: ebs-gp2-to-gp3, start: 1, scope: { workloads: [search] } }\n';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-plan-'));
  writeFileSync(join(folder, 'a.yaml'), HEAD + COMMIT + IDLE + GP3);
  writeFileSync(
    join(folder, 'b.yaml'),
    HEAD + IDLE.replace('start: 2', 'start: 1') + COMMIT.replace('start: 1', 'start: 2'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const on = () => [
  '--workspace',
  inject('sampleWorkspace'),
  '--workloads',
  'scenarios/saas-500k/workloads.yaml',
];
const ask = (verb: string, ...args: readonly string[]) =>
  runForCode(
    ROOT,
    'plan',
    verb,
    ...args.map(arg => (arg.endsWith('.yaml') ? join(folder, arg) : arg)),
    ...on(),
  );
const total = (amounts: readonly string[]) => sum(amounts.map(each => decimal(each))).toFixed();

/** Addresses are never cut. */
function expectWidth(lines: readonly string[], width: number): void {
  for (const line of lines) if (!line.includes('http')) expect(line.length).toBeLessThanOrEqual(width);
}

describe('plan attribute', () => {
  test('adds up in every column, finds the order, and names what is stranded', async () => {
    const { out, code } = await ask('attribute', 'a.yaml', '--json');
    const report = planAttributeSchema.parse(JSON.parse(out));
    const column = (key: 'waterfall' | 'shapley' | 'leaveOneOut') =>
      total(report.moves.map(each => each[key]));

    expect(code).toBe(0);
    expect([column('waterfall'), column('shapley')]).toEqual([report.saving, report.saving]);
    expect(total([column('leaveOneOut'), report.interaction])).toBe(report.saving);
    expect(report.groups).toEqual([['idle', 'commit'], ['gp3']]);
    expect(report.order.method).toBe('all');
    expect(total([...report.order.reasons.map(({ cost }) => cost), report.order.elsewhere])).toBe(
      report.order.cost,
    );
    expect(report.order.reasons[0]).toMatchObject({
      kind: 'committed-before-shrinking',
      shrunkBy: [{ moveId: 'idle', how: 'removes' }],
    });
    expect(report.order.sentence).toMatch(
      /commit \(month 1\) commits to what idle \(month 2\) removes later/,
    );
  });

  test('is the same for the same seed, byte for byte', async () => {
    const [first, second] = [
      await ask('attribute', 'b.yaml', '--json'),
      await ask('attribute', 'b.yaml', '--json'),
    ];

    expect(first?.out).toBe(second?.out);
  });

  test('refuses what is no number and a month beyond the limit', async () => {
    await expect(ask('attribute', 'a.yaml', '--steps', 'many')).rejects.toThrow(/steps/);
    await expect(ask('attribute', 'a.yaml', '--months', '99')).rejects.toThrow(/months/);
  });
});

describe('plan why', () => {
  test('shows the resources, the rest as one amount, and prices with source and date', async () => {
    const { out } = await ask('why', 'a.yaml', 'gp3', '--limit', '3', '--json');
    const report = planWhySchema.parse(JSON.parse(out));
    const parts = [...report.resources, report.notShown, ...report.others, report.othersNotShown];

    expect(report.resources).toHaveLength(3);
    expect(report.notShown.count).toBeGreaterThan(0);
    expect(total(parts.map(({ saved }) => saved))).toBe(report.savedPerMonth);
    for (const { before, after, saved } of report.resources)
      expect(decimal(before).minus(after).toFixed()).toBe(saved);
    expect(report.prices.some(({ from }) => from === 'bill')).toBe(true);
    for (const { source, date } of report.prices) {
      expect(source).not.toBe('');
      expect(date).toMatch(/^20\d\d/);
    }
    for (const width of [80, 140]) expectWidth(planWhyText(report, width), width);
    expect(report.sources.length).toBeGreaterThan(0);
    expect(report.risks.length).toBeGreaterThan(0);
  });

  test('says in text what changes, why and what is assumed', async () => {
    const { out } = await ask('why', 'a.yaml', 'idle');

    expect(out).toContain('idle: Terminate idle compute');
    expect(out).toContain('removed');
    expect(out).toContain('Assumed:');
    for (const line of out.split('\n'))
      if (!line.includes('http')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('of a move that is not there names those that are', async () => {
    await expect(ask('why', 'a.yaml', 'gp4')).rejects.toMatchObject({
      message: 'The plan has no move gp4.',
      hint: expect.stringContaining('gp3'),
    });
  });
});

describe('plan diff', () => {
  test('tells change by change what the second plan does differently', async () => {
    const { out } = await ask('diff', 'a.yaml', 'b.yaml', '--json');
    const report = planDiffSchema.parse(JSON.parse(out));

    expect(report.changes.map(({ kind, moveId }) => [kind, moveId])).toEqual([
      ['removed', 'gp3'],
      ['changed', 'idle'],
      ['changed', 'commit'],
    ]);
    for (const key of ['runRateCost', 'cumulativeCash', 'cumulativeEffectiveCost'] as const) {
      expect(total(report.changes.map(each => each[key])), key).toBe(report.difference[key]);
      expect(decimal(report.b[key]).minus(report.a[key]).toFixed()).toBe(report.difference[key]);
    }
    expect(report.reliability.length).toBeGreaterThan(5);
    for (const width of [80, 140]) expectWidth(planDiffText(report, width), width);
  });

  test('of a plan with itself says that nothing differs', async () => {
    const { out } = await ask('diff', 'a.yaml', 'a.yaml');

    expect(out).toContain('The plans are the same but for their titles.');
    expect(out).toContain('The two put every workload at the same risk.');
  });
});
