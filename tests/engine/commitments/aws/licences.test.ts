/** Licences by active vCPU. */

import { expect, test } from 'vitest';
import {
  LICENCE_RATE_PER_VCPU_HOUR,
  licensedCost,
  withLicence,
} from '../../../../src/engine/commitments/aws/licences.ts';
import { instancePool, plan, run } from './orders.ts';

test('the licence follows the active vCPUs, the machine does not', () => {
  const use = {
    hours: 100,
    instanceRatePerHour: 2.1168,
    defaultVcpus: 32,
    licenceRatePerVcpuHour: LICENCE_RATE_PER_VCPU_HOUR['windows-server-sql-server-enterprise'],
  };
  const half = licensedCost({ ...use, activeVcpus: 16 });
  expect(half.instanceCost).toBeCloseTo(211.68);
  expect(half.licenceCost).toBeCloseTo(673.6);
  expect(half.saving).toBeCloseTo(673.6);
  const all = licensedCost({ ...use, activeVcpus: 32 });
  expect(all.instanceCost).toBe(half.instanceCost);
  expect(all.licenceCost).toBeCloseTo(1347.2);
  expect(all.saving).toBe(0);
});

test('a Savings Plan covers the machine and never the licence', () => {
  const machine = { ...instancePool('m', 'r7i.8xlarge', { rate: 1.8, quantity: 2 }), listRate: 2 };
  const pools = withLicence(machine, { kind: 'windows-server', activeVcpus: 16, ratePerVcpuHour: 0.046 });
  const { uncovered, onDemandCost, used } = run({ pools, commitments: [plan('p', 100)] });
  expect(uncovered).toEqual({ m: 0, 'm|licence': 32 });
  expect(onDemandCost).toBeCloseTo(32 * 0.046 * 0.9);
  expect(used.p).toBeCloseTo(2 * 1.8 * 0.7);
});
