/** Planned against realised as text. */

import type { PlanRealisedReport } from '../contract.ts';
import { count, money, percent, plural, shortMoney } from '../format.ts';
import { findingsText } from './findings.ts';
import { table, wrap } from './table.ts';

type Move = PlanRealisedReport['moves'][number];
type Cause = keyof PlanRealisedReport['bridge']['causes'];

/** Amounts below half a cent are the rests of rounding. */
const SHOWN_FROM = 0.005;
/** Amounts that are shown without cents. */
const WHOLE_FROM = 0.5;
const isShown = (amount: string) => Math.abs(Number(amount)) >= SHOWN_FROM;

const CAUSES: Readonly<Record<Cause, string>> = {
  calendar: 'days of the month',
  growth: 'growth: more or less use',
  newResources: 'new resources',
  goneResources: 'gone, not by the plan',
  price: 'prices',
  commitments: 'commitments: coverage, rates, fees',
  other: 'tax, credits, fees, corrections',
  moves: 'realised by the moves',
  unexplained: 'unexplained',
};

const CAUSE_NAMES = Object.keys(CAUSES).filter((name): name is Cause => name in CAUSES);

const OUTCOMES: Readonly<Record<Move['outcome'], string>> = {
  done: 'done',
  partly: 'partly',
  'not-done': 'not done',
  gone: 'gone',
  'cannot-tell': 'cannot tell',
};

/** Not-done resources that are named. */
const NAMED = 5;

function signedMoney(amount: string, currency: string): string {
  const text = money(amount, currency, 2);
  return Number(amount) >= SHOWN_FROM ? `+${text}` : text;
}

function resourceCount({ resources }: Move): number {
  return Object.values(resources).reduce((a, b) => a + b, 0);
}

/** `done`, `partly, 8 of 18`: what the bill shows of a move. */
function shownText(move: Move): string {
  if (!move.isDue) return 'not due';
  const total = resourceCount(move);
  if (total === 0) return move.purchase ? OUTCOMES[move.outcome] : 'fits nothing';
  const { done } = move.resources;
  return `${OUTCOMES[move.outcome]}, ${count(done)} of ${count(total)}`;
}

/** Where the planned money is that was not realised, largest first. */
function restText({ shortfall, isDue, effectMonth }: Move, currency: string): string {
  if (!isDue) return effectMonth === null ? '' : `from month ${effectMonth}`;
  const rest = Number(shortfall.difference) + Number(shortfall.coverage);
  const parts: readonly (readonly [string, number])[] = [
    ['not done', Number(shortfall.notDone)],
    ['part not done', Number(shortfall.partlyDone)],
    ['gone otherwise', Number(shortfall.goneOtherwise)],
    ['cannot tell', Number(shortfall.cannotTell)],
    [rest >= 0 ? 'worth less' : 'worth more', Math.abs(rest)],
  ];
  return parts
    .filter(([, amount]) => Math.abs(amount) >= WHOLE_FROM)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([name, amount]) => `${name} ${shortMoney(amount, currency)}`)
    .join(', ');
}

function hiddenText({ hidden }: Move, currency: string): string {
  const total = Number(hidden.growth) + Number(hidden.price) + Number(hidden.calendar);
  return Math.abs(total) < SHOWN_FROM ? '' : signedMoney(String(total), currency);
}

/** Narrower than this, where the rest is stands under the table. */
const WIDE_FROM = 110;

function movesTable(report: PlanRealisedReport, width: number): string[] {
  const { currency, moves } = report;
  const isWide = width >= WIDE_FROM;
  const rows = moves.map(move => [
    move.moveId,
    shownText(move),
    money(move.planned, currency),
    money(move.realised, currency),
    hiddenText(move, currency),
    ...(isWide ? [restText(move, currency)] : []),
  ]);
  const rest = moves.flatMap(move => {
    const text = restText(move, currency);
    return isWide || text === '' ? [] : wrap(`${move.moveId}: ${text}.`, width);
  });
  return [
    ...table(
      [
        { head: 'Move', shrink: 12 },
        { head: 'The bill shows' },
        { head: 'Planned', align: 'right' },
        { head: 'Realised', align: 'right' },
        { head: 'Hidden', align: 'right' },
        ...(isWide ? [{ head: 'Where the rest is', shrink: 10 }] : []),
      ],
      rows,
      width,
    ),
    ...wrap(
      'Hidden: what growth, prices and the calendar added to the resources that the move changed.',
      width,
    ),
    ...(rest.length > 0 ? ['', 'Where the rest is:', ...rest] : []),
  ];
}

function bridgeTable({ bridge, currency, from, to }: PlanRealisedReport, width: number): string[] {
  const rows = CAUSE_NAMES.filter(
    name => isShown(bridge.causes[name]) || name === 'moves' || name === 'unexplained',
  ).map(name => [`  ${CAUSES[name]}`, signedMoney(bridge.causes[name], currency)]);
  return table(
    [
      { head: 'From bill to bill', shrink: 20 },
      { head: 'Effective', align: 'right' },
    ],
    [[from, money(bridge.reference, currency, 2)], ...rows, [to, money(bridge.later, currency, 2)]],
    width,
  );
}

function adoptionTable({ adoption, currency }: PlanRealisedReport, width: number): string[] {
  const rate = (value: number | null) => (value === null ? '' : percent(value, 0));
  return [
    ...table(
      [
        { head: 'Adoption', shrink: 12 },
        { head: 'Moves', align: 'right' },
        { head: 'Planned', align: 'right' },
        { head: 'Of the stage before', align: 'right' },
      ],
      adoption.stages.map(each => [
        each.stage,
        count(each.moves),
        money(each.planned, currency),
        rate(each.rate),
      ]),
      width,
    ),
    ...(adoption.realisation === null
      ? []
      : wrap(
          `What shows in the bill is worth ${percent(adoption.realisation)} of what was planned for it. Rates for the next plan's assumptions (adoption): ${ratesText(adoption.stages)}.`,
          width,
        )),
  ];
}

/** `approved 100 %, implemented 84 %, verified 92 %`. */
function ratesText(stages: PlanRealisedReport['adoption']['stages']): string {
  return stages
    .flatMap(({ stage, rate }) => (rate === null ? [] : [`${stage} ${percent(rate, 0)}`]))
    .join(', ');
}

function commitmentLines({ commitments, moves, currency }: PlanRealisedReport): string[] {
  const { planned, achieved } = commitments;
  const rate = (value: number | null) => (value === null ? 'none' : percent(value));
  const bought = moves.flatMap(({ moveId, purchase }) =>
    (purchase?.bought ?? []).map(each => ({ moveId, ...each })),
  );
  if (achieved.commitmentUtilization === null && planned.commitmentUtilization === null) return [];
  return [
    '',
    `Commitments: coverage ${rate(achieved.commitmentCoverage)} (planned ${rate(planned.commitmentCoverage)}), utilisation ${rate(achieved.commitmentUtilization)} (planned ${rate(planned.commitmentUtilization)}).`,
    ...bought.map(
      ({ moveId, id, utilization, saved }) =>
        `  ${moveId}: ${id}, used ${rate(utilization)}, saved ${money(saved, currency, 2)}.`,
    ),
  ];
}

function notDoneLines({ resources, currency }: PlanRealisedReport): string[] {
  const open = resources
    .flatMap(({ resourceId, changes }) => changes.map(change => ({ resourceId, ...change })))
    .filter(({ outcome }) => outcome !== 'done')
    .sort((a, b) => Number(b.planned) - Number(a.planned));
  if (open.length === 0) return [];
  return [
    '',
    'Not as planned, dearest first:',
    ...open
      .slice(0, NAMED)
      .map(
        ({ resourceId, moveId, outcome, why, planned }) =>
          `  ${resourceId} (${moveId}, ${money(planned, currency, 2)}): ${OUTCOMES[outcome]}, ${why}.`,
      ),
    ...(open.length > NAMED
      ? [`  ... and ${count(open.length - NAMED)} more (--json shows all of them)`]
      : []),
  ];
}

/** One sentence for a manager. */
function sentence(report: PlanRealisedReport): string {
  const { currency, planned, realised, from, to, index, moves, bridge } = report;
  const due = moves.filter(({ isDue }) => isDue);
  const shown = due.filter(({ stage }) => stage === 'verified').length;
  const share = Number(planned) > 0 ? ` (${percent(Number(realised) / Number(planned))})` : '';
  const change = Number(bridge.later) - Number(bridge.reference);
  const moved = `${change <= 0 ? 'fell' : 'rose'} by ${money(Math.abs(change), currency, 2)}`;
  return `${report.plan}: of ${money(planned, currency, 2)} planned for ${to}, month ${index} after ${from}, ${money(realised, currency, 2)} is realised${share}; ${count(shown)} of ${plural(due.length, 'move')} that should show by then ${shown === 1 ? 'does' : 'do'}. The bill ${moved}.`;
}

/** Moves, the way from bill to bill, adoption, commitments, and what is not as planned. */
export function planRealisedText(report: PlanRealisedReport, width: number): string[] {
  const findings = findingsText(report.findings);
  const notes = [...commitmentLines(report), ...notDoneLines(report)];
  return [
    ...wrap(sentence(report), width),
    '',
    ...movesTable(report, width),
    '',
    ...bridgeTable(report, width),
    '',
    ...adoptionTable(report, width),
    ...notes.flatMap(line => wrap(line, width)),
    ...(findings.length > 0 ? ['', ...findings] : []),
  ];
}
