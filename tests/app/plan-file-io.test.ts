import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPlan, readPlanOrThrow, writePlan } from '../../src/app/plan-file-io.ts';
import { loadScenario } from '../../src/scenario/pack.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'trimtab-plan-'));

function planFile(text: string): string {
  const path = join(folder(), 'plan.yaml');
  writeFileSync(path, text);
  return path;
}

describe('a plan file', () => {
  test('that is written and read again is the same plan', () => {
    const { plans } = loadScenario('saas-500k');
    for (const path of Object.values(plans)) {
      const plan = readPlanOrThrow(path);
      const copy = join(folder(), 'copy.yaml');
      writePlan(copy, plan);

      expect(readPlanOrThrow(copy)).toEqual(plan);
    }
  });

  test('is complete or not there: nothing else is left in its folder', () => {
    const place = folder();
    writePlan(join(place, 'plan.yaml'), readPlanOrThrow(loadScenario('saas-500k').plans.naive ?? ''));

    expect(readdirSync(place)).toEqual(['plan.yaml']);
  });

  test('with mistakes names each with line, column and what to do', () => {
    const path = planFile(
      [
        'schema: trimtab/plan/1',
        'title: Mistakes',
        'target: { reduceBy: 30%, byMonth: 6 }',
        'moves:',
        '  - lever: rightsize-compute',
        '    start: 1',
        '    params: { cpuHeadroomPercent: 999 }',
        '  - lever: schedule-non-production',
        '    start: 1',
        '    params: { stratHour: 8 }',
      ].join('\n'),
    );
    const { plan, findings } = readPlan(path);

    expect(plan).toBeNull();
    expect(findings.map(({ source, message }) => `${source?.row} ${message}`)).toEqual([
      '7 cpuHeadroomPercent must be between 0 and 200 %',
      '10 stratHour is no parameter of this lever',
    ]);
    expect(findings[1]?.hint).toContain('startHour');
  });

  test('with an unknown lever suggests the one that was meant', () => {
    const path = planFile(
      'schema: trimtab/plan/1\ntitle: x\ntarget: { reduceBy: 30%, byMonth: 6 }\nmoves:\n  - { lever: rightsize-compte, start: 1 }\n',
    );
    const [finding] = readPlan(path).findings;

    expect(finding?.source).toMatchObject({ row: 5 });
    expect(`${finding?.message} ${finding?.hint}`).toContain('rightsize-compute');
  });

  test('needs exactly one goal', () => {
    const text = (target: string) =>
      `schema: trimtab/plan/1\ntitle: x\ntarget: { ${target}byMonth: 6 }\nmoves: []\n`;

    expect(readPlan(planFile(text(''))).findings.map(({ message }) => message)).toEqual([
      'the target needs exactly one of reduceBy and reduceTo',
    ]);
    expect(readPlan(planFile(text('reduceBy: 30%, reduceTo: 1, '))).plan).toBeNull();
    expect(readPlan(planFile(text('reduceTo: "350,000.50", '))).plan?.target.goal).toEqual({
      kind: 'reduce-to',
      amount: '350000.50',
    });
  });
});
