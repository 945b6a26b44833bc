/** What Windows adds to an hour of an EC2 instance: a licence per vCPU that no commitment discounts. */

import { assert } from '../engine/assert.ts';
import type { InstanceType, PriceKind } from '../engine/price-book.ts';
import { GLOBAL } from './book-files.ts';
import type { UnitPrices } from './unit-prices.ts';

/** The licence part of an instance-hour. */
export type WindowsSurcharge = { readonly perHour: number; readonly kind: PriceKind; readonly note: string };

/** Families in which the price per vCPU was read off published Linux and Windows prices. */
const MEASURED_FAMILIES = /^[mcr]\d/;
/** Families that run Windows and for which the same price per vCPU is taken. Training and inference chips are not among them. */
const SIMILAR_FAMILIES = /^[idxzhgp]\d/;

const COMPONENT = 'surcharge_over_linux';

/**
 * The Windows licence of an instance type, USD an hour.
 * @returns null where the book has no rule: arm64, previous generations, most of the t family
 */
export function windowsSurcharge(prices: UnitPrices, type: InstanceType): WindowsSurcharge | null {
  if (type.architecture !== 'x86_64' || !type.currentGeneration) return null;
  const ofType = prices.find('ec2', 'windows_licence', `${COMPONENT}_${type.name}`, GLOBAL);
  if (ofType) {
    const note = `Linux + ${ofType.price} USD an hour for the licence of this size`;
    return { perHour: ofType.price, kind: ofType.kind, note };
  }
  const isMeasured = MEASURED_FAMILIES.test(type.family);
  if (!isMeasured && !SIMILAR_FAMILIES.test(type.family)) return null;
  const perVcpu = prices.find('ec2', 'windows_licence', COMPONENT, GLOBAL);
  assert(perVcpu, 'the book has the Windows licence per vCPU');
  const note = `Linux + ${perVcpu.price} USD per vCPU-hour for the licence`;
  return {
    perHour: perVcpu.price * type.vcpus,
    kind: isMeasured ? perVcpu.kind : 'assumed',
    note: isMeasured ? note : `${note}, as in the m, c and r families`,
  };
}
