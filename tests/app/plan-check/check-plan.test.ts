/** Problems of a plan on a bill: each with its code, its severity, and the line and column where it stands. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkPlan } from '../../../src/app/plan-check/check-plan.ts';
import { readPlan } from '../../../src/app/plan-file-io.ts';
import type { Estate } from '../../../src/engine/index.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { planCheckText } from '../../../src/report/text/plan-check.ts';
import { database, estateOf, instance, utilization, workload } from '../../engine/estates.ts';
import { testBook } from '../../helpers/test-book.ts';

const folder = mkdtempSync(join(tmpdir(), 'trimtab-plan-check-'));
const file = join(folder, 'plan.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const RESOURCES = [
  ...['a', 'b'].map(id => instance(id, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED })),
  instance('s', {}, { workload: 'staging' }),
  database('d'),
];
const bill = (objective: number) =>
  estateOf(RESOURCES, {
    workloads: [
      workload('shop', 'production', { slo: { objective, windowDays: 30 } }),
      workload('staging', 'staging'),
    ],
  });
const ESTATE = bill(0.99);
const STRICT = bill(0.9999);

/** Findings of a plan as `line:column severity code`, and all of them. */
function check(lines: readonly string[], estate: Estate = ESTATE) {
  writeFileSync(file, `${['schema: trimtab/plan/1', ...lines].join('\n')}\n`);
  const { plan, findings: unread, locate } = readPlan(file);
  if (!plan) throw new Error(unread.map(({ message }) => message).join(', '));
  const simulator = createSimulator(estate, testBook());
  const findings = checkPlan(simulator.run(plan, { horizonMonths: 12 }), simulator, file, locate);
  return {
    findings,
    places: findings.map(({ source, severity, code }) => `${source?.column} ${severity} ${code}`),
    of: (code: string) => findings.find(each => each.code === code),
  };
}

const TARGET = 'target: { reduceBy: 5%, byMonth: 6 }';
const RIGHTSIZE = '  - { lever: rightsize-compute, owner: me, start: 1 }';

test('a sound plan has no findings', () => {
  expect(check([TARGET, 'moves:', RIGHTSIZE]).findings).toEqual([]);
});

describe('names that the bill does not have', () => {
  const { places, of } = check([
    TARGET,
    'guardrails:',
    "  protectedWorkloads: [shopp, 'z*', sho*]",
    'policy:',
    '  urgentMoves: [nobody]',
    'moves:',
    RIGHTSIZE,
    '  - lever: schedule-non-production',
    '    owner: me',
    '    scope:',
    '      workloads: [stagin, staging]',
    "      regions: ['eu-*', us-east-1]",
    '      environments: [develop, test]',
    '      accounts: [999]'.replace('999', "'999'"),
  ]);

  test.each([
    ['4:24 warning unused-guardrail'],
    ['4:31 warning unused-guardrail'],
    ['6:17 error unknown-move'],
    ['12:19 error unknown-workload'],
    ['13:17 warning unknown-region'],
    ['14:22 error unknown-environment'],
    ['15:18 error unknown-account'],
  ])('%s', place => {
    expect(places).toContain(place);
  });

  test('are guessed where one is near, and listed where none is', () => {
    expect(of('unknown-workload')?.hint).toBe('Did you mean `staging`?');
    expect(of('unknown-account')?.hint).toBe('The bill has `111122223333`.');
    expect(places.filter(place => place.includes('unknown-environment'))).toHaveLength(1);
  });
});

describe('teams', () => {
  const teams = [
    'assumptions:',
    '  teams:',
    '    - { name: Web, engineers: 1, daysPerMonth: 1, costShare: 10%, toilShare: 0% }',
    '    - { name: Data, engineers: 1, daysPerMonth: 1, costShare: 10%, toilShare: 0% }',
  ];

  test('have to own a move by their name, and have to have the days for it', () => {
    const { places, of } = check([
      TARGET,
      ...teams,
      'moves:',
      '  - { lever: rightsize-compute, owner: Wbe, effortDays: 50 }',
      '  - { lever: ebs-gp2-to-gp3, owner: web, id: fine }',
    ]);
    expect(places).toContain('8:40 warning unknown-owner');
    expect(of('unknown-owner')?.hint).toBe('Did you mean `Web`?');
    expect(places.filter(place => place.includes('unknown-owner'))).toHaveLength(1);
    expect(of('over-capacity')?.source?.row).toBe(8);
  });
});

describe('what playing shows', () => {
  test('moves that exclude each other are told although the first leaves the second nothing to meet on', () => {
    const idle = utilization({
      cpu: { p50: 0.001, p95: 0.01, p99: 0.01 },
      memory: { max: 0.1 },
      networkMbps: { p95: 0.1 },
    });
    const estate = estateOf([instance('i', { instanceType: 'm5.xlarge' }, { utilization: idle })]);
    const { places, of } = check(
      [TARGET, 'moves:', '  - { lever: terminate-idle-compute, owner: me }', RIGHTSIZE],
      estate,
    );
    expect(places).toContain('5:14 warning exclusive-moves');
    expect(of('exclusive-moves')?.message).toBe(
      'terminate-idle-compute and rightsize-compute exclude each other and meet on i. terminate-idle-compute wins: ' +
        'the stage clean-up is applied before rightsize; rightsize-compute gets what it leaves.',
    );
    expect(of('exclusive-moves')?.source?.row).toBe(5);
  });

  test('a broken guardrail is an error at the move that breaks it, with its number and its source', () => {
    const { findings } = check(
      [
        TARGET,
        'moves:',
        RIGHTSIZE,
        '  - { lever: database-single-az, params: { allowProduction: true }, owner: me }',
      ],
      STRICT,
    );
    const broken = findings.filter(({ code }) => code === 'guardrail-broken');

    expect(broken.length).toBeGreaterThan(0);
    for (const { severity, source, message, hint } of broken) {
      expect([severity, source?.row]).toEqual(['error', 5]);
      expect(message).toMatch(/^shop: .*\d/);
      expect(hint).toContain('Source: ');
    }
    expect(findings.find(({ code }) => code === 'redundancy-cut')?.severity).toBe('warning');
  });

  test('a change in a freeze is an error at its start', () => {
    const { places } = check([
      TARGET,
      'policy:',
      '  freezeWindows: [{ from: 2024-02, to: 2024-12, reason: sale }]',
      'moves:',
      '  - { lever: rightsize-compute, owner: me, start: 1 }',
    ]);
    expect(places).toContain('6:51 error change-freeze');
  });

  test('a purchase before the usage shrinks, a move after the target, a move that does nothing', () => {
    const { places } = check([
      'target: { reduceBy: 5%, byMonth: 2 }',
      'moves:',
      '  - { lever: compute-savings-plan, owner: me, start: 1 }',
      '  - { lever: rightsize-compute, owner: me, start: 5 }',
      '  - { lever: terminate-idle-compute, owner: me, start: 1 }',
    ]);
    expect(places).toContain('4:54 warning commit-before-rightsizing');
    expect(places).toContain('5:51 warning effect-after-target');
    expect(places).toContain('6:5 warning move-without-effect');
  });

  test('a move without an owner', () => {
    expect(check([TARGET, 'moves:', '  - { lever: rightsize-compute }']).places).toEqual([
      '4:5 warning no-owner',
    ]);
  });
});

describe('the target', () => {
  const plan = (reduceBy: string) => [`target: { reduceBy: ${reduceBy}, byMonth: 6 }`, 'moves:', RIGHTSIZE];

  test('is out of reach when every lever together does not reach it', () => {
    const { places, of } = check(plan('99%'));
    expect(places).toContain('2:9 warning target-unreachable');
    expect(of('target-unreachable')?.message).toMatch(/allows \$\d+ .* it would be \$\d+/);
  });

  test('that this plan misses and another one reaches is no mistake of the file', () => {
    // One machine of five xlarge fits a smaller size; scheduling and commitments would do more.
    expect(check(plan('25%')).of('target-unreachable')).toBe(undefined);
  });
});

describe('as text', () => {
  const { findings } = check([
    TARGET,
    'moves:',
    '  - { lever: rightsize-compute, scope: { workloads: [shopp] } }',
  ]);
  const report = {
    schema: 'trimtab/plan-check/1' as const,
    ok: false,
    findings: findings.map(each => ({ ...each })),
  };

  test.each([60, 80, 140])('fits %i columns where words allow it, errors before warnings', width => {
    const lines = planCheckText(report, [file], width);
    expect(lines[0]).toBe('1 error');
    expect(lines.indexOf('1 warning')).toBeGreaterThan(0);
    for (const line of lines.filter(each => !each.includes(folder)))
      expect(line.length).toBeLessThanOrEqual(width);
    expect(lines).toContain('  -> Did you mean `shop`?');
  });

  test('says so when there is nothing', () => {
    expect(planCheckText({ ...report, ok: true, findings: [] }, ['a.yaml'], 80)).toEqual(['a.yaml: sound.']);
  });
});
