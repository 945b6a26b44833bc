/** The table of everything that is drawn: what a report prints under its ranges. */

import { DEFAULT_ADOPTION } from '../forecast/adoption.ts';
import type { Estimate } from '../lever.ts';
import type { Run } from '../simulate/run.ts';
import { ASSUMED_SLIP_MONTHS, evidenceOf, type Quantity, RATE_STAGES } from './quantities.ts';
import type { UncertainDriver, UncertainMove } from './surrogate.ts';

const isOpen = ({ low, high }: Estimate) => high > low;

function adoptionRows({ assumptions }: Run, moves: readonly UncertainMove[]): Quantity[] {
  return RATE_STAGES.flatMap((stage, place): Quantity[] => {
    if (stage === 'identified' || !moves.some(({ ratesAhead }) => ratesAhead.includes(place))) return [];
    const isStated = assumptions.adoption[stage] !== DEFAULT_ADOPTION[stage];
    return [
      {
        kind: 'adoption',
        name: stage,
        estimate: assumptions.adoption[stage],
        unit: 'share',
        basis: isStated ? 'stated' : 'assumption',
        source: isStated ? 'the plan or its scenario' : 'no audited rates are published',
      },
    ];
  });
}

function moveRows(run: Run, moves: readonly UncertainMove[]): Quantity[] {
  return moves.flatMap(({ id, shareRealised, effortDays, touched }, at): Quantity[] => {
    const outcome = run.moves[at];
    const share: Quantity = {
      kind: 'share-realised',
      name: id,
      estimate: shareRealised,
      unit: 'share',
      basis: 'assumption',
      source: outcome ? `${evidenceOf(outcome)} evidence` : 'the lever',
    };
    const effort: Quantity = {
      kind: 'effort',
      name: id,
      estimate: {
        low: effortDays.low * touched,
        mode: effortDays.mode * touched,
        high: effortDays.high * touched,
      },
      unit: 'engineer-days',
      basis: 'assumption',
      source: 'estimate of the lever',
    };
    return [share, ...(isOpen(effort.estimate) ? [effort] : [])];
  });
}

function failureRows(moves: readonly UncertainMove[]): Quantity[] {
  const byWorkload = new Map(
    moves.flatMap(({ failing }) =>
      failing.map(({ workload, probability }) => [workload, probability] as const),
    ),
  );
  return [...byWorkload].map(([workload, estimate]) => {
    const isStated = !isOpen(estimate);
    return {
      kind: 'failure',
      name: workload,
      estimate,
      unit: 'probability',
      basis: isStated ? 'stated' : 'assumption',
      source: isStated
        ? 'change failure rate of the workload or its preset'
        : 'none declared: DORA 2024, elite to low',
    };
  });
}

function driverRows(run: Run, drivers: readonly UncertainDriver[]): Quantity[] {
  return drivers.map(({ kind, name, estimate }) => {
    const isRange = run.assumptions.growth.some(
      ({ workloads, annualRange }) => workloads.join(', ') === name && annualRange !== null,
    );
    const isStated = kind === 'growth' && isRange;
    return {
      kind,
      name,
      estimate,
      unit: kind === 'growth' ? 'per year' : 'share',
      basis: isStated ? 'stated' : 'assumption',
      source:
        kind === 'spot-price'
          ? 'they follow supply and demand'
          : isStated
            ? 'range of the growth rule'
            : 'half of the stated rate more or less',
    };
  });
}

/** Every quantity of a run that is drawn. @param drivers growth rules and spot prices that move its cost */
export function quantityTable(
  run: Run,
  moves: readonly UncertainMove[],
  drivers: readonly UncertainDriver[],
): Quantity[] {
  const slip: Quantity = {
    kind: 'delay',
    name: 'every move',
    estimate: ASSUMED_SLIP_MONTHS,
    unit: 'months',
    basis: 'assumption',
    source: 'none published; whole months',
  };
  return [
    ...adoptionRows(run, moves),
    ...(moves.length === 0 ? [] : [slip]),
    ...failureRows(moves),
    ...driverRows(run, drivers),
    ...moveRows(run, moves),
  ];
}
