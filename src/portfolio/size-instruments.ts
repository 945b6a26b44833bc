/** Sizes instruments on what existing commitments leave uncovered, and checks each purchase by a second run of the engine. */

import type { Application } from '../engine/commitments/application.ts';
import { applyCommitments } from '../engine/commitments/apply.ts';
import { isPlanSold } from '../engine/commitments/aws/savings-plan-eligibility.ts';
import type { Finding } from '../engine/finding.ts';
import { quote } from '../input/quote.ts';
import { type Candidate, type PurchaseTerms, SIZED_INSTRUMENTS, type SizedInstrument } from './purchase.ts';
import { type SizedCandidate, type SizeGoal, sizeCandidate } from './size-candidate.ts';
import { evaluate, type SizeContext, type SizedInstrumentResult } from './size-evaluation.ts';
import { candidatesOf } from './sizing-candidates.ts';
import { type Probe, probe, type ResidualDemand } from './sizing-probe.ts';

/** What is asked. */
export type SizeRequest = {
  /** Null: all that fit. */
  readonly instrument: SizedInstrument | null;
  readonly terms: PurchaseTerms;
  readonly goal: SizeGoal;
};

/** The answer; instruments with the largest saving first. */
export type SizeResult = {
  readonly before: Application;
  readonly instruments: readonly SizedInstrumentResult[];
  readonly findings: readonly Finding[];
};

function finding(
  code: string,
  message: string,
  hint: string,
  severity: Finding['severity'] = 'info',
): Finding {
  return { code, severity, message, hint, source: null };
}

/** Database plans are sold on one set of terms: those are taken, whatever was asked. */
function soldTerms(instrument: SizedInstrument, terms: PurchaseTerms): PurchaseTerms {
  if (instrument !== 'database-savings-plan') return terms;
  if (isPlanSold({ offering: 'database', ...terms, commitmentPerHour: 1 })) return terms;
  return { ...terms, termYears: 1, payment: 'no-upfront' };
}

/** The same purchases on another term: what they would meet there. */
function otherTerm(
  instrument: SizedInstrument,
  terms: PurchaseTerms,
  context: SizeContext,
  residual: ResidualDemand,
): (candidate: Candidate) => Probe | null {
  const termYears = terms.termYears === 1 ? 3 : 1;
  if (instrument === 'database-savings-plan') return () => null;
  const { candidates } = candidatesOf(instrument, context.priced, { ...terms, termYears }, context.prices);
  const byPlace = new Map(candidates.map(each => [`${each.scope}|${each.poolId}`, each]));
  return ({ scope, poolId }) => {
    const same = byPlace.get(`${scope}|${poolId}`);
    return same === undefined ? null : probe(residual, same.build(1));
  };
}

function sizeOne(
  instrument: SizedInstrument,
  request: SizeRequest,
  context: SizeContext,
  residual: ResidualDemand,
): { sized: SizedCandidate[]; findings: Finding[]; terms: PurchaseTerms } {
  const terms = soldTerms(instrument, request.terms);
  const { candidates, unpriced } = candidatesOf(instrument, context.priced, terms, context.prices);
  const findings: Finding[] = [];
  const [first] = unpriced;
  if (first !== undefined) {
    const message = `${instrument}: nobody knows the price of a reservation for ${unpriced.length} of ${context.priced.length} pools (the first is ${quote(first)})`;
    findings.push(
      finding(
        'size-no-price',
        message,
        'Write it into the column reservation_rate of the usage file.',
        'warning',
      ),
    );
  }
  // Usage that an earlier candidate reaches is not offered again: a flexible reservation serves the whole family.
  const taken = new Set<string>();
  const pools = new Map(context.input.pools.map(pool => [pool.id, pool]));
  const sized: SizedCandidate[] = [];
  const inOtherTerm = otherTerm(instrument, terms, context, residual);
  for (const candidate of candidates) {
    if (candidate.poolId !== null && taken.has(candidate.poolId)) continue;
    const found = probe(residual, candidate.build(1));
    const rows = found?.rows.filter(({ id }) => !taken.has(id)) ?? [];
    if (found === null || rows.length === 0) continue;
    for (const { id } of rows) taken.add(id);
    const own: Probe = { ...found, rows };
    const other = inOtherTerm(candidate);
    const result = sizeCandidate(
      candidate,
      {
        own,
        oneYear: terms.termYears === 1 ? own : other,
        threeYears: terms.termYears === 3 ? own : other,
      },
      request.goal,
      { hours: context.input.hours, pools, prices: context.prices, terms, instrument },
    );
    if (result !== null) sized.push(result);
  }
  return { sized, findings, terms };
}

/** How often the goal is missed, in words. */
function goalFindings(
  instrument: SizedInstrument,
  sized: readonly SizedCandidate[],
  goal: SizeGoal,
): Finding[] {
  const missed = sized.filter(({ isGoalMet }) => !isGoalMet);
  const [first] = missed;
  if (first === undefined) return [];
  const what =
    goal.maxRegretPerMonth === null
      ? 'no commitment reaches this coverage'
      : 'no commitment keeps the regret of every stress within the limit';
  const scope = first.candidate.scope === '' ? '' : ` (${first.candidate.scope})`;
  return [
    finding(
      'size-goal-missed',
      `${instrument}${scope}: ${what}; the optimum is shown instead`,
      'Ask for less coverage, or allow more regret.',
      'warning',
    ),
  ];
}

/** A purchase that applies before an existing plan frees that plan for other usage, which the residual demand cannot show. */
function priorityFindings(
  { instrument, levels, savingsPerMonth }: SizedInstrumentResult,
  goal: SizeGoal,
): Finding[] {
  const better = levels.find(
    level => level.factor > 1 && level.savingsPerMonth > savingsPerMonth * (1 + 1e-6),
  );
  if (better === undefined || goal.coverage !== null || goal.maxRegretPerMonth !== null) return [];
  const message = `${instrument}: ${Math.round(better.factor * 100)} % of the size saves more, because it applies before an existing commitment and frees that one for other usage`;
  const hint =
    'The size is the optimum of the usage that is uncovered today; compare the levels of the table.';
  return [finding('size-before-existing', message, hint)];
}

/** Instruments that touch usage of one that saves more are alternatives to it: their savings do not add up. */
function markAlternatives(
  ranked: readonly Omit<SizedInstrumentResult, 'alternativeTo'>[],
): SizedInstrumentResult[] {
  const poolsOf = (result: Omit<SizedInstrumentResult, 'alternativeTo'>) =>
    new Set(result.purchases.flatMap(({ poolIds }) => poolIds));
  return ranked.map((result, index) => {
    const own = poolsOf(result);
    const better = ranked.slice(0, index).find(other => [...poolsOf(other)].some(id => own.has(id)));
    return { ...result, alternativeTo: better?.instrument ?? null };
  });
}

/** Sizes one instrument, or all that fit. */
export function sizeInstruments(request: SizeRequest, context: SizeContext): SizeResult {
  const before = applyCommitments(context.input);
  const residual: ResidualDemand = {
    input: context.input,
    uncovered: before.byPool.map(({ uncoveredPerHour }) => uncoveredPerHour),
  };
  const asked = request.instrument === null ? SIZED_INSTRUMENTS : [request.instrument];
  const findings: Finding[] = [];
  const results = asked.flatMap(instrument => {
    const sized = sizeOne(instrument, request, context, residual);
    findings.push(...sized.findings, ...goalFindings(instrument, sized.sized, request.goal));
    if (sized.sized.length === 0) {
      if (request.instrument !== null) {
        const message = `${instrument} fits none of the uncovered usage`;
        const hint =
          'Without --instrument all that fit are sized; a plan needs rates in the usage file or the price book.';
        findings.push(finding('size-nothing-fits', message, hint, 'warning'));
      }
      return [];
    }
    return [evaluate(instrument, sized, context, { before, withLevels: request.instrument !== null })];
  });
  const ranked = results.sort((a, b) => b.savingsPerMonth - a.savingsPerMonth);
  const instruments = markAlternatives(ranked);
  findings.push(...instruments.flatMap(each => priorityFindings(each, request.goal)));
  return { before, instruments, findings };
}
