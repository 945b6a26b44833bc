/** A recognised bill file: container, delimiter, columns, format; or why a file is not one. */

import type { CostDocument } from '../engine/cost-document.ts';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import type { FoundFile } from './find/find-files.ts';
import type { BillFormat } from './formats/ids.ts';
import type { AnswerPage } from './prepare/answer-pages.ts';
import type { SourceColumn } from './read/cells.ts';

/** How the records are stored. */
type Container =
  | {
      readonly kind: 'csv';
      readonly isGzip: boolean;
      readonly delimiter: ',' | ';' | '\t';
      /** Number of the first record: 2 after a header, 1 where the records of a JSON file became a table. */
      readonly firstRow: 1 | 2;
    }
  | { readonly kind: 'parquet' };

/** A recognised bill file. */
export type BillSource = {
  readonly file: FoundFile;
  readonly container: Container;
  readonly format: BillFormat;
  /** FOCUS or CUR version; null where the format has none. */
  readonly version: string | null;
  readonly columns: readonly SourceColumn[];
  /** What was found while the file became a table. */
  readonly findings?: readonly Finding[];
  /** Pages of an answer that may be in several files. */
  readonly pages?: readonly AnswerPage[];
};

/** A document about money that is not a bill. */
export type OpenedDocument = { readonly kind: 'document'; readonly document: CostDocument };

/** Tells why a file is not a bill that can be read. Not an error yet: inside a folder such files are skipped. */
export type NotABill = {
  readonly kind: 'not-a-bill';
  readonly code: string;
  readonly what: string;
  readonly hint: string;
};

/** What can be imported, as a hint. */
export const SUPPORTED_FORMATS =
  'Read are FOCUS 0.5 to 1.3, AWS CUR and Cost Explorer, GCP billing exports, Azure cost details and OCI cost reports: CSV, JSON or Parquet, also in gzip or zip.';

/** Says no. */
export function notABill(code: string, what: string, hint: string = SUPPORTED_FORMATS): NotABill {
  return { kind: 'not-a-bill', code, what, hint };
}

/** The error for a file that the person named. */
export function notABillError(file: FoundFile, reason: NotABill): UserError {
  return new UserError({
    code: reason.code,
    message: `${file.name} can't be imported: ${reason.what}`,
    hint: reason.hint,
    exitCode: 3,
  });
}
