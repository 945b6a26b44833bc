/** Answers about what the program knows: prices, levers, scenarios, metrics. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount } from './shared.ts';

export const pricesGetSchema = z.object({
  schema: z.literal('trimtab/prices-get/1'),
  prices: z.array(
    z.object({
      provider: z.string(),
      service: z.string(),
      item: z.string(),
      region: z.string(),
      unit: z.string(),
      price: amount,
      currency: z.string(),
      source: z.string(),
      date: z.string(),
      licence: z.string(),
      kind: z.enum(['measured', 'derived', 'assumed']),
      confidence: z.enum(['A', 'B', 'C']).nullable(),
      note: z.string().nullable(),
    }),
  ),
});

export const metricsImportSchema = z.object({
  schema: z.literal('trimtab/metrics-import/1'),
  files: z.array(z.string()),
  resources: z.number(),
  findings: z.array(findingSchema),
});

export const leversSchema = z.object({
  schema: z.literal('trimtab/levers/1'),
  levers: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      summary: z.string(),
      capability: z.string(),
      stage: z.string(),
      target: z.string(),
      effortDays: z.object({ low: z.number(), mode: z.number(), high: z.number() }),
      leadTimeMonths: z.number(),
      reversible: z.boolean(),
      headline: z.object({ text: z.string(), source: z.string() }),
      planning: z.object({ text: z.string(), source: z.string() }),
      excludes: z.array(z.string()),
      sources: z.array(z.string()),
      params: z.array(
        z.object({
          name: z.string(),
          kind: z.string(),
          label: z.string(),
          unit: z.string(),
          description: z.string(),
          default: z.union([z.number(), z.string(), z.boolean()]),
        }),
      ),
    }),
  ),
});

export const scenarioListSchema = z.object({
  schema: z.literal('trimtab/scenario-list/1'),
  scenarios: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string() })),
});
