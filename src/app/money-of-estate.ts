/** What an opened estate knows about money besides its resources: the addressable part of its bill, and business metrics. */

import { decimal } from '../engine/index.ts';
import type { SimulateReportOptions } from '../report/run-report.ts';
import type { OpenedEstate } from './estate-source.ts';

/** What the report of a run asks for of the estate that it was played on. */
export function moneyOfEstate({
  extract,
  businessMetrics,
}: OpenedEstate): Pick<SimulateReportOptions, 'addressable' | 'businessMetrics'> {
  const { addressable } = extract;
  return {
    addressable: addressable && {
      billedCost: decimal(addressable.billedCost),
      effectiveCost: decimal(addressable.effectiveCost),
    },
    businessMetrics: businessMetrics.value,
  };
}
