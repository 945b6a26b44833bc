/** Reliability of a run's workloads as text: error budgets, recovery, which move did it, and what the policy says. */

import type { WorkloadReliabilityReport } from '../contract.ts';
import { minutes, money, percent } from '../format.ts';
import { table, wrap } from './table.ts';

/** Workloads by error budget, before and after. */
function budgetsText(workloads: readonly WorkloadReliabilityReport[], width: number): string[] {
  const judged = workloads.filter(({ slo }) => slo !== null);
  if (judged.length === 0)
    return ['No workload has an SLO: nothing to judge. Declare them in workloads.yaml.'];
  return table(
    [
      { head: 'Workload', shrink: 12 },
      { head: 'SLO', align: 'right' },
      { head: 'Budget', align: 'right' },
      { head: 'Bad minutes', align: 'right' },
      { head: 'P(breach)', align: 'right' },
      { head: 'Worst month', align: 'right' },
      { head: 'Driver', shrink: 12 },
    ],
    judged.map(({ workload, slo, before, after, worst }) => [
      workload,
      percent(slo?.objective ?? 0, 2),
      minutes(before.budgetMinutes ?? 0),
      `${before.expectedBadMinutes.toFixed(1)} -> ${after.expectedBadMinutes.toFixed(1)}`,
      `${percent(before.breachProbability ?? 0)} -> ${percent(after.breachProbability ?? 0)}`,
      percent(worst.breachProbability ?? 0),
      after.topDriver ?? '-',
    ]),
    width,
  );
}

/** Effects below this are nothing that a window shows. */
const MINUTES_SHOWN = 0.05;

const arrow = (before: string, after: string) => (before === after ? before : `${before} -> ${after}`);
const length = (value: number | null) => (value === null ? '-' : minutes(value));

/** A difference with its sign; `0.0` where nothing of it shows. */
function signed(value: number, text: (value: number) => string): string {
  const [plain, nothing] = [text(Math.abs(value)), text(0)];
  if (plain === nothing) return nothing;
  return value < 0 ? `-${plain}` : `+${plain}`;
}

/** Quantiles, recovery and load of the workloads that the plan touches, before and after. */
function outcomesText(workloads: readonly WorkloadReliabilityReport[], width: number): string[] {
  const touched = workloads.filter(({ moveIds }) => moveIds.length > 0);
  if (touched.length === 0) return [];
  return [
    '',
    ...table(
      [
        { head: 'Workload', shrink: 12 },
        { head: 'P50 min', align: 'right' },
        { head: 'P90 min', align: 'right' },
        { head: 'MTTR P90', align: 'right' },
        { head: 'RTO', align: 'right' },
        { head: 'Incidents/year', align: 'right' },
        { head: 'Also down', shrink: 10 },
      ],
      touched.map(({ workload, outcomes: { before, after } }) => [
        workload,
        arrow(before.badMinutes.p50.toFixed(1), after.badMinutes.p50.toFixed(1)),
        arrow(before.badMinutes.p90.toFixed(1), after.badMinutes.p90.toFixed(1)),
        arrow(length(before.recovery.mttrP90), length(after.recovery.mttrP90)),
        arrow(length(before.recovery.rtoMinutes), length(after.recovery.rtoMinutes)),
        arrow(before.onCall.incidentsPerYear.toFixed(1), after.onCall.incidentsPerYear.toFixed(1)),
        after.blastRadius.dependents.join(', ') || '-',
      ]),
      width,
    ),
  ];
}

/** Changes that rest on assumptions more than on anything published, measured or declared. */
function evidenceLines(workloads: readonly WorkloadReliabilityReport[]): string[] {
  const weak = workloads.filter(({ outcomes }) => outcomes.evidence?.isMostlyDefault === true);
  if (weak.length === 0) return [];
  return [`Mostly default-based: ${weak.map(({ workload }) => workload).join(', ')}.`];
}

/** Which move did it: what leaving it out buys back, and what making the change costs once. */
function effectsText(workloads: readonly WorkloadReliabilityReport[], width: number): string[] {
  const rows = workloads.flatMap(({ workload, effects }) =>
    effects.byMove
      .filter(
        ({ marginalBadMinutes, oneOffBadMinutes }) =>
          Math.max(Math.abs(marginalBadMinutes), oneOffBadMinutes) >= MINUTES_SHOWN,
      )
      .map(effect => [
        workload,
        effect.moveId,
        signed(effect.marginalBadMinutes, value => value.toFixed(1)),
        effect.marginalBreachProbability === null
          ? '-'
          : signed(effect.marginalBreachProbability, value => percent(value, 2)),
        effect.oneOffBadMinutes.toFixed(1),
      ]),
  );
  if (rows.length === 0) return [];
  const meetings = workloads
    .filter(({ effects }) => Math.abs(effects.interactionBadMinutes) >= MINUTES_SHOWN)
    .map(
      ({ workload, effects }) =>
        `${workload}: the moves together cost ${effects.interactionBadMinutes.toFixed(1)} min a window more than each alone.`,
    );
  return [
    '',
    ...table(
      [
        { head: 'Workload', shrink: 12 },
        { head: 'Move', shrink: 12 },
        { head: 'Min/window', align: 'right' },
        { head: 'P(breach)', align: 'right' },
        { head: 'Once, min', align: 'right' },
      ],
      rows,
      width,
    ),
    ...[...meetings, ...evidenceLines(workloads)].flatMap(text => wrap(text, width)),
  ];
}

/** Money at risk where a cost of a bad minute is declared, and what the policy says about the months of the changes. */
function notesText(workloads: readonly WorkloadReliabilityReport[], width: number): string[] {
  const risks = workloads.flatMap(({ workload, outcomes: { before, after } }) =>
    before.revenueAtRisk === null || after.revenueAtRisk === null
      ? []
      : [
          `${workload}: revenue at risk ${arrow(money(before.revenueAtRisk.mean, 'USD'), money(after.revenueAtRisk.mean, 'USD'))} a window, ${money(after.revenueAtRisk.cvar95, 'USD')} in the worst 5 %.`,
        ],
  );
  const rules = workloads.flatMap(({ workload, policy }) =>
    policy
      .filter(({ allowed }) => allowed !== true)
      .map(({ month, moveIds, message }) => `- ${workload}, ${month} (${moveIds.join(', ')}): ${message}`),
  );
  return [
    ...(risks.length === 0 ? [] : ['', ...risks.flatMap(text => wrap(text, width))]),
    ...(rules.length === 0 ? [] : ['', 'Against the policy:', ...rules.flatMap(text => wrap(text, width))]),
  ];
}

/** Reliability of a run's workloads. */
export function reliabilityText(workloads: readonly WorkloadReliabilityReport[], width: number): string[] {
  return [
    ...budgetsText(workloads, width),
    ...outcomesText(workloads, width),
    ...effectsText(workloads, width),
    ...notesText(workloads, width),
  ];
}
