/** OCI cost report: one charge per resource and hour, with the identity of corrections. */

import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const read: FormatReader = cells => {
  const cost = cells.decimal('costmycost', 'cost', { weight: 'record' });
  return {
    columns: {
      BilledCost: cost,
      EffectiveCost: cost,
      ContractedCost: cost,
      BillingCurrency: cells.text('costcurrencycode'),
      ChargeCategory: "'Usage'",
      ChargePeriodStart: cells.time('lineitemintervalusagestart'),
      ChargePeriodEnd: cells.time('lineitemintervalusageend'),
      ServiceName: cells.text('productservice'),
      ResourceId: cells.text('productresourceid'),
      RegionId: cells.text('productregion'),
      ProviderName: "'Oracle'",
    },
    findings: [],
  };
};

export const ociCostReport: FormatDefinition = {
  recognize: names => (hasAll(names, ['lineitemreferenceno', 'costmycost']) ? null : false),
  required: ['lineItem/referenceNo', 'cost/myCost'],
  read,
};
