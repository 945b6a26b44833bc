/** Azure cost details of an Enterprise Agreement or a Microsoft Customer Agreement: actual and amortized cost are two files. */

import { readAzureCharges } from './azure-charges.ts';
import { type FormatDefinition, hasAll } from './format.ts';

/** Cost details, the current export. */
export const azureCostDetails: FormatDefinition = {
  recognize: names => {
    if (!hasAll(names, ['meterid'])) return false;
    if (!['costinbillingcurrency', 'cost'].some(name => names.canonical.has(name))) return false;
    // Only customer agreements (and the partners who sell them) price in one currency and bill in another.
    return hasAll(names, ['exchangeratepricingtobilling']) ? 'MCA' : 'EA';
  },
  required: ['MeterId'],
  signs: ['metercategory', 'meterid', 'subscriptionid', 'consumedservice', 'unitofmeasure'],
  read: readAzureCharges,
};
