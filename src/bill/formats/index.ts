/** The formats that are read. A file is asked in the order of `BILL_FORMATS`: CUR before the others, which share names with it. */

import { awsCostExplorer } from './aws-cost-explorer.ts';
import { awsCur2 } from './aws-cur-2.ts';
import { awsCurLegacy } from './aws-cur-legacy.ts';
import { azureCostDetails } from './azure-cost-details.ts';
import { azureLegacyUsage } from './azure-legacy-usage.ts';
import { focus } from './focus.ts';
import type { FormatDefinition } from './format.ts';
import { gcpBillingExport } from './gcp-billing-export.ts';
import type { BillFormat } from './ids.ts';
import { ociCostReport } from './oci-cost-report.ts';

export const FORMATS: Readonly<Record<BillFormat, FormatDefinition>> = {
  focus,
  'aws-cur-2': awsCur2,
  'aws-cur-legacy': awsCurLegacy,
  'aws-cost-explorer': awsCostExplorer,
  'gcp-billing-export': gcpBillingExport,
  'azure-cost-details': azureCostDetails,
  'azure-legacy-usage': azureLegacyUsage,
  'oci-cost-report': ociCostReport,
};
