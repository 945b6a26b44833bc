/** Names of machines taken apart and put together again. */

import { describe, expect, test } from 'vitest';
import { machineName, successors } from '../../../../src/engine/levers/modernize/machine-names.ts';

describe('the parts of a name', () => {
  test.each([
    ['m5.large', 'm', 5, 'intel', '', 'large'],
    ['m6i.2xlarge', 'm', 6, 'intel', '', '2xlarge'],
    ['m5a.large', 'm', 5, 'amd', '', 'large'],
    ['m5ad.large', 'm', 5, 'amd', 'd', 'large'],
    ['m5dn.large', 'm', 5, 'intel', 'dn', 'large'],
    ['c7gn.16xlarge', 'c', 7, 'graviton', 'n', '16xlarge'],
    ['t3.micro', 't', 3, 'intel', '', 'micro'],
    ['t4g.micro', 't', 4, 'graviton', '', 'micro'],
    ['i3en.2xlarge', 'i', 3, 'intel', 'en', '2xlarge'],
    ['g4dn.xlarge', 'g', 4, 'intel', 'dn', 'xlarge'],
    ['m7i-flex.large', 'm', 7, 'intel', '', 'large'],
  ] as const)('%s', (name, machineClass, generation, processor, extras, size) => {
    expect(machineName(name)).toEqual({ machineClass, generation, processor, extras, size });
  });

  test.each(['u-6tb1.metal', 'large', '', 'm.large', 'db.m5.large', '../m5'])('are unknown for %j', name => {
    expect(machineName(name)).toBeNull();
  });
});

test.each([
  ['m5.large', 'graviton', 5, ['m5g.large', 'm6g.large', 'm7g.large', 'm8g.large', 'm9g.large']],
  ['c6id.xlarge', 'graviton', 6, ['c6gd.xlarge', 'c7gd.xlarge', 'c8gd.xlarge', 'c9gd.xlarge']],
  ['m7i.large', 'amd', 7, ['m7a.large', 'm8a.large', 'm9a.large']],
  ['r4.large', 'intel', 5, ['r5.large', 'r6i.large', 'r7i.large', 'r8i.large', 'r9i.large']],
  ['m9g.large', 'graviton', 10, []],
] as const)('%s on %s from generation %i on', (name, processor, from, names) => {
  const parts = machineName(name);
  expect(parts && successors(parts, processor, from)).toEqual(names);
});
