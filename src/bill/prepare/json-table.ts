/** JSON bills as tables: which writer makes a table of which format. */

import type { Finding } from '../../engine/finding.ts';
import type { FoundFile } from '../find/find-files.ts';
import type { BillFormat } from '../formats/ids.ts';
import type { AnswerPage } from './answer-pages.ts';
import { writeCostExplorerTable } from './cost-explorer-table.ts';
import { writeRecordTable } from './record-table.ts';

/** What a JSON file tells beside its records. */
export type JsonTable = {
  readonly findings: readonly Finding[];
  /** Pages of an answer that may be in several files. */
  readonly pages?: readonly AnswerPage[];
};

/**
 * Writes the records of a JSON file as a CSV at `target`, one line for each record, digits untouched.
 * @throws UserError (data) when the JSON is damaged
 */
export type JsonTableWriter = (
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  target: string,
  signal?: AbortSignal,
) => Promise<JsonTable | undefined>;

/** Formats that come as JSON. */
export const JSON_TABLES: Readonly<Partial<Record<BillFormat, JsonTableWriter>>> = {
  'aws-cost-explorer': writeCostExplorerTable,
  'gcp-billing-export': writeRecordTable,
};
