/** What is written beside the Parquet files of a stored bill. */

import { z } from 'zod';
import { findingSchema } from '../engine/finding-schema.ts';
import { BILL_FORMATS } from './formats/ids.ts';

/** Changes with the meaning of the stored columns, so that a bill is never read with the rules of another version. */
export const MANIFEST_SCHEMA = 'trimtab/stored-bill/1';

const width = z.union([z.literal(0), z.literal(1), z.literal(2)]);

const costView = z.enum(['actual', 'amortized']);

const storedFile = z.object({
  /** As the person named it. */
  path: z.string(),
  format: z.enum(BILL_FORMATS),
  version: z.string().nullable(),
  /** `csv` or `parquet`. */
  container: z.enum(['csv', 'parquet']),
  rows: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** A bare name of this form: a manifest can't point anywhere else. */
  parquet: z.string().regex(/^charges-\d{1,5}\.parquet$/),
  parquetBytes: z.number().int().nonnegative(),
  /** Width of each group of decimals. */
  widths: z.object({ cost: width, price: width, quantity: width }),
  /** Accounts and months in the file, to notice the same charges under another id. */
  scopes: z.array(z.object({ account: z.string(), month: z.string() })),
  /** Which of Azure's two views of a month the file is; left out where it is neither, or both are the same. */
  view: costView.optional(),
});

const manifest = z.object({
  schema: z.literal(MANIFEST_SCHEMA),
  files: z.array(storedFile),
  findings: z.array(findingSchema),
});

/** Azure's views of one ledger: what was billed, and what was billed spread over what it pays for. */
export type CostView = z.infer<typeof costView>;
export type Manifest = z.infer<typeof manifest>;
export type StoredFile = z.infer<typeof storedFile>;

/** Null when the text is not a manifest of this version. */
export function parseManifest(text: string): Manifest | null {
  try {
    const parsed = manifest.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
