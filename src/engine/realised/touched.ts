/** One resource that the plan changes: what the bill shows of each change, and what it saves. */

import type { ChargeSum } from '../growth/charge-sum.ts';
import { chargeRole } from '../growth/charge-sum.ts';
import { presenceOf } from '../growth/subject-change.ts';
import { type Decimal, sum, toLedger, ZERO } from '../money.ts';
import { type ExpectationContext, type ExpectedCost, expectedCost } from './expected-cost.ts';
import type { Subject, SubjectMonth } from './month-bill.ts';
import type { Factor } from './outside.ts';
import type { PlannedChange, PlannedMonth } from './planned-month.ts';
import type { VerifyContext } from './replacements.ts';
import { cannotTell, done, gone, shows, type Verdict } from './verdict.ts';
import { keepsWork, verify } from './verify/verify.ts';
import { workQuantity } from './work-quantity.ts';

/** One line of a bill, as evidence. */
export type BillEvidence = {
  readonly month: string;
  readonly usageType: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly effectiveCost: string;
};

/** What became of one planned change. */
export type RealisedChange = {
  readonly moveId: string;
  readonly effect: PlannedChange['effect']['kind'];
  readonly verdict: Verdict;
  readonly planned: Decimal;
  /** What it saves in the later month; 0 where it does not show. */
  readonly realised: Decimal;
};

/** A resource that the plan changes. */
export type TouchedResource = {
  readonly resourceId: string;
  readonly workload: string;
  /** Id of what has taken its place. */
  readonly replacedBy: string | null;
  readonly changes: readonly RealisedChange[];
  /** Null where no change shows: it is then a resource like any other. */
  readonly cost: ExpectedCost | null;
  /** Its dearest lines in both months. */
  readonly evidence: readonly BillEvidence[];
};

/** What looking at a touched resource needs. */
export type TouchedContext = ExpectationContext &
  VerifyContext & {
    readonly planned: PlannedMonth;
    /** Usage cost of all touched resources in the reference month by workload and kind. */
    readonly touchedCost: ReadonlyMap<string, number>;
  };

/** Lines of each month that are kept as evidence. */
const EVIDENCE_LINES = 3;

/** Key of `touchedCost`. */
export function costKey({ workload, before }: Subject): string {
  return JSON.stringify([workload, before.resource?.kind]);
}

function evidenceOf(charges: readonly ChargeSum[]): BillEvidence[] {
  return [...charges]
    .sort((a, b) => Math.abs(Number(b.effectiveCost)) - Math.abs(Number(a.effectiveCost)))
    .slice(0, EVIDENCE_LINES)
    .map(({ month, usageType, quantity, unit, effectiveCost }) => ({
      month,
      usageType,
      quantity,
      unit,
      effectiveCost,
    }));
}

function verdictsOf(
  subject: Subject,
  after: SubjectMonth,
  changes: readonly PlannedChange[],
  context: TouchedContext,
): Verdict[] {
  const { from, to, book, months } = context;
  const before = subject.before.resource;
  if (!before) return changes.map(() => cannotTell('the reference bill does not have it'));
  const isGone = presenceOf([...subject.before.charges, ...after.charges], months) === 'gone';
  if (isGone || after.resource === null)
    return changes.map(({ effect }) =>
      effect.kind === 'terminate' ? done('no usage any more') : gone('no usage any more'),
    );
  const charges = { beforeCharges: subject.before.charges, afterCharges: after.charges };
  const own = { before, after: after.resource, from, to, book, ...charges };
  const verdicts = changes.map(({ effect, plannedFrom }) => verify({ ...own, effect, plannedFrom }));
  return verdicts.map((verdict, at) => {
    const change = changes[at];
    // A machine that went through two planned sizes shows the last one.
    const next = changes.findIndex(
      (each, index) => index > at && each.effect.kind === 'resize' && verdicts[index]?.outcome === 'done',
    );
    if (change?.effect.kind !== 'resize' || verdict.outcome === 'done' || next < 0) return verdict;
    const last = changes[next]?.effect;
    const isExact = last?.kind === 'resize' && runsOn(after.resource, last.toInstanceType);
    return isExact ? done(`${verdict.why}; ${changes[next]?.moveId} followed`) : verdict;
  });
}

function runsOn(resource: SubjectMonth['resource'], type: string): boolean {
  if (resource?.kind === 'instance')
    return resource.compute.some(({ instanceType }) => instanceType === type);
  return resource?.kind === 'database' && resource.instanceClass === type;
}

/** Growth of the resource itself where the plan leaves its work alone; of its workload outside the plan; as stated. */
function growthOf(
  subject: Subject,
  after: SubjectMonth,
  changes: readonly PlannedChange[],
  context: TouchedContext,
): Factor {
  const before = subject.before.resource;
  if (!before) return { factor: 1, basis: 'stated' };
  if (after.resource && changes.every(({ effect }) => keepsWork(effect))) {
    const [then, now] = [workQuantity(before, context.from), workQuantity(after.resource, context.to)];
    const factor = (now ?? Number.NaN) / (then ?? Number.NaN);
    if (Number.isFinite(factor)) return { factor, basis: 'own' };
  }
  const outside = context.outside.growth(
    before.workload,
    before.kind,
    context.touchedCost.get(costKey(subject)) ?? 0,
  );
  return outside === null
    ? { factor: context.planned.stated(before).growth, basis: 'stated' }
    : { factor: outside, basis: 'workload' };
}

/** Splits what a resource saves over the changes that show, as the plan weighs them. Adds up exactly. */
function shareOut(
  total: Decimal,
  changes: readonly PlannedChange[],
  verdicts: readonly Verdict[],
): Decimal[] {
  const shown = changes.flatMap((_, index) => {
    const verdict = verdicts[index];
    return verdict && shows(verdict) ? [index] : [];
  });
  const weightOf = (index: number) =>
    Math.max(0, Number(changes[index]?.planned ?? 0)) * (verdicts[index]?.share ?? 0);
  const weights = shown.reduce((all, index) => all + weightOf(index), 0);
  const amounts = changes.map(() => ZERO);
  let left = total;
  for (const index of shown) {
    const share = weights > 0 ? weightOf(index) / weights : 1 / shown.length;
    const part = index === shown.at(-1) ? left : toLedger(total.times(share));
    amounts[index] = part;
    left = left.minus(part);
  }
  return amounts;
}

/** Looks at a resource that the plan changes. @param replacement what has taken its place; null: nothing has */
export function lookAtTouched(
  subject: Subject,
  replacement: Subject | null,
  changes: readonly PlannedChange[],
  context: TouchedContext,
): TouchedResource {
  const after = replacement?.after ?? subject.after;
  const verdicts = verdictsOf(subject, after, changes, context);
  const growth = growthOf(subject, after, changes, context);
  const before = subject.before.resource;
  const price = before === null ? 1 : context.planned.stated(before).price;
  const cost = verdicts.some(shows)
    ? expectedCost(subject.before.charges, after.charges, growth, price, context)
    : null;
  const realised = shareOut(cost ? cost.expected.minus(cost.later) : ZERO, changes, verdicts);
  return {
    resourceId: before?.id ?? subject.id,
    workload: before?.workload ?? subject.workload,
    replacedBy: replacement?.id ?? null,
    changes: changes.map(({ moveId, effect, planned }, index) => ({
      moveId,
      effect: effect.kind,
      verdict: verdicts[index] ?? cannotTell('not looked at'),
      planned,
      realised: realised[index] ?? ZERO,
    })),
    cost,
    evidence: [...evidenceOf(subject.before.charges), ...evidenceOf(after.charges)],
  };
}

/** Usage cost of a side. */
export function usageCost({ charges }: SubjectMonth): number {
  return Number(
    sum(charges.filter(each => chargeRole(each) === 'usage').map(({ effectiveCost }) => effectiveCost)),
  );
}
