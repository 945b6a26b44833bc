/** AWS Cost Explorer's GetCostAndUsage: sums by period and group, no line items; its JSON is read as a table first. */

import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const read: FormatReader = cells => {
  const billed = cells.decimal('unblendedcost', 'cost', { weight: 'record' });
  const amortized = cells.decimal('amortizedcost', 'cost', { weight: 'total' });
  return {
    columns: {
      BilledCost: billed,
      EffectiveCost: `coalesce(${amortized}, ${billed})`,
      BillingCurrency: cells.text('unit'),
      ChargePeriodStart: cells.time('timeperiodstart'),
      ChargePeriodEnd: cells.time('timeperiodend'),
      ServiceName: cells.text('service'),
      ProviderName: "'AWS'",
    },
    findings: [],
  };
};

export const awsCostExplorer: FormatDefinition = {
  recognize: names => (hasAll(names, ['timeperiodstart', 'timeperiodend', 'unit']) ? null : false),
  required: ['TimePeriod.Start'],
  read,
};
