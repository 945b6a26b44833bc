/** Presets: three lines make a workload, declared values win, every value has a label, and none loosens a guardrail. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workloadsFileSchema, workloadsOf } from '../../../src/engine/estate/workload-file.ts';
import {
  PRESET_NAMES,
  type PresetValue,
  WORKLOAD_PRESETS,
} from '../../../src/engine/estate/workload-presets.ts';

const parse = (more: object) =>
  workloadsOf(
    workloadsFileSchema.parse({
      schema: 'trimtab/workloads/1',
      workloads: [{ name: 'shop', match: [{ region: '*' }], ...more }],
    }),
  )[0];

/** Numbers of a preset by the place that they fill. */
function numbersOf(name: (typeof PRESET_NAMES)[number]): readonly (readonly [string, PresetValue])[] {
  const { objective, deploysPerMonth, maxUtilization, backupIntervalMinutes } = WORKLOAD_PRESETS[name];
  return [
    ['slo.objective', objective],
    ['operations.deploysPerMonth', deploysPerMonth],
    ['maxUtilization', maxUtilization],
    ...(backupIntervalMinutes ? [['data.backupIntervalMinutes', backupIntervalMinutes] as const] : []),
  ];
}

describe.each(PRESET_NAMES)('%s', preset => {
  test('fills what a newcomer leaves out', () => {
    const workload = parse({ preset });
    const { objective, deploysPerMonth, maxUtilization, tiers } = WORKLOAD_PRESETS[preset];
    expect(workload?.preset).toBe(preset);
    expect(workload?.slo).toEqual({ objective: objective.value, windowDays: 30 });
    expect(workload?.operations.deploysPerMonth).toBe(deploysPerMonth.value);
    expect(workload?.maxUtilization).toBe(maxUtilization.value);
    expect(workload?.tiers?.map(({ kind }) => kind)).toEqual(tiers.map(({ kind }) => kind));
  });

  test('labels every number: published with its address, or a default with a range around it', () => {
    for (const [place, { value, low, high, provenance, source, note }] of numbersOf(preset)) {
      expect(note, place).not.toBe('');
      expect(low <= value && value <= high, place).toBe(true);
      if (provenance === 'published') expect(source, place).toMatch(/^https:/);
      else expect([source, low < high], place).toEqual([null, true]);
    }
  });

  test('is described in the documentation with the values it has', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/workloads.md'), 'utf8');
    const row = page.split('\n').find(line => line.startsWith(`| \`${preset}\``));
    const { objective, deploysPerMonth, maxUtilization } = WORKLOAD_PRESETS[preset];
    expect(row).toContain(`${Number((objective.value * 100).toFixed(4))}% ${objective.provenance}`);
    expect(row).toContain(`| ${deploysPerMonth.value} |`);
    expect(row).toContain(`| ${Number((maxUtilization.value * 100).toFixed(4))}% |`);
  });

  test('never declares what only a person can: no framework, no copy, no absence of state, no money', () => {
    const workload = parse({ preset });
    expect(workload?.policy ?? null).toBeNull();
    expect(workload?.costPerBadMinute).toBeNull();
    expect([workload?.data?.recreatable ?? null, workload?.data?.otherCopies ?? null]).toEqual([null, null]);
    expect(workload?.tiers?.filter(({ stateful }) => stateful === false)).toEqual([]);
    expect(workload?.zones).toBeNull();
  });
});

test('what is declared goes before the preset, key by key; a list of tiers replaces its tiers', () => {
  const workload = parse({
    preset: 'database',
    slo: { objective: 0.99 },
    maxUtilization: 0.5,
    operations: { engineers: 4 },
    data: { volumes: 3 },
    tiers: [{ kind: 'cache' }],
  });
  expect(workload).toMatchObject({
    slo: { objective: 0.99, windowDays: 30 },
    maxUtilization: 0.5,
    operations: { deploysPerMonth: 2, engineers: 4 },
    data: { backupIntervalMinutes: 1440, volumes: 3 },
    tiers: [{ kind: 'cache' }],
  });
});

test('without a preset nothing is filled in that was not before', () => {
  expect(parse({})).not.toHaveProperty('tiers');
  expect(parse({})?.slo).toBeNull();
});
