/** The formats that are read, by the names that commands and the store use. */

export const BILL_FORMATS = [
  'focus',
  'aws-cur-2',
  'aws-cur-legacy',
  'aws-cost-explorer',
  'gcp-billing-export',
  'azure-cost-details',
  'azure-legacy-usage',
  'oci-cost-report',
] as const;

export type BillFormat = (typeof BILL_FORMATS)[number];
