/** A score in points: the part of the interview rubric that a plan alone can show. */

import type { Run, Score } from '../engine/index.ts';
import type { ScoreReport } from './contract.ts';
import { chance, plural } from './format.ts';

type Part = ScoreReport['points']['parts'][number];

const clamp = (value: number) => Math.min(1, Math.max(0, value));

function part(name: string, max: number, share: number, why: string): Part {
  return { name, max, points: Math.round(max * clamp(share)), why };
}

/** Points of a plan, out of 100. The weights are a judgement: the target 40, the objectives kept 25, order 15, confidence 10, ownership 10. */
export function pointsOf(run: Run, judged: Score): ScoreReport['points'] {
  const needed = Number(judged.target.baselineCost.minus(judged.target.allowedCost));
  const reached = needed > 0 ? Number(judged.savedPerMonth) / needed : 1;
  const { moves } = run.plan;
  const owned = moves.length === 0 ? 0 : moves.filter(({ owner }) => owner !== null).length / moves.length;
  const broken = new Set(judged.brokenGuardrails.map(({ workload }) => workload)).size;
  const orderMistakes = judged.mistakes.filter(({ code }) => code === 'commit-before-rightsizing').length;
  // Keeping every objective is no merit of a plan that saves nothing: these parts grow with what is reached.
  const merit = clamp(reached);
  const parts = [
    part('Target', 40, reached, `${Math.round(reached * 100)} % of the saving that was asked for`),
    part(
      'Reliability',
      25,
      merit * (1 - broken / 2),
      broken === 0 ? 'no guardrail is broken' : `${plural(broken, 'workload')} with a broken guardrail`,
    ),
    part(
      'Sequence',
      15,
      merit * (1 - orderMistakes),
      orderMistakes === 0 ? 'commitments come last' : 'a commitment is bought before usage shrinks',
    ),
    part(
      'Confidence',
      10,
      judged.uncertainty.probabilityOfTarget,
      `${chance(judged.uncertainty.probabilityOfTarget)} chance of the target`,
    ),
    part('Ownership', 10, merit * owned, `${Math.round(owned * 100)} % of the moves have an owner`),
  ];
  return { total: parts.reduce((total, { points }) => total + points, 0), max: 100, parts };
}
