/** JSON bills as tables: which writer makes a table of which format. */

import type { FoundFile } from '../find-files.ts';
import type { BillFormat } from '../formats/ids.ts';
import { writeCostExplorerTable } from './cost-explorer-table.ts';
import { writeRecordTable } from './record-table.ts';

/**
 * Writes the records of a JSON file as a CSV at `target`, one line for each record, digits untouched.
 * @throws UserError (data) when the JSON is damaged
 */
export type JsonTableWriter = (
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  target: string,
  signal?: AbortSignal,
) => Promise<void>;

/** Formats that come as JSON. */
export const JSON_TABLES: Readonly<Partial<Record<BillFormat, JsonTableWriter>>> = {
  'aws-cost-explorer': writeCostExplorerTable,
  'gcp-billing-export': writeRecordTable,
};
