/** Which version of FOCUS a file has, by its columns: files of one version may leave columns of it out. */

import { type ColumnNames, hasAll } from './format.ts';

/** Columns of each version that the one before does not have. */
const NEW_COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  [
    '1.3',
    [
      'serviceprovidername',
      'hostprovidername',
      'allocatedmethodid',
      'allocatedresourceid',
      'contractapplied',
    ],
  ],
  ['1.2', ['invoiceid', 'pricingcurrency', 'pricingcurrencyeffectivecost', 'pricingcurrencylistunitprice']],
  [
    '1.1',
    [
      'servicesubcategory',
      'skumeter',
      'skupricedetails',
      'capacityreservationid',
      'commitmentdiscountquantity',
      'commitmentdiscountunit',
    ],
  ],
];

/** Of these, a FOCUS file has two at least. */
const TELLING = ['effectivecost', 'chargecategory', 'chargeperiodstart', 'billingperiodstart'];

/** The lowest version that has every FOCUS column of the header; false when it is not FOCUS. */
export function focusVersion(names: ColumnNames): string | false {
  const has = (name: string) => names.canonical.has(name);
  if (!has('billedcost')) return false;
  if (hasAll(names, ['amortizedcost', 'chargetype'])) return '0.5';
  if (TELLING.filter(has).length < 2) return false;
  const found = NEW_COLUMNS.find(([, columns]) => columns.some(has));
  if (found !== undefined) return found[0];
  return has('provider') || has('usagequantity') || has('chargesubcategory') ? '1.0-preview' : '1.0';
}
