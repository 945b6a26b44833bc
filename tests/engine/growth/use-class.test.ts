/** Growth, waste or unknown: what metrics say, by the same limits as the lever that terminates idle machines. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Utilization } from '../../../src/engine/estate/estate.ts';
import { classifyUse, isMachine } from '../../../src/engine/growth/use-class.ts';
import { ask, estateOf, instance, utilization } from '../estates.ts';
import { charge, FROM } from './charge-sums.ts';

const SINCE = Date.UTC(2025, 8, 1);
const IDLE = { cpu: { p95: 0.012 }, networkMbps: { p95: 0.3 }, observedDays: 30 };
const noCpu = (lastAccess: string | null): Utilization => ({ ...utilization({}), lastAccess });

test.each<readonly [string, Utilization | undefined, boolean, string, string]>([
  ['no metrics', undefined, true, 'unknown', 'no metrics'],
  ['a busy machine', utilization({ cpu: { p95: 0.4 } }), true, 'growth', 'CPU p95 is 40.0 %'],
  ['an idle machine', utilization(IDLE), true, 'waste', 'CPU p95 is 1.2 % over 30 days'],
  ['an idle database', utilization(IDLE), false, 'unknown', 'CPU p95 is 1.2 %, and it is no machine'],
  [
    'an idle CPU with traffic',
    utilization({ ...IDLE, networkMbps: { p95: 40 } }),
    true,
    'growth',
    'network p95 is 40 Mbit/s',
  ],
  ['a short look', utilization({ ...IDLE, observedDays: 3 }), true, 'unknown', 'observed for 3 days only'],
  ['storage read in the months', noCpu('2025-09-20'), false, 'growth', 'read or written on 2025-09-20'],
  ['storage nobody has touched', noCpu('2025-02-11'), false, 'waste', 'last read or written on 2025-02-11'],
  ['metrics of nothing that decides', noCpu(null), false, 'unknown', 'no metrics that decide'],
  ['a date that is none', noCpu('some day'), false, 'unknown', 'no metrics that decide'],
])('%s', (_name, metrics, machine, useClass, why) => {
  expect(classifyUse(metrics, machine, SINCE)).toEqual({ useClass, why });
});

test('a machine is waste exactly where the lever would terminate it', () => {
  const share = fc.integer({ min: 0, max: 80 }).map(value => value / 1000);
  fc.assert(
    fc.property(
      fc.option(share, { nil: null }),
      fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
      fc.option(fc.integer({ min: 10, max: 18 }), { nil: null }),
      (cpu, network, observedDays) => {
        const metrics = utilization({ cpu: { p95: cpu }, networkMbps: { p95: network }, observedDays });
        const lever = ask(
          'terminate-idle-compute',
          estateOf([instance('a', {}, { utilization: metrics })]),
          'a',
        );

        expect(classifyUse(metrics, true, SINCE).useClass === 'waste').toBe('effect' in lever);
      },
    ),
  );
});

test.each([
  ['an instance hour', {}, true],
  ['a volume', { usageType: 'EBS:VolumeUsage.gp3' }, false],
  ['a database hour', { serviceCode: 'AmazonRDS', usageType: 'InstanceUsage:db.m5.large' }, false],
])('%s is a machine: %j', (_name, more, expected) => {
  expect(isMachine([charge(FROM, '1', more)])).toBe(expected);
});
