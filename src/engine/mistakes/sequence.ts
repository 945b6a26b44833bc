/** Mistakes of order: paying for usage in advance that the plan then takes away. */

import { familyOf } from '../commitments/aws/normalization.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { Resource } from '../estate/estate.ts';
import { leverById } from '../levers/index.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';
import type { Found, MistakeContext, MistakeRule } from './mistake.ts';
import {
  amountText,
  amountWords,
  boughtBy,
  coveredKind,
  monthOfEffect,
  purchasesOf,
  type Stranded,
  savedIn,
  shareWords,
  stageOf,
  strandedBy,
} from './plan-facts.ts';
import type { Replay } from './replay.ts';

/** Stages that make less to run: what they take away, a commitment bought before pays for nothing. */
const SHRINKING = new Set(['clean-up', 'schedule', 'rightsize', 'modernize']);

/** Below this, in the bill's currency, two runs differ by rounding. */
const ROUNDING = 0.5;

/** Part of a move's own saving that must be lost before it is called a mistake: an assumption, 0.01 to 0.2. */
const STRANDED_SHARE_MIN = 0.05;

/** Whether a move makes less of what a purchase pays for. */
function shrinks(move: MoveOutcome, purchase: MoveOutcome): boolean {
  const lever = leverById(move.leverId);
  if (!lever || !SHRINKING.has(lever.meta.stage) || move.applied.length === 0) return false;
  return boughtBy(purchase).some(commitment => coveredKind(commitment) === lever.target);
}

/** What a month of the end would cost less if the purchase came after the moves, with what is bought sized then. */
function costOfOrder(run: Run, replay: Replay, purchase: MoveOutcome, later: readonly MoveOutcome[]): number {
  const last = run.months.at(-1);
  if (!last) return 0;
  const after = Math.max(...later.map(({ effectMonth }) => effectMonth ?? 0));
  const wait = after - (purchase.effectMonth ?? after);
  const moves = run.plan.moves.map(move =>
    move.id === purchase.moveId ? { ...move, start: move.start + Math.max(0, wait) } : move,
  );
  return Number(last.runRateCost.minus(replay.runRateWith(moves, last.index)));
}

function commitsTooEarly(run: Run, { replay }: MistakeContext): Found[] {
  const last = run.months.at(-1);
  const unused = (last?.commitments.unusedCost ?? 0) - run.baseline.commitments.unusedCost;
  return purchasesOf(run)
    .filter(move => stageOf(move) === 'commit')
    .flatMap(commit => {
      const later = run.moves.filter(
        move => shrinks(move, commit) && (move.effectMonth ?? 0) > (commit.effectMonth ?? 0),
      );
      if (later.length === 0) return [];
      const ids = later.map(({ moveId }) => moveId);
      const cost = replay ? costOfOrder(run, replay, commit, later) : 0;
      const stranded =
        unused > ROUNDING
          ? ` ${amountWords(unused, run.currency)} a month is committed and unused in the end.`
          : '';
      const order =
        cost > ROUNDING
          ? ` Bought after them, a month would cost ${amountWords(cost, run.currency)} less in the end.`
          : '';
      const amount = Math.max(unused, cost);
      return [
        {
          moveIds: [commit.moveId, ...ids],
          message: `${commit.moveId} commits before ${ids.join(', ')} make the usage smaller.${stranded}${order}`,
          amount: amount > ROUNDING ? amountText(amount) : null,
        },
      ];
    });
}

/** Bound to one family: what is moved to another one falls out of it. */
function isLocked(commitment: Commitment): boolean {
  if (commitment.kind === 'reserved-instance') return commitment.offeringClass === 'standard';
  if (commitment.kind === 'savings-plan') return commitment.offering === 'ec2-instance';
  return commitment.kind === 'reserved-node';
}

function familiesOf(resource: Resource | undefined): readonly string[] {
  if (resource?.kind === 'instance')
    return resource.compute.map(({ instanceType }) => familyOf(instanceType));
  return resource?.kind === 'database' ? [familyOf(resource.instanceClass)] : [];
}

/** Whether a move takes something of the bill to another family or processor. */
function changesFamily(move: MoveOutcome, resources: ReadonlyMap<string, Resource>): boolean {
  return move.applied.some(({ effect }) => {
    if (effect.kind === 'reshape') return stageOf(move) === 'modernize';
    if (effect.kind !== 'resize') return false;
    const before = familiesOf(resources.get(effect.resourceId));
    return before.length > 0 && !before.includes(familyOf(effect.toInstanceType));
  });
}

/** What is stranded, in words: `$1,200 a month of ri-1 (until 2027-03-01)`. */
function strandedWords(stranded: readonly Stranded[], run: Run): string {
  return stranded
    .map(({ commitment, unusedCost, until }) => {
      const name = commitment.id.split(/[:/]/).at(-1) || commitment.id;
      return `${amountWords(unusedCost, run.currency)} a month of ${name} (until ${until})`;
    })
    .join(', ');
}

const totalOf = (stranded: readonly Stranded[]) =>
  stranded.reduce((total, { unusedCost }) => total + unusedCost, 0);

function movesOffReservations(run: Run, { replay }: MistakeContext): Found[] {
  if (!replay) return [];
  const resources = new Map(replay.estate.resources.map(resource => [resource.id, resource]));
  return run.moves
    .filter(move => changesFamily(move, resources))
    .flatMap(move => {
      const stranded = strandedBy(run, move, replay, isLocked);
      if (stranded.length === 0) return [];
      const buyers = purchasesOf(run).filter(purchase =>
        boughtBy(purchase).some(({ id }) => stranded.some(({ commitment }) => commitment.id === id)),
      );
      return [
        {
          moveIds: [...buyers.map(({ moveId }) => moveId), move.moveId],
          message: `${move.moveId} changes the family of what is reserved: ${strandedWords(stranded, run)} is unused from then on.`,
          amount: amountText(totalOf(stranded)),
        },
      ];
    });
}

const stops = ({ applied }: MoveOutcome) =>
  applied.some(({ effect }) => effect.kind === 'schedule' || effect.kind === 'terminate');

function stopsWhatIsPaid(run: Run, { replay }: MistakeContext): Found[] {
  if (!replay) return [];
  return run.moves.filter(stops).flatMap(move => {
    const stranded = strandedBy(run, move, replay, () => true);
    const lost = totalOf(stranded);
    const saved = savedIn(run, move.moveId, monthOfEffect(run, move) ?? 0);
    const share = saved + lost > 0 ? lost / (saved + lost) : 1;
    if (lost === 0 || share < STRANDED_SHARE_MIN) return [];
    return [
      {
        moveIds: [move.moveId],
        message: `${move.moveId} stops what commitments have paid for already: ${strandedWords(stranded, run)} is unused from then on, ${shareWords(Math.min(1, share))} of what it takes away.`,
        amount: amountText(lost),
      },
    ];
  });
}

/** Rules about the order of commitments and usage. */
export const SEQUENCE_RULES: readonly MistakeRule[] = [
  {
    code: 'commit-before-rightsizing',
    kind: 'mistake',
    rule: 'Clean up, schedule and rightsize first; commit last, to the baseline that is left.',
    source: 'https://www.calibreos.com/learn/prod-cloud-cost-optimization',
    detect: commitsTooEarly,
  },
  {
    code: 'standard-ri-then-graviton',
    kind: 'mistake',
    rule: 'A standard reservation or an EC2 Instance Savings Plan is bound to a family: change the machine first, or buy what moves with it.',
    source:
      'https://docs.aws.amazon.com/whitepapers/latest/cost-optimization-reservation-models/standard-vs.-convertible-offering-classes.html',
    detect: movesOffReservations,
  },
  {
    code: 'scheduled-what-was-reserved',
    kind: 'mistake',
    rule: 'A commitment is due for every hour of its term: hours that it covers save nothing when they stop, until it ends or other usage takes its place.',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html',
    detect: stopsWhatIsPaid,
  },
];
