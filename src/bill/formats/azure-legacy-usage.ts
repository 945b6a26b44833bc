/** Azure usage of a pay-as-you-go subscription, the older file; its header may be localised: `Ressourcengruppe (ResourceGroup)`. */

import { readAzureCharges } from './azure-charges.ts';
import { type FormatDefinition, hasAll } from './format.ts';

/** Usage before tax of one subscription. */
export const azureLegacyUsage: FormatDefinition = {
  recognize: names => (hasAll(names, ['meterid', 'pretaxcost']) ? null : false),
  required: ['PreTaxCost'],
  signs: ['metercategory', 'usagedatetime', 'subscriptionguid', 'instanceid'],
  read: readAzureCharges,
};
