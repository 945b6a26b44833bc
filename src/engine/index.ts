/**
 * The engine's only door. Pure: no file, no clock, no chance that is not seeded.
 *
 *   buildEstate(bill, workloads, metrics, prices)  -> Estate
 *   createSimulator(estate, prices)                -> Simulator
 *   findOpportunities(simulator, plan)             -> Opportunity[]
 *   simulator.run(plan)                            -> Run      a ledger by month, resource, lever; reliability by workload
 *   score(run)                                     -> Score
 */

export { assert, assertNever, BugError } from './assert.ts';
export { type Attribution, attributionOf } from './attribution/attribution-of.ts';
export {
  type ChangeEffect,
  type ComparedPlan,
  comparePlans,
  type PlanComparison,
} from './attribution/compare-plans.ts';
export { explainMove, type MoveExplanation } from './attribution/explain-move.ts';
export { type OrderCost, orderCost, type PlayedOrder } from './attribution/order-cost.ts';
export type { MoveInOrder, OrderReason } from './attribution/order-reasons.ts';
export type {
  BillCommitment,
  BillExtract,
  BillLine,
  Granularity,
  HourlyUsage,
  ResourceTags,
} from './bill-extract.ts';
export * from './calendar.ts';
export { type DrawnBlock, drawBlock } from './chance/draw-block.ts';
export { prepareChance } from './chance/prepare-chance.ts';
export { QUANTITY_KINDS, type QuantityKind } from './chance/quantities.ts';
export { type Chance, summarise } from './chance/summarise.ts';
export type { Surrogate } from './chance/surrogate.ts';
export type {
  Commitment,
  PaymentOption,
  ReservedInstance,
  SavingsPlan,
  TermYears,
} from './commitments/commitment.ts';
export { instrumentOf } from './commitments/commitment-outcomes.ts';
export type { Instrument } from './commitments/draw.ts';
export { effectivePerHour, recurringFee, recurringShare, upfrontFee } from './commitments/fees.ts';
export { createKernel } from './commitments/kernel.ts';
export type { OnCover } from './commitments/kernel-run.ts';
export { applicationOrder } from './commitments/order.ts';
export {
  type CommitmentRules,
  type CommitmentSettings,
  DEFAULT_COMMITMENT_RULES,
} from './commitments/settings.ts';
export type { UsagePool, UsageShape } from './commitments/usage.ts';
export { type AdoptionStage, DEFAULT_DELIVERY, type Delivery } from './delivery.ts';
export { deliveryParams, deliveryValue, withDelivery } from './delivery-params.ts';
export type { Effect } from './effect.ts';
export { UserError } from './errors.ts';
export { buildEstate } from './estate/build.ts';
export type {
  Estate,
  ObjectAgeGroup,
  PaidRates,
  Percentiles,
  Resource,
  ResourceKind,
  Utilization,
} from './estate/estate.ts';
export { UNALLOCATED } from './estate/estate.ts';
export { gather, workloadOf } from './estate/gather.ts';
export type { Workload } from './estate/workload.ts';
export type { BusinessMetric, MetricBasis } from './finance/business-metric.ts';
export type { ClockMonth, ClockTotals } from './finance/clock-months.ts';
export {
  type AddressableBill,
  type Finance,
  type FinanceOptions,
  financeOf,
  type SavingShares,
} from './finance/finance.ts';
export type { FiscalYear } from './finance/fiscal-years.ts';
export { type UnitCost, type UnitCostMonth, unitCostsOf } from './finance/unit-cost.ts';
export type { Finding, FindingSource, Severity } from './finding.ts';
export type { GrowthRule } from './forecast/growth-rate.ts';
export type { Inject } from './forecast/inject.ts';
export { monthIndexOf } from './forecast/month-ref.ts';
export { type PipelineStage, pipelineOf } from './forecast/pipeline.ts';
export type { PriceChange } from './forecast/price-change.ts';
export type { ChargeSum } from './growth/charge-sum.ts';
export { chooseMonths, type MonthPair } from './growth/choose-months.ts';
export {
  type Change,
  DRIVER_KEYS,
  type DriverKey,
  type Drivers,
  findDrivers,
} from './growth/drivers.ts';
export {
  type BilledMonths,
  type MonthCoverage,
  mainCurrency,
  monthCoverages,
} from './growth/month-coverage.ts';
export type { Lever, LeverMeta } from './lever.ts';
export type { Param, ParamSchema } from './lever-params.ts';
export { LEVERS, leverById } from './levers/index.ts';
export { type Decimal, decimal, sum, toLedger, toText, ZERO } from './money.ts';
export { naiveTotal, type Opportunity } from './opportunities/opportunity.ts';
export type { PurchaseOutlook } from './opportunities/purchase-outlook.ts';
export {
  ASSUMED_BUDGET_PRICE,
  type BudgetPrice,
  givenBudgetPrice,
  OPPORTUNITY_ORDERS,
  type OpportunityOrder,
  opportunityValue,
  rankOpportunities,
} from './opportunities/rank.ts';
export { findOpportunities, searchOpportunities } from './opportunities/search.ts';
export * from './plan.ts';
export type { CommitmentOffer, InstanceType, PriceBook, PriceFact, PriceKind } from './price-book.ts';
export { commitmentRates } from './pricing/allocate-demand.ts';
export { type PriceTier, tieredCost } from './pricing/object-storage.ts';
export { type Random, randomStream } from './random.ts';
export { type ComputePool, computePoolId, createRateCard, priceIdOf, type RateCard } from './rate-card.ts';
export { type Backtest, backtest, type MissGroup } from './realised/backtest.ts';
export type { ErrorSummary, MonthError } from './realised/forecast-errors.ts';
export type { MonthBill } from './realised/month-bill.ts';
export type { MoveRealisation } from './realised/move-realisation.ts';
export { laterIndex, type Realised, realisedOf } from './realised/realised.ts';
export type { TouchedResource } from './realised/touched.ts';
export { DEFAULT_PLAN_POLICY } from './reliability/plan-policy.ts';
export { type Score, score } from './score.ts';
export * from './simulate/assumptions.ts';
export {
  type CommitmentsInMonth,
  type CommitmentsSearch,
  lookAtCommitments,
} from './simulate/commitments-view.ts';
export type { DemandChart, LayerSeries } from './simulate/demand-layers.ts';
export type { HeldCommitment } from './simulate/held-commitments.ts';
export type { LedgerAmount, LedgerEntry } from './simulate/ledger.ts';
export type { ReliabilityRange } from './simulate/reliability-ranges.ts';
export type { CommitmentKpis, MoveOutcome, Run, RunMonth, WorkloadReliability } from './simulate/run.ts';
export {
  createSimulator,
  ledgerOf,
  type SimulationOptions,
  type Simulator,
  simulate,
} from './simulate/simulate.ts';
export { type StressMonth, type StressOutcome, stressPlan } from './stress/run-stress.ts';
export { STRESS_CASES, type StressCase } from './stress/stress-case.ts';
export type { Team } from './team/team.ts';
export { compareText } from './text-order.ts';
