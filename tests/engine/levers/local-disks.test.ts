/** Which instance types have disks in their host: by the book, and by name where the book says nothing. */

import { expect, test } from 'vitest';
import { hasLocalDisks } from '../../../src/engine/levers/local-disks.ts';

test.each([
  ['i3.large', 475, true],
  ['g5.xlarge', 250, true],
  ['m5d.large', null, true],
  ['c6gd.xlarge', null, true],
  ['m5dn.large', null, true],
  ['c3.large', null, true],
  ['m1.small', null, true],
  ['x1e.xlarge', null, true],
  ['d2.xlarge', null, true],
  ['m5.large', null, false],
  ['m5.large', 0, false],
  ['r6i.large', null, false],
  ['c5n.large', null, false],
  ['t3.micro', null, false],
  ['x2idn.16xlarge', null, true],
  ['dl1.24xlarge', null, false],
  ['m7i-flex.large', null, false],
] as const)('%s with %s GB in the book: %s', (name, localNvmeGb, expected) => {
  expect(hasLocalDisks({ name, localNvmeGb })).toBe(expected);
});
