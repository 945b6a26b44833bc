/** Answers about the prices in force: one of them explained, how old they are, where they were read, what was negotiated. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { pricesGetSchema } from './catalogue.ts';
import { amount } from './shared.ts';

const layer = z
  .enum(['override', 'overlay', 'book'])
  .describe(
    'override: a negotiated rate; overlay: a price read by `prices refresh` or `prices import-spot`; book: shipped with it',
  );

const standingBefore = z.object({
  layer,
  price: amount,
  unit: z.string(),
  date: z.string(),
  source: z.string(),
});

const priceFact = pricesGetSchema.shape.prices.element;

/** `prices get`, with what each price stands before. */
export const pricesExplainSchema = pricesGetSchema.extend({
  prices: z.array(
    priceFact.extend({
      layer,
      displaced: z.array(standingBefore).describe('what it stands before, the next in line first'),
      paid: amount
        .nullable()
        .describe('per unit on the bill, with --bill; it comes before every other price'),
    }),
  ),
  nearest: z
    .object({
      unknown: z.array(z.object({ word: z.string(), nearest: z.string().nullable() })),
      alternatives: z.array(z.object({ service: z.string(), item: z.string(), region: z.string() })),
    })
    .nullable()
    .describe('where nothing was found: what comes near'),
  otherRegions: z
    .array(z.string())
    .describe(
      'where nothing was found in the Region asked for: Regions that have a price for the other words',
    ),
});

export const pricesRefreshSchema = z.object({
  schema: z.literal('trimtab/prices-refresh/1'),
  workspace: z.string(),
  outcomes: z.array(
    z.object({
      provider: z.string(),
      service: z.string(),
      region: z.string(),
      state: z.enum(['refreshed', 'failed']),
      prices: z.number(),
      refused: z.number(),
      readAt: z.string().nullable().describe('when the overlay in force was read; null without one'),
    }),
  ),
  findings: z.array(findingSchema),
});

export const pricesImportSpotSchema = z.object({
  schema: z.literal('trimtab/prices-import-spot/1'),
  workspace: z.string(),
  records: z.number().describe('records that the prices are made of'),
  regions: z.array(
    z.object({
      region: z.string(),
      prices: z.number().describe('types and systems with a price now'),
      date: z.string().describe('last day of the history'),
    }),
  ),
  findings: z.array(findingSchema),
});

const override = z.object({
  name: z.string().describe('what `--remove` takes'),
  provider: z.string(),
  service: z.string(),
  item: z.string(),
  region: z.string(),
  unit: z.string(),
  price: amount,
  from: z.string(),
  note: z.string().nullable(),
  source: z.string(),
  inForce: z.boolean(),
});

export const pricesOverrideSchema = z.object({
  schema: z.literal('trimtab/prices-override/1'),
  added: z.number(),
  replaced: z.number(),
  removed: z.number(),
  overrides: z.array(override).describe('every rate of the workspace, after the change'),
  findings: z.array(findingSchema),
});

export const pricesAgeSchema = z.object({
  schema: z.literal('trimtab/prices-age/1'),
  today: z.string(),
  maxAgeDays: z.number(),
  isAssumedLimit: z.boolean().describe('no --max-age was given: the limit is an assumption'),
  groups: z.array(
    z.object({
      provider: z.string(),
      service: z.string(),
      region: z.string(),
      prices: z.number(),
      oldest: z.string(),
      newest: z.string(),
      oldestDays: z.number(),
      medianDays: z.number(),
      overLimit: z.number(),
    }),
  ),
});

export const billFetchSchema = z.object({
  schema: z.literal('trimtab/bill-fetch/1'),
  source: z.literal('cost-explorer'),
  from: z.string(),
  to: z.string(),
  groupedBy: z.array(z.string()),
  requests: z.number(),
  charged: amount.describe('USD that AWS charges for the requests'),
  file: z.string(),
  rows: z.number(),
  findings: z.array(findingSchema),
});

export type PricesRefreshReport = z.output<typeof pricesRefreshSchema>;
export type PricesImportSpotReport = z.output<typeof pricesImportSpotSchema>;
export type PricesOverrideReport = z.output<typeof pricesOverrideSchema>;
export type PricesAgeReport = z.output<typeof pricesAgeSchema>;
export type BillFetchReport = z.output<typeof billFetchSchema>;
