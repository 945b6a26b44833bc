/** Answers about what the program knows: prices, levers, scenarios, metrics. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount, share } from './shared.ts';

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
  /** Series in the files, and those whose resource or metric nobody knows: each is a finding. */
  series: z.object({ read: z.number(), unmatched: z.number() }),
  /** What the files give, metric by metric. */
  metrics: z.array(
    z.object({
      metric: z.string(),
      resources: z.number(),
      samples: z.number(),
      observedDays: z.object({ low: z.number(), high: z.number() }).nullable(),
    }),
  ),
  /** Percentiles computed from series (nearest rank), by resource and metric. */
  observations: z.array(
    z.object({
      resourceId: z.string(),
      metric: z.string(),
      from: z.string(),
      first: z.string(),
      last: z.string(),
      samples: z.number(),
      periodSeconds: z.number().nullable(),
      observedDays: z.number(),
      gapsShare: share,
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      p99: z.number().nullable(),
      p995: z.number().nullable(),
      max: z.number().nullable(),
      low: z.number().nullable(),
    }),
  ),
  /** Levers whose opportunities become measured, and on how many of the resources. */
  levers: z.array(
    z.object({ lever: z.string(), needs: z.array(z.string()), resources: z.number(), lacking: z.number() }),
  ),
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
