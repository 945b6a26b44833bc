/** Azure cost details of an Enterprise Agreement or a Microsoft Customer Agreement: actual and amortized cost are two files. */

import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const read: FormatReader = cells => {
  const name = cells.has('costinbillingcurrency') ? 'costinbillingcurrency' : 'cost';
  const cost = cells.decimal(name, 'cost', { weight: 'record' });
  return {
    columns: {
      BilledCost: cost,
      EffectiveCost: cost,
      BillingCurrency: cells.text('billingcurrency'),
      SubAccountId: cells.text('subscriptionid'),
      ServiceName: cells.text('metercategory'),
      ResourceId: cells.text('resourceid'),
      ProviderName: "'Microsoft'",
    },
    findings: [],
  };
};

export const azureCostDetails: FormatDefinition = {
  recognize: names => {
    if (!hasAll(names, ['meterid'])) return false;
    if (!['costinbillingcurrency', 'cost'].some(name => names.canonical.has(name))) return false;
    return hasAll(names, ['billingprofileid', 'exchangeratepricingtobilling']) ? 'MCA' : 'EA';
  },
  required: ['MeterId'],
  read,
};
