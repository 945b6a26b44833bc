/** What may happen to usage after a purchase: less of it, or a move to machines that the commitment may not cover. */

import type { DemandRow } from '../engine/commitments/sizing/demand-stack.ts';
import { createDemandStack } from '../engine/commitments/sizing/demand-stack.ts';
import { createLevelCurve, type LevelCurve } from '../engine/commitments/sizing/level.ts';
import { type RegretScenario, regretScenario } from '../engine/commitments/sizing/regret.ts';
import { moveDemand } from '../engine/commitments/sizing/scenario.ts';
import type { UsagePool } from '../engine/commitments/usage.ts';
import type { PortfolioPrices } from './book-prices.ts';
import type { PurchaseTerms, SizedInstrument } from './purchase.ts';

/** A stress as a person writes it: `usage-20%`, `usage+10%`, `arm`. */
export type Stress =
  | { readonly kind: 'usage'; readonly id: string; readonly factor: number }
  | { readonly kind: 'arm'; readonly id: 'arm' };

/** Stresses that are always looked at. */
export const DEFAULT_STRESSES: readonly Stress[] = [
  { kind: 'usage', id: 'usage-20%', factor: 0.8 },
  { kind: 'arm', id: 'arm' },
];

/** Reads a stress; null for other words. */
export function parseStress(text: string): Stress | null {
  if (text === 'arm') return { kind: 'arm', id: 'arm' };
  const match = /^usage([+-])(\d{1,3}(?:\.\d{1,2})?)\s*%$/.exec(text);
  if (match === null) return null;
  const factor = 1 + (match[1] === '-' ? -1 : 1) * (Number(match[2]) / 100);
  return factor >= 0 ? { kind: 'usage', id: text.replace(/\s/g, ''), factor } : null;
}

const X86_FAMILY = /^([cmrt])(\d+)(?:a|i|ad|id|d|in|n|idn|zn|b|ibn)?$/;

/**
 * The ARM family of the same letter: t4g for burstable ones; else the first ARM generation not older than the family.
 * Assumption: the same size does the same work in the same hours, and no image or licence stands in the way.
 */
function armFamily(family: string): string | null {
  const match = X86_FAMILY.exec(family);
  if (match === null) return null;
  const [, letter, generation] = match;
  return letter === 't' ? 't4g' : `${letter}${Math.max(6, Number(generation))}g`;
}

/** The type that a Linux instance would move to, where the book knows its price. */
function armPrice(prices: PortfolioPrices, { shape }: UsagePool) {
  if (shape.kind !== 'aws-instance' || shape.operatingSystem !== 'linux' || shape.tenancy !== 'shared')
    return null;
  const [family = '', size = ''] = shape.instanceType.split('.');
  const target = armFamily(family);
  if (target === null) return null;
  const instanceType = `${target}.${size}`;
  const price = prices.instancePrice(instanceType, shape.region, 'linux')?.price ?? null;
  return price === null ? null : { instanceType, region: shape.region, price };
}

/** Rows after a move to ARM; null where nothing can move. A Compute plan follows; a family or type stays behind. */
function movedToArm(rows: readonly DemandRow[], context: StressContext): DemandRow[] | null {
  const { pools, prices, terms, instrument } = context;
  const targets = new Map(
    rows.flatMap(({ id, onDemandRate }) => {
      const pool = pools.get(id);
      const arm = pool === undefined ? null : armPrice(prices, pool);
      // A contract's discount moves along: the ratio of list prices is applied to what is paid.
      const listed =
        pool?.shape.kind === 'aws-instance'
          ? (prices.instancePrice(pool.shape.instanceType, pool.shape.region, 'linux')?.price ?? null)
          : null;
      return arm === null || listed === null ? [] : [[id, { ...arm, ratio: onDemandRate / listed }] as const];
    }),
  );
  if (targets.size === 0) return null;
  return moveDemand(rows, {
    ids: new Set(targets.keys()),
    quantityFactor: 1,
    rates: row => {
      const target = targets.get(row.id);
      if (target === undefined) return row;
      const { instanceType, region, price, ratio } = target;
      const follows = instrument === 'compute-savings-plan';
      const planRate = follows
        ? (prices.commitmentRate({
            offering: 'compute-savings-plan',
            instanceType,
            region,
            operatingSystem: 'linux',
            termYears: terms.termYears,
            payment: terms.payment,
          })?.price ?? null)
        : null;
      return { onDemandRate: price * ratio, planRate };
    },
  });
}

/** What a stress needs to know of the usage behind the rows. */
export type StressContext = {
  readonly hours: number;
  readonly pools: ReadonlyMap<string, UsagePool>;
  readonly prices: PortfolioPrices;
  readonly terms: PurchaseTerms;
  readonly instrument: SizedInstrument;
};

/** A stress as a scenario of one candidate; null where it does not touch its usage. */
export function stressScenario(
  stress: Stress,
  curve: LevelCurve,
  rows: readonly DemandRow[],
  context: StressContext,
): RegretScenario | null {
  if (stress.kind === 'usage') {
    return regretScenario({ id: stress.id, curve, usageFactor: stress.factor, weight: 1 });
  }
  const moved = movedToArm(rows, context);
  if (moved === null) return null;
  const armCurve = createLevelCurve(createDemandStack(context.hours, moved));
  return regretScenario({ id: stress.id, curve: armCurve, usageFactor: 1, weight: 1 });
}
