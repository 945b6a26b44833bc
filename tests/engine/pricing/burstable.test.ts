/** CPU baselines of burstable instances, as the EC2 user guide lists them. */

import { describe, expect, test } from 'vitest';
import { burstBaseline } from '../../../src/engine/pricing/burstable.ts';

describe('share of each vCPU that may be used for ever', () => {
  test.each([
    ['t3.nano', 0.05],
    ['t3.micro', 0.1],
    ['t3.small', 0.2],
    ['t3.medium', 0.2],
    ['t3.large', 0.3],
    ['t3.xlarge', 0.4],
    ['t3.2xlarge', 0.4],
    ['t3a.large', 0.3],
    ['t4g.xlarge', 0.4],
    // Unlike t3, a t2.nano has one vCPU, an xlarge 4 and a 2xlarge 8.
    ['t2.large', 0.3],
    ['t2.xlarge', 0.225],
    ['t2.2xlarge', 0.17],
  ])('%s: %f', (type, share) => {
    expect(burstBaseline(type)).toBe(share);
  });

  test.each(['m5.large', 't1.micro', 't3.metal', 't3.constructor', 't3', 'tx.large', ''])(
    '%j has none',
    type => {
      expect(burstBaseline(type)).toBeNull();
    },
  );
});
