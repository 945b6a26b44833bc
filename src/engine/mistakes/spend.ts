/** What a plan leaves aside, and what its levers take from each other. */

import type { MeterUse, Resource } from '../estate/estate.ts';
import { metersNamed } from '../levers/clean-up/aws-meters.ts';
import { leverById } from '../levers/index.ts';
import { sum } from '../money.ts';
import type { Run } from '../simulate/run.ts';
import type { Found, MistakeContext, MistakeRule } from './mistake.ts';
import { amountText, amountWords, shareWords, WORTH_A_LINE } from './plan-facts.ts';

/** Share of the bill from which spend is worth a look: an assumption, 0.01 to 0.1. */
const LARGE_SHARE = 0.02;
/** Share of the savings taken alone from which their overlap is worth a line: an assumption. */
const OVERLAP_SHARE_MIN = 0.01;

/** A kind of spend that answers often forget, and the levers that look at it. */
type Category = {
  readonly name: string;
  readonly levers: readonly string[];
  /** Effective cost of it in a resource's bill. */
  readonly costOf: (resource: Resource) => number;
};

const cost = (meters: readonly MeterUse[]) => meters.reduce((total, each) => total + each.cost, 0);
const metered = (pattern: RegExp) => (resource: Resource) => cost(metersNamed(resource, pattern));
const byService = (pattern: RegExp) => (resource: Resource) =>
  resource.byService
    .filter(({ serviceName }) => pattern.test(serviceName))
    .reduce((total, { effectiveCost }) => total + Number(effectiveCost), 0);

const CATEGORIES: readonly Category[] = [
  { name: 'support', levers: ['support-plan', 'enterprise-discount'], costOf: byService(/\bsupport\b/i) },
  {
    name: 'transfer out of the cloud',
    levers: ['cdn-before-egress', 'egress-compression'],
    costOf: metered(/^DataTransfer-Out-(?:AB)?Bytes$/),
  },
  {
    name: 'transfer between zones',
    levers: ['cross-zone-affinity', 'zones-three-to-two'],
    costOf: metered(/^DataTransfer-Regional-Bytes$/),
  },
  {
    name: 'NAT gateways',
    levers: ['nat-gateway-endpoints', 'nat-interface-endpoints', 'delete-idle-nat-gateways'],
    costOf: metered(/^NatGateway-/),
  },
  {
    name: 'logs',
    levers: [
      'log-ingestion-filter',
      'log-infrequent-access',
      'log-retention',
      'vended-logs-to-s3',
      'delete-unused-log-groups',
    ],
    costOf: metered(/^(?:DataProcessing-(?:IA-)?Bytes|VendedLog.*|TimedStorage-ByteHrs)$/),
  },
];

/** Logs and objects share the name of a meter: only CloudWatch counts for logs. */
function costIn({ name, costOf }: Category, resource: Resource): number {
  if (name !== 'logs' || resource.kind === 'bucket') return name === 'logs' ? 0 : costOf(resource);
  const own = resource.meters.filter(({ serviceCode }) => serviceCode === 'AmazonCloudWatch');
  return own.length === 0 ? 0 : costOf({ ...resource, meters: own });
}

function ignored(run: Run, { replay }: MistakeContext): Found[] {
  const bill = Number(run.baseline.effectiveCost);
  if (!replay || bill <= 0) return [];
  const used = new Set(run.moves.filter(({ applied }) => applied.length > 0).map(({ leverId }) => leverId));
  const left = CATEGORIES.filter(({ levers }) => !levers.some(id => used.has(id))).flatMap(category => {
    const spent = replay.estate.resources.reduce((total, each) => total + costIn(category, each), 0);
    return spent / bill < LARGE_SHARE ? [] : [{ ...category, spent }];
  });
  if (left.length === 0) return [];
  const total = left.reduce((all, { spent }) => all + spent, 0);
  const parts = left.map(
    ({ name, spent }) =>
      `${name} ${amountWords(spent, run.currency)} (${((spent / bill) * 100).toFixed(1)} % of the bill)`,
  );
  const levers = left.flatMap(category => category.levers).filter(id => leverById(id) !== null);
  return [
    {
      moveIds: [],
      message: `The plan does nothing about ${amountWords(total, run.currency)} a month: ${parts.join(', ')}. Levers that look at it: ${levers.join(', ')}.`,
      amount: amountText(total),
    },
  ];
}

function overlap(run: Run, { replay }: MistakeContext): Found[] {
  const month = run.months[Math.min(run.plan.target.byMonth, run.months.length) - 1];
  const inEffect = run.moves.filter(
    ({ applied, effectMonth }) =>
      applied.length > 0 && effectMonth !== null && effectMonth <= (month?.index ?? 0),
  );
  if (!replay || !month || inEffect.length < 2) return [];
  const alone = sum(
    inEffect.map(({ moveId }) => month.forecastCost.minus(replay.runRateAlone(moveId, month.index))),
  );
  const together = month.forecastCost.minus(month.runRateCost);
  const difference = alone.minus(together);
  const isSmall = difference.abs().lessThan(alone.abs().times(OVERLAP_SHARE_MIN));
  if (isSmall || difference.abs().lessThan(WORTH_A_LINE)) return [];
  const words = difference.isPositive()
    ? `${amountWords(difference, run.currency)} (${shareWords(Number(difference.div(alone)))}) would be counted twice`
    : `${amountWords(difference.negated(), run.currency)} comes from moves that help each other`;
  return [
    {
      moveIds: inEffect.map(({ moveId }) => moveId),
      message: `The ${inEffect.length} moves in effect in month ${month.index} save ${amountWords(alone, run.currency)} a month when each is taken alone and the numbers are added, ${amountWords(together, run.currency)} together: ${words}.`,
      amount: amountText(difference),
    },
  ];
}

/** Rules about where the money is. */
export const SPEND_RULES: readonly MistakeRule[] = [
  {
    code: 'overlap',
    kind: 'remark',
    rule: 'Savings do not add up: each lever acts on what the ones before it have left.',
    source: null,
    detect: overlap,
  },
  {
    code: 'ignored-spend',
    kind: 'remark',
    rule: `Compute is not the whole bill: look at everything above ${shareWords(LARGE_SHARE)} of it (an assumption).`,
    source: null,
    detect: ignored,
  },
];
