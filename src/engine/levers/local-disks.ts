/** Disks inside the host of an instance: what they hold is gone after a stop, a resize or a move to another host. */

import { familyOf } from '../commitments/aws/normalization.ts';
import { booleanParam } from '../lever-params.ts';
import type { InstanceType } from '../price-book.ts';

/** Where AWS says which types have them, and what becomes of the data. */
export const LOCAL_DISKS_SOURCE =
  'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-lifetime.html';

/** Families with local disks that are no NVMe or that price lists leave out (EC2 user guide, instance store volumes). */
const UNLISTED: ReadonlySet<string> = new Set([
  'c1',
  'c3',
  'cc2',
  'cr1',
  'd2',
  'f1',
  'g2',
  'h1',
  'hs1',
  'i2',
  'm1',
  'm2',
  'm3',
  'r3',
  'x1',
  'x1e',
]);
/** A `d` among the letters behind the generation: `m5d`, `c6id`, `r7gd`, `m5dn`. */
const NAMED = /^[a-z]+\d[a-z]*d[a-z]*$/;

/** Whether an instance type has local disks: as the book says, and where it says nothing, by the name of the family. */
export function hasLocalDisks({ name, localNvmeGb }: Pick<InstanceType, 'name' | 'localNvmeGb'>): boolean {
  const family = familyOf(name);
  return (localNvmeGb ?? 0) > 0 || UNLISTED.has(family) || NAMED.test(family);
}

/** Accepts that what the local disks hold is lost. */
export const ACCEPT_LOCAL_DISKS = booleanParam({
  label: 'Also with local disks',
  unit: '',
  description:
    'Nothing tells what they hold, and it is gone afterwards: say yes for caches and scratch space.',
  default: false,
});
