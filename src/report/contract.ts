/**
 * The `--json` answers, version 1, as schemas: one document each, money and unit prices as decimal text, absent as null.
 * Additions are free; a change or removal needs a new version. `docs/schemas/` is generated from here.
 */

import type { z } from 'zod';
import type { findingSchema } from '../engine/finding-schema.ts';
import { billAddressableSchema, billDriversSchema, billWhySchema } from './contract/bill-questions.ts';
import {
  billExportSchema,
  billFindingsSchema,
  billImportSchema,
  billSummarySchema,
} from './contract/bills.ts';
import { leversSchema, metricsImportSchema, scenarioListSchema } from './contract/catalogue.ts';
import { commitmentsSimulateSchema, commitmentsSizeSchema } from './contract/commitments.ts';
import { opportunitiesSchema } from './contract/opportunities.ts';
import { planAttributeSchema, planDiffSchema, planWhySchema } from './contract/plan-questions.ts';
import { planShowSchema } from './contract/plan-show.ts';
import {
  planCheckSchema,
  scoreSchema,
  simulateSchema,
  type workloadReliabilitySchema,
} from './contract/plans.ts';
import {
  billFetchSchema,
  pricesAgeSchema,
  pricesExplainSchema,
  pricesImportSpotSchema,
  pricesOverrideSchema,
  pricesRefreshSchema,
} from './contract/prices.ts';
import { planBacktestSchema, planRealisedSchema } from './contract/realised.ts';
import { reliabilityCalibrateSchema, reliabilityEvaluateSchema } from './contract/reliability.ts';
import { planStressSchema } from './contract/stress.ts';
import { validateSchema } from './contract/validation.ts';

export * from './contract/bill-questions.ts';
export * from './contract/bills.ts';
export * from './contract/catalogue.ts';
export * from './contract/commitments.ts';
export * from './contract/opportunities.ts';
export * from './contract/plan-questions.ts';
export * from './contract/plan-show.ts';
export * from './contract/plans.ts';
export * from './contract/prices.ts';
export * from './contract/realised.ts';
export * from './contract/reliability.ts';
export * from './contract/shared.ts';
export * from './contract/stress.ts';
export * from './contract/validation.ts';

/** Every contract by its name, for the generated documentation. */
export const CONTRACTS = {
  'bill-import': billImportSchema,
  'bill-summary': billSummarySchema,
  'prices-get': pricesExplainSchema,
  'prices-refresh': pricesRefreshSchema,
  'prices-import-spot': pricesImportSpotSchema,
  'prices-override': pricesOverrideSchema,
  'prices-age': pricesAgeSchema,
  'bill-fetch': billFetchSchema,
  'metrics-import': metricsImportSchema,
  opportunities: opportunitiesSchema,
  'plan-check': planCheckSchema,
  'plan-show': planShowSchema,
  'plan-realised': planRealisedSchema,
  'plan-backtest': planBacktestSchema,
  'plan-attribute': planAttributeSchema,
  'plan-why': planWhySchema,
  'plan-diff': planDiffSchema,
  'plan-stress': planStressSchema,
  simulate: simulateSchema,
  score: scoreSchema,
  levers: leversSchema,
  'scenario-list': scenarioListSchema,
  'bill-drivers': billDriversSchema,
  'bill-why': billWhySchema,
  'bill-findings': billFindingsSchema,
  'bill-addressable': billAddressableSchema,
  'bill-export': billExportSchema,
  'commitments-simulate': commitmentsSimulateSchema,
  'commitments-size': commitmentsSizeSchema,
  'reliability-evaluate': reliabilityEvaluateSchema,
  'reliability-calibrate': reliabilityCalibrateSchema,
  validate: validateSchema,
} as const;

export type BillImportReport = z.output<typeof billImportSchema>;
export type BillSummaryReport = z.output<typeof billSummarySchema>;
export type PricesGetReport = z.output<typeof pricesExplainSchema>;
export type SimulateReport = z.output<typeof simulateSchema>;
export type ScoreReport = z.output<typeof scoreSchema>;
export type OpportunitiesReport = z.output<typeof opportunitiesSchema>;
export type PlanRealisedReport = z.output<typeof planRealisedSchema>;
export type PlanBacktestReport = z.output<typeof planBacktestSchema>;
export type PlanCheckReport = z.output<typeof planCheckSchema>;
export type PlanShowReport = z.output<typeof planShowSchema>;
export type PlanStressReport = z.output<typeof planStressSchema>;
export type MetricsImportReport = z.output<typeof metricsImportSchema>;
export type LeversReport = z.output<typeof leversSchema>;
export type ScenarioListReport = z.output<typeof scenarioListSchema>;
export type WorkloadReliabilityReport = z.output<typeof workloadReliabilitySchema>;
export type FindingReport = z.output<typeof findingSchema>;
export type BillDriversReport = z.output<typeof billDriversSchema>;
export type BillWhyReport = z.output<typeof billWhySchema>;
export type BillFindingsReport = z.output<typeof billFindingsSchema>;
export type BillAddressableReport = z.output<typeof billAddressableSchema>;
export type CommitmentsSimulateReport = z.output<typeof commitmentsSimulateSchema>;
export type CommitmentsSizeReport = z.output<typeof commitmentsSizeSchema>;
export type BillExportReport = z.output<typeof billExportSchema>;
export type ValidateReport = z.output<typeof validateSchema>;
export type ReliabilityEvaluateReport = z.output<typeof reliabilityEvaluateSchema>;
export type ReliabilityCalibrateReport = z.output<typeof reliabilityCalibrateSchema>;
