/** Sizes the purchases of a lever one by one on what is left, ranks them, and says in words what each does. */

import type { Commitment } from '../../commitments/commitment.ts';
import { effectivePerHour, upfrontFee } from '../../commitments/fees.ts';
import type { LevelOutcome } from '../../commitments/sizing/level.ts';
import type { LeverContext } from '../../lever.ts';
import { type SizedPurchase, withAmount } from '../../pricing/size-purchase.ts';
import { compareText } from '../../text-order.ts';
import { PLAN_MAX_PER_HOUR } from './purchase-terms.ts';

/** Something that could be bought, in any size. Offers of one lever cover different usage. */
export type Offer = {
  /** What it is for: `m5 in us-east-1`; empty where one purchase serves everything. */
  readonly scope: string;
  readonly template: Commitment;
};

/** How much of it. */
export type Wanted = {
  /** Dollars an hour or pieces that a person states; 0: the optimum. */
  readonly given: number;
  readonly shareOfOptimumPercent: number;
  /** 0: everything that pays. */
  readonly purchasesMax: number;
};

/** A purchase in its size, with what it does to the usage that is left. */
export type Purchase = {
  readonly scope: string;
  readonly commitment: Commitment;
  /** Dollars an hour, or pieces. */
  readonly amount: number;
  readonly optimum: number;
  /** Over the period; null where nothing is left that it may cover. */
  readonly outcome: LevelOutcome | null;
};

type SizedOffer = Offer & { readonly sized: SizedPurchase };

const isPlan = ({ kind }: Commitment) => kind === 'savings-plan';

/** Plans are sold in steps of a tenth of a cent, reservations by the piece. */
function roundAmount(template: Commitment, amount: number): number {
  return isPlan(template) ? Math.round(amount * 1000) / 1000 : Math.floor(amount + 1e-9);
}

/** Part of a level by which the height of an hour may miss it and still count as reaching it: both are products of floats. */
const REACHED_PRECISION = 1e-9;

function outcomeOf(commitment: Commitment, { curve }: SizedPurchase): LevelOutcome {
  const level = effectivePerHour(commitment);
  const { marginalUtilization } = curve.at(level * (1 - REACHED_PRECISION));
  return { ...curve.at(level), marginalUtilization };
}

/** The purchase of one offer; null when its size is nothing. */
export function purchaseOf(
  { scope, template }: Offer,
  sized: SizedPurchase | null,
  { given, shareOfOptimumPercent }: Wanted,
): Purchase | null {
  const optimum = sized?.amount ?? 0;
  const amount = roundAmount(template, given > 0 ? given : (optimum * shareOfOptimumPercent) / 100);
  if (amount <= 0) return null;
  const commitment = withAmount(template, amount);
  return { scope, commitment, amount, optimum, outcome: sized && outcomeOf(commitment, sized) };
}

const savingOf = ({ sized }: SizedOffer) => sized.curve.at(sized.level).netSavings;

/** What saves most first, then what covers most, then by name: the order in which offers come must not matter. */
function compareOffers(a: SizedOffer, b: SizedOffer): number {
  return (
    savingOf(b) - savingOf(a) ||
    b.sized.curve.onDemandEquivalentCost - a.sized.curve.onDemandEquivalentCost ||
    compareText(a.scope, b.scope)
  );
}

/** The offers that pay, each in its best size; an amount that a person states goes to the best one alone. */
export function choosePurchases(
  offers: readonly Offer[],
  wanted: Wanted,
  { sizePurchase }: Pick<LeverContext, 'sizePurchase'>,
): Purchase[] {
  const ranked = offers
    .flatMap(offer => {
      const sized = sizePurchase(offer.template);
      return sized ? [{ ...offer, sized }] : [];
    })
    .sort(compareOffers);
  const candidates = wanted.given > 0 ? ranked.slice(0, 1) : ranked;
  const bought = candidates.flatMap(offer => purchaseOf(offer, offer.sized, wanted) ?? []);
  return wanted.purchasesMax > 0 ? bought.slice(0, wanted.purchasesMax) : bought;
}

/** Commitments as they can be bought: more than the largest plan is several. */
export function commitmentsOf(purchases: readonly Purchase[]): Commitment[] {
  return purchases.flatMap(({ commitment, amount }) => {
    if (!isPlan(commitment) || amount <= PLAN_MAX_PER_HOUR) return [commitment];
    const full = Math.floor(amount / PLAN_MAX_PER_HOUR);
    const rest = roundAmount(commitment, amount - full * PLAN_MAX_PER_HOUR);
    const amounts = [...Array<number>(full).fill(PLAN_MAX_PER_HOUR), ...(rest > 0 ? [rest] : [])];
    return amounts.map((each, index) => ({
      ...withAmount(commitment, each),
      id: `${commitment.id} ${index + 1}`,
    }));
  });
}

const percent = (share: number | null) => `${Math.round((share ?? 0) * 100)} %`;
/** Rounded down: it is said with "at least". */
const percentAtLeast = (share: number) => `${Math.floor(share * 100 + 1e-9)} %`;

function outcomeWords(outcome: LevelOutcome | null): string {
  if (outcome === null) return 'nothing that is left would use it';
  const { commitmentCoverage, commitmentUtilization, marginalUtilization } = outcome;
  return `covers ${percent(commitmentCoverage)} of that usage, up to a level used in at least ${percentAtLeast(marginalUtilization)} of hours; ${percent(commitmentUtilization)} of it is used`;
}

function purchaseWords({ scope, commitment, amount, optimum, outcome }: Purchase): string {
  const upfront = upfrontFee(commitment);
  const cash = upfront > 0 ? `, $${Math.round(upfront).toLocaleString('en-US')} upfront` : '';
  const size = isPlan(commitment)
    ? `$${amount.toFixed(3)}/h committed${scope === '' ? '' : ` on ${scope}`}, the optimum here is $${optimum.toFixed(3)}/h`
    : `${amount} x ${scope}, the optimum here is ${optimum}`;
  return `${size}${cash}: ${outcomeWords(outcome)}`;
}

/** Purchases that are described; the rest is counted. */
const DESCRIBED_MAX = 3;

/** What is bought and what it does, the largest saving first. */
export function whyOf(purchases: readonly Purchase[]): string {
  const described = purchases.slice(0, DESCRIBED_MAX).map(purchaseWords);
  const more = purchases.length - described.length;
  const head = purchases.length > 1 ? `${purchases.length} purchases. ` : '';
  return `${head}${described.join('. ')}${more > 0 ? `. And ${more} more` : ''}`;
}
