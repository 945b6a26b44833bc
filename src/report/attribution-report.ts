/** Who saved what, as data. */

import {
  type Attribution,
  leverById,
  type MoveInOrder,
  type OrderCost,
  type Plan,
  type PlayedOrder,
  toLedger,
  toText,
} from '../engine/index.ts';
import type { PlanAttributeReport } from './contract/plan-questions.ts';
import { orderSentence } from './order-words.ts';

type OrderReport = PlanAttributeReport['order'];

function playedOrder({ starts, cost, breaksGuardrail }: PlayedOrder): OrderReport['best'] {
  return { starts: starts.map(each => ({ ...each })), cost: toText(cost), breaksGuardrail };
}

const moveInOrder = (move: MoveInOrder) => ({ ...move, cost: toText(move.cost) });

function orderReport(order: OrderCost): OrderReport {
  return {
    sentence: orderSentence(order),
    horizonMonths: order.horizonMonths,
    cost: toText(order.cost),
    method: order.method,
    ordersPlayed: order.ordersPlayed,
    ordersThere: order.ordersThere,
    written: playedOrder(order.written),
    best: playedOrder(order.best),
    canonical: playedOrder(order.canonical),
    reasons: order.reasons.map(reason => ({
      kind: reason.kind,
      cost: toText(reason.cost),
      moves: reason.moves.map(moveInOrder),
      shrunkBy: reason.shrunkBy.map(each => ({ ...each })),
      unusedPerMonth: toText(reason.unusedPerMonth),
      strandedPerMonth: toText(reason.strandedPerMonth),
    })),
    byMove: order.byMove.map(moveInOrder),
    elsewhere: toText(order.elsewhere),
  };
}

/** An attribution and the cost of the order as data. */
export function attributionReport(plan: Plan, found: Attribution, order: OrderCost): PlanAttributeReport {
  return {
    schema: 'trimtab/plan-attribute/1',
    plan: plan.title,
    scenario: plan.scenario,
    currency: found.currency,
    index: found.index,
    month: found.month,
    baselineCost: toText(found.baselineCost),
    unexplained: toText(found.unexplained),
    costWithoutMoves: toText(found.costWithoutMoves),
    costWithMoves: toText(found.costWithMoves),
    saving: toText(found.saving),
    method: found.method,
    seed: found.seed,
    permutations: found.permutations,
    moves: found.moves.map(move => ({
      moveId: move.moveId,
      leverId: move.leverId,
      title: leverById(move.leverId)?.meta.title ?? move.leverId,
      waterfall: toText(move.waterfall),
      shapley: toText(move.shapley),
      standardError: toText(toLedger(move.standardError)),
      leaveOneOut: toText(move.leaveOneOut),
      interaction: toText(move.interaction),
    })),
    interaction: toText(found.interaction),
    pairs: found.pairs.map(({ moveIds, saving, method }) => ({
      moveIds: [...moveIds],
      saving: toText(toLedger(saving)),
      method,
    })),
    groups: found.groups.map(group => [...group]),
    notInEffect: [...found.notInEffect],
    order: orderReport(order),
  };
}
