/** Burstable instances: the CPU share a size may use for ever. From the EC2 user guide, "CPU credits and baseline utilization". */

import { familyOf, sizeOf } from '../commitments/aws/normalization.ts';

/** Baseline share of each vCPU by size, t3, t3a and t4g. */
const BASELINE: Readonly<Record<string, number>> = {
  nano: 0.05,
  micro: 0.1,
  small: 0.2,
  medium: 0.2,
  large: 0.3,
  xlarge: 0.4,
  '2xlarge': 0.4,
};

/** t2 differs above large. */
const T2_BASELINE: Readonly<Record<string, number>> = {
  ...BASELINE,
  nano: 0.05,
  xlarge: 0.225,
  '2xlarge': 0.17,
};

/** CPU share, 0..1, that an instance type may use without spending credits; null when it is not burstable. */
export function burstBaseline(instanceType: string): number | null {
  const family = familyOf(instanceType);
  const size = sizeOf(instanceType);
  const baselines = family === 't2' ? T2_BASELINE : BASELINE;
  const isBurstable = /^t(2|3|3a|4g)$/.test(family) && Object.hasOwn(baselines, size);
  return isBurstable ? (baselines[size] ?? null) : null;
}
