/** What a bill counts of a resource, meter by meter: quantity and cost added up over its usage lines. */

import type { BillLine } from '../../bill-extract.ts';
import { compareText } from '../../text-order.ts';
import type { MeterUse } from '../estate.ts';

/** Meters of lines that no kind of resource models. Lines without a meter or a quantity stay in the bill as they are. */
export function metersOf(lines: readonly { readonly line: BillLine }[]): MeterUse[] {
  const found = new Map<string, MeterUse>();
  for (const { line } of lines) {
    const { serviceCode, usageType, operation, pricingUnit: unit, pricingQuantity } = line;
    if (line.chargeCategory !== 'Usage' || usageType === null || !pricingQuantity || pricingQuantity <= 0)
      continue;
    const key = [serviceCode, usageType, operation, unit].join('\u0000');
    const known = found.get(key);
    found.set(key, {
      serviceCode,
      usageType,
      operation,
      unit,
      quantity: (known?.quantity ?? 0) + pricingQuantity,
      cost: (known?.cost ?? 0) + Number(line.effectiveCost),
    });
  }
  return [...found.values()].sort(
    (a, b) => compareText(a.usageType, b.usageType) || compareText(a.operation ?? '', b.operation ?? ''),
  );
}
