/** Azure usage of a pay-as-you-go subscription, the older file; its header may be localised: `Ressourcengruppe (ResourceGroup)`. */

import { type FormatDefinition, type FormatReader, hasAll } from './format.ts';

const read: FormatReader = cells => {
  const cost = cells.decimal('pretaxcost', 'cost', { weight: 'record' });
  return {
    columns: {
      BilledCost: cost,
      EffectiveCost: cost,
      BillingCurrency: cells.text('currency'),
      SubAccountId: cells.text('subscriptionguid'),
      ServiceName: cells.text('metercategory'),
      ResourceId: cells.text('instanceid'),
      ProviderName: "'Microsoft'",
    },
    findings: [],
  };
};

export const azureLegacyUsage: FormatDefinition = {
  recognize: names => (hasAll(names, ['meterid', 'pretaxcost']) ? null : false),
  required: ['PreTaxCost'],
  read,
};
