/** Answers about bills: what was read, what it adds up to, what was exported. */

import { z } from 'zod';
import { costDocumentSchema } from '../../engine/cost-document.ts';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount, conversionSchema, totalsSchema } from './shared.ts';

export const billImportSchema = z.object({
  schema: z.literal('trimtab/bill-import/1'),
  files: z.array(
    z.object({
      path: z.string(),
      format: z.string(),
      version: z.string().nullable(),
      rows: z.number(),
      sha256: z.string(),
    }),
  ),
  rows: z.number(),
  findings: z.array(findingSchema),
  totals: z.array(totalsSchema),
  /** Estimates and allocations: kept apart, in no total. */
  documents: z.array(
    z.object({ id: z.string(), path: z.string(), sha256: z.string(), document: costDocumentSchema }),
  ),
});

export const billSummarySchema = z.object({
  schema: z.literal('trimtab/bill-summary/1'),
  by: z.array(z.string()),
  groups: z.array(
    z.object({
      key: z.record(z.string(), z.string().nullable()),
      currency: z.string().nullable(),
      rows: z.number(),
      billedCost: amount.nullable(),
      effectiveCost: amount.nullable(),
    }),
  ),
  totals: z.array(totalsSchema),
  rows: z.number(),
  resources: z.number(),
  /** With `--rates`: the same in one currency, exact. */
  converted: conversionSchema
    .extend({
      groups: z.array(
        z.object({
          key: z.record(z.string(), z.string().nullable()),
          rows: z.number(),
          billedCost: amount.nullable(),
          effectiveCost: amount.nullable(),
        }),
      ),
      total: totalsSchema.omit({ currency: true }),
    })
    .nullable(),
});

export const billFindingsSchema = z.object({
  schema: z.literal('trimtab/bill-findings/1'),
  groups: z.array(
    z.object({ code: z.string(), severity: z.enum(['error', 'warning', 'info']), count: z.number() }),
  ),
  /** At most `--limit`, the worst first. */
  findings: z.array(findingSchema.extend({ billId: z.string() })),
  /** Findings that are not listed. */
  more: z.number(),
  /** Records without a readable billed cost: they are in no total. */
  unread: z.array(
    z.object({
      currency: z.string().nullable(),
      records: z.number(),
      knownRecords: z.number(),
      knownBilledCost: amount.nullable(),
      effectiveCost: amount.nullable(),
      listCost: amount.nullable(),
    }),
  ),
  /** Records that could not be split into cells; their amount is not known. */
  brokenRecords: z.object({ count: z.number(), isAtLeast: z.boolean() }),
  roundedCharges: z.number(),
});

const exportChangesSchema = z.array(z.object({ column: z.string(), rows: z.number(), rule: z.string() }));

export const billExportSchema = z.object({
  schema: z.literal('trimtab/bill-export/1'),
  file: z.string(),
  focus: z.enum(['1.2', '1.3']),
  container: z.enum(['csv', 'csv.gz', 'parquet']),
  rows: z.number(),
  bytes: z.number(),
  columns: z.number(),
  totals: z.array(totalsSchema),
  /** Nulls that the specification forbids and a rule filled. */
  filled: exportChangesSchema,
  /** Values that are written in the specification's words. */
  corrected: exportChangesSchema,
  /** Values that the specification forbids and that are left null. */
  cleared: exportChangesSchema,
  /** `error`: the file breaks the rule (exit code 1); `warning`: the bill does not hold what the rule wants. */
  violations: z.array(
    z.object({
      rule: z.string(),
      column: z.string(),
      severity: z.enum(['error', 'warning']),
      requirement: z.string(),
      rows: z.number(),
    }),
  ),
});
