/** What one lever saves on one resource, as the engine prices it: USD in the estate’s week, and what it costs once. */

import type { Resource } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { estateOf, move, ratesOf } from '../../estates.ts';

type Params = Readonly<Record<string, number | string | boolean>>;

/** Applies a lever with these parameters to an estate of one resource. */
export function saved(leverId: string, resource: Resource, params: Params = {}) {
  const lever = leverById(leverId);
  if (!lever) throw new Error(`no lever ${leverId}`);
  const estate = estateOf([resource]);
  const rates = ratesOf(estate);
  const result = applyMove(estate, move(leverId, { params }), lever, DEFAULT_GUARDRAILS, rates);
  const before = createBaseline(estate, rates);
  const after = costOf(result.estate, before);
  return {
    perPeriod: before.effective.minus(after.effective).toNumber(),
    once: result.oneOff.reduce((total, { cost }) => total + cost, 0),
    reason: result.skipped[0]?.reason ?? null,
    left: result.estate.resources.length,
  };
}
