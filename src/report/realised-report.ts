/** Planned against realised as data: the answer of `plan realised`. */

import {
  type Finding,
  leverById,
  type MoveRealisation,
  type Plan,
  type Realised,
  type TouchedResource,
  toText,
} from '../engine/index.ts';
import type { PlanRealisedReport } from './contract.ts';

type MoveReport = PlanRealisedReport['moves'][number];
type ResourceReport = PlanRealisedReport['resources'][number];

function moveReport(move: MoveRealisation, plan: Plan): MoveReport {
  const { shortfall, hidden, purchase, resources } = move;
  const own = plan.moves.find(({ id }) => id === move.moveId);
  return {
    moveId: move.moveId,
    leverId: move.leverId,
    title: leverById(move.leverId)?.meta.title ?? move.leverId,
    owner: own?.owner ?? null,
    effectMonth: move.effectMonth,
    isDue: move.isDue,
    statedStage: move.statedStage,
    stage: move.stage,
    outcome: move.outcome,
    why: purchase?.verdict.why ?? null,
    planned: toText(move.planned),
    realised: toText(move.realised),
    shortfall: {
      notDone: toText(shortfall.notDone),
      partlyDone: toText(shortfall.partlyDone),
      goneOtherwise: toText(shortfall.goneOtherwise),
      cannotTell: toText(shortfall.cannotTell),
      coverage: toText(shortfall.coverage),
      difference: toText(shortfall.difference),
    },
    hidden: {
      growth: toText(hidden.growth),
      price: toText(hidden.price),
      calendar: toText(hidden.calendar),
    },
    visible: toText(move.visible),
    resources: {
      done: resources.done,
      partly: resources.partly,
      notDone: resources['not-done'],
      gone: resources.gone,
      cannotTell: resources['cannot-tell'],
    },
    purchase: purchase && {
      plannedPerHour: purchase.plannedPerHour,
      boughtPerHour: purchase.bought.reduce((total, { perHour }) => total + perHour, 0),
      bought: purchase.bought.map(({ saved, ...each }) => ({ ...each, saved: toText(saved) })),
    },
  };
}

function resourceReport({ cost, changes, evidence, ...resource }: TouchedResource): ResourceReport {
  return {
    ...resource,
    changes: changes.map(({ moveId, effect, verdict, planned, realised }) => ({
      moveId,
      effect,
      outcome: verdict.outcome,
      share: verdict.share,
      why: verdict.why,
      planned: toText(planned),
      realised: toText(realised),
    })),
    cost: cost && {
      reference: toText(cost.reference),
      calendar: toText(cost.calendar),
      growth: toText(cost.growth),
      price: toText(cost.price),
      endedCommitments: toText(cost.ended),
      expected: toText(cost.expected),
      later: toText(cost.later),
      newCommitments: toText(cost.covered),
      growthBasis: cost.growthBasis,
    },
    evidence: evidence.map(line => ({ ...line })),
  };
}

function bridgeReport({ reference, causes, later }: Realised['bridge']): PlanRealisedReport['bridge'] {
  return {
    reference: toText(reference),
    causes: {
      calendar: toText(causes.calendar),
      growth: toText(causes.growth),
      newResources: toText(causes.newResources),
      goneResources: toText(causes.goneResources),
      price: toText(causes.price),
      commitments: toText(causes.commitments),
      other: toText(causes.other),
      moves: toText(causes.moves),
      unexplained: toText(causes.unexplained),
    },
    later: toText(later),
  };
}

/** The report. @param findings what the reading of the two months found */
export function planRealisedReport(
  found: Realised,
  plan: Plan,
  findings: readonly Finding[],
): PlanRealisedReport {
  const { adoption, commitments } = found;
  const kpis = ({ commitmentCoverage, commitmentUtilization }: Realised['commitments']['planned']) => ({
    commitmentCoverage,
    commitmentUtilization,
  });
  return {
    schema: 'trimtab/plan-realised/1',
    plan: plan.title,
    scenario: plan.scenario,
    currency: found.currency,
    from: found.referenceMonth,
    to: found.laterMonth,
    index: found.index,
    planned: toText(found.planned),
    realised: toText(found.realised),
    bridge: bridgeReport(found.bridge),
    moves: found.moves.map(move => moveReport(move, plan)),
    adoption: {
      stages: adoption.stages.map(({ planned, ...reached }) => ({ ...reached, planned: toText(planned) })),
      realised: toText(adoption.realised),
      realisation: adoption.realisation,
    },
    commitments: { planned: kpis(commitments.planned), achieved: kpis(commitments.achieved) },
    resources: found.resources.map(resourceReport),
    findings: findings.map(finding => ({ ...finding })),
  };
}
