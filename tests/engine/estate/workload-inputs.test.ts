/** What a workload may declare beyond its name, how far its defaults reach, and what is refused. */

import { describe, expect, test } from 'vitest';
import { workloadsFileSchema, workloadsOf } from '../../../src/engine/estate/workload-file.ts';
import {
  UNDECLARED_DATA,
  UNDECLARED_POLICY,
  UNDECLARED_TIER,
  UNDECLARED_TRAFFIC,
} from '../../../src/engine/estate/workload-inputs.ts';
import { parseYaml } from '../../../src/input/yaml-file.ts';

const SHOP = { name: 'shop', match: [{ tags: { env: 'prod' } }] };
const parse = (more: object) => {
  const [workload] = workloadsOf(
    workloadsFileSchema.parse({ schema: 'trimtab/workloads/1', workloads: [{ ...SHOP, ...more }] }),
  );
  return workload;
};
const isRead = (more: object) =>
  workloadsFileSchema.safeParse({ schema: 'trimtab/workloads/1', workloads: [{ ...SHOP, ...more }] }).success;

test('what is not declared is not there: files of before read as they did', () => {
  expect(Object.keys(parse({}) ?? {}).sort()).toEqual(
    [
      'costPerBadMinute',
      'criticality',
      'dependencies',
      'environment',
      'match',
      'maxUtilization',
      'name',
      'operations',
      'owner',
      'rpoMinutes',
      'rtoMinutes',
      'slo',
      'zones',
    ].sort(),
  );
});

describe('tiers', () => {
  test('of which only the kind is said', () => {
    expect(parse({ tiers: [{ kind: 'nat' }] })?.tiers).toEqual([
      { ...UNDECLARED_TIER, name: 'nat', kind: 'nat' },
    ]);
  });

  test('of which everything is said', () => {
    const tier = {
      name: 'web',
      kind: 'compute',
      count: 9,
      needed: 6,
      zones: 3,
      requestsPerSecond: 120,
      maxUtilization: 0.7,
      spot: { share: 0.5, pools: 4, band: '5to10' },
      failover: 'auto',
      failoverMinutes: 2,
      autoHeal: true,
      stateful: false,
      multiAz: true,
      quorumMember: false,
      checkpointIntervalMinutes: 30,
    };
    expect(parse({ tiers: [tier] })?.tiers).toEqual([tier]);
  });

  test('of spot without a band: it stays unknown', () => {
    expect(parse({ tiers: [{ kind: 'compute', spot: { share: '30%' } }] })?.tiers?.[0]?.spot).toEqual({
      share: 0.3,
      pools: 1,
      band: null,
    });
  });
});

describe('dependencies', () => {
  const dependency = (more: object) => parse({ dependencies: [{ id: 'db', ...more }] })?.dependencies[0];

  test('an SLA stands in for what was not observed', () => {
    expect(dependency({ sla: '99.95%' })).toMatchObject({ availability: 0.9995, sla: 0.9995, hard: true });
  });

  test('what was observed goes before the SLA', () => {
    expect(dependency({ sla: 0.99, availability: 0.9999 })).toMatchObject({
      availability: 0.9999,
      sla: 0.99,
    });
    expect(dependency({ availability: 0.9999 })).not.toHaveProperty('sla');
  });
});

describe('operations', () => {
  test.each([
    ['elite', 0.05],
    ['high', 0.2],
    ['medium', 0.1],
    ['low', 0.4],
  ])('the DORA cluster %s fails %s of its changes', (doraBand, changeFailureRate) => {
    expect(parse({ operations: { doraBand } })?.operations).toEqual({
      deploysPerMonth: 8,
      changeFailureRate,
      autoHeal: true,
    });
  });

  test('arrive as they are said', () => {
    const operations = {
      deploysPerMonth: 3,
      changeFailureRate: 0.3,
      autoHeal: false,
      mttdMinutes: 4,
      playbook: true,
      engineers: 6,
      toilShare: 0.35,
      incidentsPerShift: 0.5,
    };
    expect(parse({ operations })?.operations).toEqual(operations);
  });
});

test('traffic, data and policy: what is not said is null', () => {
  const workload = parse({
    traffic: { latencySloMs: 300, latencyTarget: '99%', loadProfile: [{ weight: 1, requestsPerSecond: 50 }] },
    data: { backupIntervalMinutes: 60, pitr: true, logRetentionDays: 365, hotLogDays: 90 },
    policy: { frameworks: ['PCI DSS'], personalData: true, rtoMinutes: 30, rpoMinutes: 5 },
    incidentServices: ['shop-*'],
  });
  expect(workload).toMatchObject({ rtoMinutes: 30, rpoMinutes: 5, incidentServices: ['shop-*'] });
  expect(workload?.traffic).toEqual({
    ...UNDECLARED_TRAFFIC,
    latencySloMs: 300,
    latencyTarget: 0.99,
    loadProfile: [{ weight: 1, requestsPerSecond: 50 }],
  });
  expect(workload?.data).toEqual({
    ...UNDECLARED_DATA,
    backupIntervalMinutes: 60,
    pitr: true,
    logRetentionDays: 365,
    hotLogDays: 90,
  });
  expect(workload?.policy).toEqual({
    ...UNDECLARED_POLICY,
    frameworks: ['PCI DSS'],
    personalData: true,
  });
});

describe('is refused', () => {
  test.each<readonly [string, object]>([
    ['an unknown kind of tier', { tiers: [{ kind: 'db' }] }],
    ['two tiers of one name', { tiers: [{ kind: 'cache' }, { kind: 'cache' }] }],
    ['more needed than there are', { tiers: [{ kind: 'compute', count: 2, needed: 3 }] }],
    ['more zones than instances', { tiers: [{ kind: 'compute', count: 2, zones: 3 }] }],
    ['half an instance', { tiers: [{ kind: 'compute', count: 1.5 }] }],
    ['no spot pool', { tiers: [{ kind: 'compute', spot: { share: 1, pools: 0 } }] }],
    ['a band of another feed', { tiers: [{ kind: 'compute', spot: { share: 1, band: 'low' } }] }],
    ['a dependency that may be down for ever', { dependencies: [{ id: 'a' }] }],
    ['an SLA above 100 %', { dependencies: [{ id: 'a', sla: '101%' }] }],
    ['a rate and a cluster', { operations: { changeFailureRate: 0.1, doraBand: 'elite' } }],
    ['a cluster that is none', { operations: { doraBand: 'best' } }],
    ['a detection before the outage', { operations: { mttdMinutes: -1 } }],
    ['a day of half a day', { traffic: { loadProfile: [{ weight: 0.5, requestsPerSecond: 1 }] } }],
    ['traffic that is no number', { traffic: { serviceTimeMs: Number.NaN } }],
    ['service in no time', { traffic: { serviceTimeMs: 0 } }],
    ['more hot logs than logs', { data: { logRetentionDays: 30, hotLogDays: 90 } }],
    ['1e308 minutes between backups', { data: { backupIntervalMinutes: 1e308 } }],
    ['a text for a fact', { policy: { personalData: 'yes' } }],
    ['an unknown rule', { policy: { framework: ['PCI DSS'] } }],
    ['a recovery time said twice', { rtoMinutes: 5, policy: { rtoMinutes: 5 } }],
    ['an unknown preset', { preset: 'web' }],
    ['51 tiers', { tiers: Array.from({ length: 51 }, (_, i) => ({ kind: 'queue', name: `q${i}` })) }],
  ])('%s', (_what, more) => {
    expect(isRead(more)).toBe(false);
  });
});

test('a slip of the pen is named with its line, its column, and what was meant', () => {
  const text = [
    'schema: trimtab/workloads/1',
    'workloads:',
    '  - name: shop',
    '    preset: web-servise',
    '    operations: { mttdMinuts: 3 }',
    '    match: [{ region: us-* }]',
  ].join('\n');
  const { value, findings } = parseYaml(text, workloadsFileSchema, 'workloads.yaml');

  expect(value).toBeNull();
  expect(findings.map(({ source, hint }) => [source?.column, hint])).toEqual([
    ['4:13', 'Did you mean `web-service`?'],
    ['5:19', 'Did you mean `mttdMinutes`?'],
  ]);
});
