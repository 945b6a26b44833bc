/** GCP billing export, standard and detailed: CSV with dots or underscores, JSON lines, Parquet. */

import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const read: FormatReader = cells => {
  const cost = cells.decimal('cost', 'cost', { weight: 'record' });
  return {
    columns: {
      BilledCost: cost,
      EffectiveCost: cost,
      ContractedCost: cost,
      BillingCurrency: cells.text('currency'),
      BillingAccountId: cells.text('billingaccountid'),
      SubAccountId: cells.text('projectid'),
      ChargePeriodStart: cells.time('usagestarttime'),
      ChargePeriodEnd: cells.time('usageendtime'),
      ServiceName: cells.text('servicedescription'),
      ProviderName: "'Google Cloud'",
    },
    findings: [],
  };
};

export const gcpBillingExport: FormatDefinition = {
  recognize: names =>
    hasAll(names, ['billingaccountid', 'costtype', 'cost']) &&
    ['serviceid', 'service', 'servicedescription'].some(name => names.canonical.has(name))
      ? null
      : false,
  required: ['billing_account_id', 'cost'],
  read,
};
