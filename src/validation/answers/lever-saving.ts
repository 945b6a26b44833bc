/** Published savings of one lever: the usage that the source tells becomes a bill, the bill an estate, and the lever is applied to it. */

import { z } from 'zod';
import type { BillExtract, BillLine } from '../../engine/bill-extract.ts';
import { MS_PER_HOUR } from '../../engine/calendar.ts';
import { buildEstate } from '../../engine/estate/build.ts';
import type { Lever } from '../../engine/lever.ts';
import { defaultParams, paramProblem } from '../../engine/lever-params.ts';
import { leverById } from '../../engine/levers/index.ts';
import { decimal } from '../../engine/money.ts';
import { DEFAULT_GUARDRAILS, type Move, WHOLE_ESTATE } from '../../engine/plan.ts';
import { createRateCard } from '../../engine/rate-card.ts';
import { applyMove } from '../../engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../engine/simulate/model-cost.ts';
import type { Answer, Facts } from '../answer.ts';

/** Resources of one example: published cases name hundreds. */
const RESOURCES_MAX = 10_000;
/** A month of 31 days: quantities in GB-months are those of the whole month. */
const MONTH_START_MS = Date.UTC(2026, 0, 1);
const MONTH_HOURS = 744;

const usageSchema = z.strictObject({
  service_code: z.string().min(1).max(100),
  usage_type: z.string().min(1).max(200),
  operation: z.string().max(200).default(''),
  unit: z.string().max(50).default('Hrs'),
  /** Of one resource in the period. */
  quantity: z.number().min(0).max(1e15),
  /** USD paid for one of the unit. */
  price: z.number().min(0).max(1e9),
  count: z.int().min(1).max(RESOURCES_MAX).default(1),
});

const inputsSchema = z.strictObject({
  lever: z.string().max(100),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  region: z.string().min(1).max(50),
  hours: z.int().min(1).max(MONTH_HOURS).default(MONTH_HOURS),
  usage: z
    .array(usageSchema)
    .min(1)
    .max(100)
    .refine(usage => usage.reduce((total, { count }) => total + count, 0) <= RESOURCES_MAX),
});
type Inputs = z.infer<typeof inputsSchema>;
type Usage = z.infer<typeof usageSchema>;

function lineOf(usage: Usage, resourceId: string, { region, hours }: Inputs): BillLine {
  const cost = decimal(usage.price).times(usage.quantity).toFixed();
  return {
    resourceId,
    resourceName: null,
    serviceName: usage.service_code,
    serviceCode: usage.service_code,
    regionId: region,
    availabilityZone: null,
    subAccountId: null,
    subAccountName: null,
    chargeCategory: 'Usage',
    chargeFrequency: 'Usage-Based',
    pricingCategory: 'Standard',
    commitmentDiscountId: null,
    commitmentDiscountStatus: null,
    usageType: usage.usage_type,
    operation: usage.operation,
    instanceType: null,
    pricingUnit: usage.unit,
    rows: 1,
    billedCost: cost,
    effectiveCost: cost,
    listCost: null,
    contractedCost: null,
    pricingQuantity: usage.quantity,
    chargeHours: hours,
  };
}

/** The bill of the example: each resource with one line. */
function billOf(inputs: Inputs): BillExtract {
  const { usage, hours } = inputs;
  return {
    provider: 'AWS',
    currency: 'USD',
    period: { startMs: MONTH_START_MS, endMs: MONTH_START_MS + hours * MS_PER_HOUR },
    hours,
    granularity: 'monthly',
    lines: usage.flatMap((each, index) =>
      Array.from({ length: each.count }, (_, number) => lineOf(each, `${index + 1}-${number + 1}`, inputs)),
    ),
    hourly: [],
    commitments: [],
    tags: [],
    addressable: null,
    findings: [],
  };
}

/** The lever with the parameters of the example over its defaults. @throws Error that names what the lever does not take */
function moveOf(lever: Lever, { params }: Inputs): Move {
  for (const [name, value] of Object.entries(params)) {
    const param = Object.hasOwn(lever.params, name) ? lever.params[name] : undefined;
    const problem = param ? paramProblem(param, value) : 'is no parameter of this lever';
    if (problem !== null) throw new Error(`\`params.${name}\` ${problem}`);
  }
  return {
    id: 'example',
    lever: lever.meta.id,
    scope: WHOLE_ESTATE,
    params: { ...defaultParams(lever.params), ...params },
    start: 1,
    owner: null,
    note: null,
  };
}

/**
 * The bill before and after the lever, in USD of the period; what comes once stands apart.
 * @throws Error when the lever says no everywhere: a published saving that no resource has is no answer of 0
 */
function savingOf(inputs: Inputs, { book }: Facts): Readonly<Record<string, unknown>> {
  const lever = leverById(inputs.lever);
  if (!lever) throw new Error(`there is no lever \`${inputs.lever}\``);
  const move = moveOf(lever, inputs);
  const estate = buildEstate({ extract: billOf(inputs), workloads: [], utilization: new Map(), book });
  const rates = createRateCard(estate.paidRates, book);
  const baseline = createBaseline(estate, rates);
  const done = applyMove(estate, move, lever, DEFAULT_GUARDRAILS, rates);
  if (done.applied.length === 0)
    throw new Error(`the lever says no: ${done.skipped[0]?.reason ?? 'nothing fits'}`);
  const before = baseline.effective.toNumber();
  const saved = baseline.effective.minus(costOf(done.estate, baseline).effective).toNumber();
  const once = done.oneOff.reduce((total, { cost }) => total + cost, 0);
  return {
    cost_before: before,
    saved_per_month: saved,
    saved_per_resource: saved / done.applied.length,
    saved_fraction: before > 0 ? saved / before : null,
    one_off_cost: once,
    months_to_pay_back: saved > 0 ? once / saved : null,
    resources_changed: done.applied.length,
    resources_left: done.skipped.length,
    why: done.applied[0]?.why ?? null,
  };
}

/** Answers of the kind `lever-saving`. */
export const LEVER_SAVING_ANSWERS: readonly Answer[] = [
  {
    kind: 'lever-saving',
    accepts: inputs => inputsSchema.safeParse(inputs).success,
    compute: (inputs, facts) => savingOf(inputsSchema.parse(inputs), facts),
  },
];
