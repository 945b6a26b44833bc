/** SQL Server by edition and vCPU: 0.375, 0.12 and 0.017 USD on EC2 in us-east-1, prices of their own on RDS. */

import { describe, expect, test } from 'vitest';
import type { OperatingSystem } from '../../../../src/engine/estate/estate.ts';
import { meteredPrices } from '../../../helpers/metered-usage.ts';
import { database, HOURS, instance, REGION, utilization } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'sql-server-licence';

function paid(instanceType: string, operatingSystem: OperatingSystem, price: number) {
  const shape = {
    kind: 'aws-instance',
    instanceType,
    region: REGION,
    availabilityZone: null,
    operatingSystem,
    tenancy: 'shared',
    isEmptySlot: false,
  } as const;
  return [shape, price] as const;
}

// m5.2xlarge, 8 vCPUs: Linux 0.384, Windows 0.368 more. m5.large pays for four vCPUs.
const options = {
  paidRates: meteredPrices([
    paid('m5.2xlarge', 'windows-sql-enterprise', 0.752 + 8 * 0.375),
    paid('m5.2xlarge', 'windows-sql-standard', 0.752 + 8 * 0.12),
    paid('m5.2xlarge', 'linux-sql-standard', 0.384 + 8 * 0.12),
    paid('m5.large', 'windows-sql-standard', 0.188 + 4 * 0.12),
    paid('m5.4xlarge', 'windows-sql-standard', 9),
  ]),
};

function machine(
  operatingSystem: OperatingSystem,
  workload = 'shop',
  cpu: number | null = null,
  instanceType = 'm5.2xlarge',
) {
  const seen = cpu === null ? null : utilization({ cpu: { p99: cpu } });
  return instance('i', { instanceType, operatingSystem }, { workload, utilization: seen });
}

const CHECKED = { featuresChecked: true };

test('Developer edition outside production: the whole licence, Windows stays', () => {
  const saved = savedBy(LEVER, [machine('windows-sql-enterprise', 'lab')], {}, options);
  expect(saved).toBeCloseTo(8 * 0.375 * HOURS, 6);
  expect(answerFor(LEVER, [machine('windows-sql-enterprise', 'lab')], {}, options)).toMatchObject({
    evidence: 'inferred',
    why: 'development: Developer edition in the place of enterprise, 8 vCPUs of m5.2xlarge',
    effect: { kind: 'resize', toInstanceType: 'm5.2xlarge', toOperatingSystem: 'windows' },
  });
});

test('a machine of two vCPUs was charged for four', () => {
  const small = machine('windows-sql-standard', 'lab', null, 'm5.large');
  expect(savedBy(LEVER, [small], {}, options)).toBeCloseTo(4 * 0.12 * HOURS, 6);
});

test('Enterprise to Standard where its features are enough: 0.255 a vCPU', () => {
  const saved = savedBy(LEVER, [machine('windows-sql-enterprise')], CHECKED, options);
  expect(saved).toBeCloseTo(8 * (0.375 - 0.12) * HOURS, 6);
});

test('four of eight vCPUs are enough: half of both licences', () => {
  // 0.35 x 8 x 1.2 = 3.4 vCPUs.
  const calm = machine('windows-sql-standard', 'shop', 0.35);
  expect(savedBy(LEVER, [calm], {}, options)).toBeCloseTo(4 * (0.12 + 0.046) * HOURS, 6);
  expect(answerFor(LEVER, [calm], {}, options)).toMatchObject({
    evidence: 'measured',
    effect: { toOperatingSystem: 'linux', vcpuRatio: 0.5 },
    risks: [{ kind: 'capacity', ratio: 0.5 }, { kind: 'change-event' }],
  });
});

test('on Linux there is no Windows to save', () => {
  const calm = machine('linux-sql-standard', 'shop', 0.01);
  expect(savedBy(LEVER, [calm], {}, options)).toBeCloseTo(4 * 0.12 * HOURS, 6);
});

test('RDS: both editions at the prices of their class', () => {
  const enterprise = database('d', {
    engine: 'sqlserver-ee',
    instanceClass: 'db.r5.2xlarge',
    multiAz: false,
    storage: [],
  });
  // 5.002 and 3.04 USD an hour.
  const found = answerFor(LEVER, [enterprise], CHECKED);
  expect(found).toMatchObject({ evidence: 'assumed', effect: { toEngine: 'sqlserver-se', vcpuRatio: 1 } });
  expect(savedBy(LEVER, [enterprise], CHECKED)).toBeCloseTo((5.002 - 3.04) * HOURS, 6);
});

describe('no', () => {
  const on = (more: Parameters<typeof database>[1]) =>
    database('d', { instanceClass: 'db.r5.2xlarge', engine: 'sqlserver-ee', ...more });
  test.each([
    [
      'in production before anybody has checked',
      machine('windows-sql-enterprise'),
      {},
      'nobody has said that standard is enough, and its load needs every vCPU or was not observed',
    ],
    [
      'for a busy machine of that edition',
      machine('windows-sql-standard', 'shop', 0.9),
      CHECKED,
      'runs standard already, and its load needs every vCPU or was not observed',
    ],
    ['without SQL Server', machine('windows'), CHECKED, 'runs no SQL Server with a licence of the provider'],
    [
      'where the bill charges another licence',
      machine('windows-sql-standard', 'lab', null, 'm5.4xlarge'),
      {},
      'the bill does not charge m5.4xlarge the licence that the book lists',
    ],
    [
      'where nothing tells its price',
      machine('windows-sql-web', 'lab', null, 'm5.xlarge'),
      {},
      'no price of m5.xlarge and of SQL Server by vCPU in us-east-1',
    ],
    [
      'for RDS before anybody has checked',
      on({ workload: 'lab' }),
      {},
      'nobody has said that standard is enough; the book has no price of Developer edition on RDS',
    ],
    ['for RDS in that edition', on({ engine: 'sqlserver-se' }), CHECKED, 'runs standard already'],
    [
      'for a standby with Web',
      on({ multiAz: true }),
      { ...CHECKED, edition: 'web' },
      'Web edition has no standby on RDS',
    ],
    [
      'for a reserved database',
      on({ isCommitted: true }),
      CHECKED,
      'a reservation pays for it: it is bound to its edition',
    ],
    [
      'for Express',
      on({ engine: 'sqlserver-ex' }),
      CHECKED,
      'runs no edition of SQL Server that has a smaller one',
    ],
    [
      'beyond what Standard uses',
      on({ instanceClass: 'db.r5.24xlarge' }),
      CHECKED,
      'standard uses no more than 48 vCPUs',
    ],
    [
      'for PostgreSQL',
      on({ engine: 'postgresql' }),
      CHECKED,
      'runs no SQL Server with a licence of the provider',
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource], params, options))).toBe(reason);
  });
});
