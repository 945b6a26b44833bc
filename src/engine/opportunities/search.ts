/** What could still be done: every lever on every workload of the estate that a plan leaves, priced and ranked. */

import type { Lever } from '../lever.ts';
import { LEVERS } from '../levers/index.ts';
import type { Plan } from '../plan.ts';
import { allowedMoves, type Simulator } from '../simulate/simulate.ts';
import { candidatesOf } from './candidates.ts';
import { lookAt } from './look-at.ts';
import type { Opportunity } from './opportunity.ts';
import { purchaseOutlook } from './purchase-outlook.ts';
import { rankOpportunities } from './rank.ts';

/** Looks for opportunities step by step, so that a screen can show progress and stop. */
export type OpportunitySearch = {
  /** Levers times workloads to look at. */
  readonly total: number;
  /** Looks at the next one; null when done. */
  next(): { readonly done: number; readonly found: Opportunity | null } | null;
};

/** Starts a search on what the plan leaves of the estate, all its moves applied. */
export function searchOpportunities(
  simulator: Simulator,
  plan: Plan,
  leverIds?: readonly string[],
): OpportunitySearch {
  const { baseline, player, reliability, worlds } = simulator;
  const state = player.play(allowedMoves(plan), plan.guardrails, worlds.bill, new Map());
  const isWanted = ({ meta }: Lever) => leverIds === undefined || leverIds.includes(meta.id);
  const isPurchase = ({ meta }: Lever) => meta.stage === 'commit';
  const allowed = LEVERS.filter(({ meta }) => !plan.guardrails.forbiddenLevers.includes(meta.id));
  // What a purchase strands can only be told when everything else has been looked at. Purchases come last in the catalogue.
  const levers = allowed.some(lever => isPurchase(lever) && isWanted(lever))
    ? allowed.filter(lever => !isPurchase(lever) || isWanted(lever))
    : allowed.filter(isWanted);
  const candidates = candidatesOf(state.estate, levers);
  const residual = { baseline, estate: state.estate, cost: state.cost, steps: state.steps };
  const others: Opportunity[] = [];
  let done = 0;
  return {
    total: candidates.length,
    next: () => {
      const candidate = candidates[done];
      if (!candidate) return null;
      done++;
      const found = lookAt(candidate, plan, residual, reliability);
      if (found === null || !isPurchase(candidate.lever)) {
        if (found !== null) others.push(found);
        return { done, found: isWanted(candidate.lever) ? found : null };
      }
      const purchase = purchaseOutlook(found, others, state.estate, plan, baseline);
      return { done, found: { ...found, purchase } };
    },
  };
}

/** All opportunities at once, by value. */
export function findOpportunities(
  simulator: Simulator,
  plan: Plan,
  leverIds?: readonly string[],
): Opportunity[] {
  const search = searchOpportunities(simulator, plan, leverIds);
  const found: Opportunity[] = [];
  for (let step = search.next(); step; step = search.next()) if (step.found) found.push(step.found);
  return rankOpportunities(found);
}
