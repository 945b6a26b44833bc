/** The details of a workload: every answer of the report is there, with the sign, the word and the source that it needs. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/app/session.ts';
import type { ScoreReport, WorkloadReliabilityReport } from '../../../src/report/contract.ts';
import { minutes, money } from '../../../src/report/format.ts';
import { glyphsOf } from '../../../src/ui/glyphs.ts';
import { canvasOf, layoutOf } from '../../../src/ui/layout.ts';
import { type Line, lineText, lineWidth, textWidth } from '../../../src/ui/line.ts';
import { changeText, shortPercent } from '../../../src/ui/risk-words.ts';
import { workloadScreen } from '../../../src/ui/screens/workload.ts';
import { KEYS, openScreen } from '../../helpers/screen.tsx';
import { riskySession } from './risky-session.ts';

let session: Session;
beforeAll(async () => {
  session = await riskySession();
});

function score(): ScoreReport {
  const known = session.getState().view?.score;
  if (!known) throw new Error('the plan is judged');
  return known;
}

function named(name: string): WorkloadReliabilityReport {
  const found = score().reliability.find(({ workload }) => workload === name);
  if (!found) throw new Error(`${name} is a workload`);
  return found;
}

function lines(workload: WorkloadReliabilityReport, report = score(), columns = 80): Line[] {
  const canvas = canvasOf(layoutOf(columns, 24), glyphsOf('unicode'));
  const { body } = workloadScreen({ workload, score: report, canvas });
  return Array.from({ length: body.count }, (_, index) => body.at(index));
}

const glyphs = glyphsOf('unicode');
const shares = (before: number | null, after: number | null) =>
  changeText(shortPercent(before ?? 0), shortPercent(after ?? 0), glyphs);
const lengths = (before: number, after: number) => changeText(minutes(before), minutes(after), glyphs);

/** All rows as one text: what wraps is one sentence again. */
function text(workload: WorkloadReliabilityReport, report = score()): string {
  return lines(workload, report).map(lineText).join(' ').replace(/\s+/g, ' ');
}

describe('the budget', () => {
  test('says what may be bad, what goes before and after, and in the worst month', () => {
    const shown = text(named('shop'));
    const { before, after, outcomes } = named('shop');

    expect(shown).toContain('SLO 99.9 % in 30 days: 43.2 min may be bad');
    expect(shown).toMatch(/Budget used \[█+▓+░*\] /);
    expect(shown).toContain(`] ${shares(before.budgetConsumed, after.budgetConsumed)}`);
    expect(shown).toContain(`P(breach) ${shares(before.breachProbability, after.breachProbability)}`);
    expect(shown).toContain(
      `${shares(before.quarterBreachProbability, after.quarterBreachProbability)} that a quarter has a breach`,
    );
    expect(shown).toContain(
      `Bad minutes ${lengths(before.expectedBadMinutes, after.expectedBadMinutes)} expected in 30 days`,
    );
    expect(shown).toContain(`P90 ${lengths(outcomes.before.badMinutes.p90, outcomes.after.badMinutes.p90)}`);
  });

  test('has a range where the report has one', () => {
    const planned = { planned: 1, p10: 0.9, p50: 1, p90: 1 };
    const both = { before: planned, after: planned };
    const reliabilityRanges = [{ workload: 'shop', expectedBadMinutes: both, breachProbability: both }];

    const shown = text(named('shop'), { ...score(), reliabilityRanges });
    expect(shown).toContain('(90-100 %, P10-P90 over the assumptions)');
    expect(shown).toContain('expected in 30 days (0.9-1.0 min, P10-P90)');
  });

  test('without an objective counts minutes and says that nobody judges them', () => {
    const shown = text(named('staging'));

    expect(shown).toContain('none declared: bad minutes are counted, nobody judges them');
    expect(shown).not.toContain('Budget used');
    expect(shown).not.toContain('P(breach) ');
  });
});

describe('which move did it', () => {
  test('is a row a move with its minutes, and the interaction of all', () => {
    const { effects } = named('shop');
    const rows = lines(named('shop')).map(lineText);

    for (const { moveId, marginalBadMinutes, oneOffBadMinutes } of effects.byMove) {
      const row = rows.find(each => each.trim().startsWith(moveId)) ?? '';
      expect(row).toContain(`+${minutes(marginalBadMinutes)}`);
      expect(row).toContain(minutes(oneOffBadMinutes));
    }
    expect(text({ ...named('shop'), effects: { ...effects, interactionBadMinutes: 0 } })).toContain(
      'Interaction 0.0 min: the moves cost together what each costs alone.',
    );
  });

  test.each([
    [3.2, 'Interaction +3.2 min: the moves cost together 3.2 min a window more than each alone.'],
    [-3.2, 'Interaction -3.2 min: the moves cost together 3.2 min a window less than each alone.'],
  ])('an interaction of %d is said with its direction', (interactionBadMinutes, sentence) => {
    const shop = named('shop');

    expect(text({ ...shop, effects: { ...shop.effects, interactionBadMinutes } })).toContain(sentence);
  });

  test('leaving a move out gives back its minutes and gives up its dollars, the dearest first', () => {
    const [dearest, second] = named('shop').effects.byMove;
    const saved = score().moves.find(({ moveId }) => moveId === dearest?.moveId)?.savedPerMonth ?? '';
    const shown = text(named('shop'));

    expect(shown).toContain(
      `Without ${dearest?.moveId}: -${minutes(dearest?.marginalBadMinutes ?? 0)} and -${((dearest?.marginalBreachProbability ?? 0) * 100).toFixed(1)} pt of P(breach) a window. It gives up the ${money(saved, 'USD')} a month`,
    );
    expect(shown.indexOf(`Without ${dearest?.moveId}`)).toBeLessThan(
      shown.indexOf(`Without ${second?.moveId}`),
    );
  });

  test('a move that costs no standing minutes is nothing to buy back', () => {
    const shop = named('shop');
    const byMove = shop.effects.byMove.map(effect => ({ ...effect, marginalBadMinutes: 0 }));
    const shown = text({ ...shop, effects: { ...shop.effects, byMove } });

    expect(shown).toContain('Nothing to buy back');
    expect(shown).toContain('comes once');
    expect(shown).not.toContain('Without ');
  });

  test('a workload that no move touches says so', () => {
    const shown = text(named('staging'));

    expect(shown).toContain('No move of the plan touches it.');
    expect(shown).not.toContain('buy it back');
    expect(shown).not.toContain('Policy of the plan');
  });
});

describe('what failures mean', () => {
  test('recovery and data loss stand against their objectives', () => {
    const shown = text(named('shop'));

    expect(shown).toContain('RTO 120 min for the slowest recovery that is planned for');
    expect(shown).toContain('Data loss 4.9 % that it happens in a year; P50 2.5 min, P95 4.8 min of writes');
    expect(shown).toMatch(/✗ BROKEN: a zone outage stops a database .* 120 min, at most 60 min/);
    expect(shown).toMatch(/✓ kept: a restore loses 5\.0 min, at most 5\.0 min/);
    expect(text(named('staging'))).toContain('unknown: nothing about backups is declared');
  });

  test('who is down with it, who is called, and what it costs', () => {
    const shown = text(named('shop'));
    const { before, after } = named('shop').outcomes;

    expect(shown).toContain('Also down archive: hard dependencies on it, at any depth');
    expect(shown).toContain(
      `On-call ${changeText(before.onCall.incidentsPerYear.toFixed(1), after.onCall.incidentsPerYear.toFixed(1), glyphs)} incidents a year`,
    );
    expect(shown).toContain(
      `Revenue ${changeText(money(before.revenueAtRisk?.mean ?? '', 'USD'), money(after.revenueAtRisk?.mean ?? '', 'USD'), glyphs)} at risk a window`,
    );
    expect(text(named('archive'))).toContain('no workload declares a hard dependency on it');
    expect(text(named('archive'))).not.toContain('Revenue');
  });

  test('what the numbers rest on, said in words when most of it is default', () => {
    const shop = named('shop');
    const evidence = {
      published: 0.1,
      dataset: 0.1,
      default: 0.8,
      declared: 0,
      isMostlyDefault: true,
      byConstant: [{ name: 'databaseRestartMinutes', provenance: 'default', share: 0.8 }],
    };
    const shown = text({ ...shop, outcomes: { ...shop.outcomes, evidence } });

    expect(shown).toContain(
      'The change mostly default-based: 10 % published, 10 % dataset, 80 % default, 0 % declared',
    );
    expect(shown).toContain('• 80 % database restart minutes, default');
    expect(text(named('staging'))).toContain('the plan changes no bad minutes');
  });
});

describe('rules', () => {
  test('guardrails come with rule and source, the broken ones first, and are counted at the top', () => {
    const shown = text(named('shop'));

    expect(shown).toMatch(
      /Guardrails \d BROKEN \([a-z, -]*recovery-time-objective, change-freeze\), \d kept/,
    );
    expect(shown).toContain('recovery-time-objective; recovery objectives declared for the workload');
    const last = shown.slice(shown.lastIndexOf('Guardrails'));
    expect(last.lastIndexOf('BROKEN')).toBeLessThan(last.indexOf('✓ kept'));
    expect(text(named('staging'))).toContain('○ not judged: staging declares no objective');
  });

  test('a freeze is a guardrail, too many changes are advice, a postmortem is work', () => {
    const shop = named('shop');
    const [freeze] = shop.policy;
    if (!freeze) throw new Error('the month is frozen');
    const postmortem = {
      ...freeze,
      rule: 'postmortem',
      allowed: true,
      isGuardrail: false,
      message: 'write one',
    };
    const shown = text({ ...shop, policy: [...shop.policy, postmortem] });

    expect(shown).toContain(
      '✗ 2026-11, BROKEN: nothing but urgent changes from 2026-11 to 2026-12 (Black Friday)',
    );
    expect(shown).toMatch(/! 2026-11, against it: 2 changes of one workload in one month/);
    expect(shown).toContain('i 2026-11, to do: write one');
    expect(shown).toMatch(
      /change-freeze for (rightsize, no-standby|no-standby, rightsize); policy of the plan/,
    );
    expect(text({ ...shop, policy: [] })).toContain('no freeze, no exhausted budget');
  });
});

describe('on the terminal', () => {
  // 48: as wide as the pane beside the list.
  test.each([48, 60, 80, 140])('no row is wider than %d columns', columns => {
    for (const { workload } of score().reliability)
      for (const row of lines(named(workload), score(), columns))
        expect(lineWidth(row)).toBeLessThanOrEqual(columns - 4);
  });

  test.each([
    [80, 24],
    [60, 16],
    [140, 40],
  ])(
    'Enter opens it, it scrolls to its last row, Esc goes back to the row, at %dx%d',
    async (columns, rows) => {
      const screen = openScreen(session, { columns, rows, look: { color: 'mono' } });
      await screen.settle();
      await screen.press('5', KEYS.enter);
      expect(screen.frame()[3]).toContain('shop ─');
      await screen.press(KEYS.end);
      expect(screen.frame().join('\n')).toMatch(/✓ kept: a restore loses/);
      for (const row of screen.frame()) expect(textWidth(row)).toBeLessThanOrEqual(columns);
      await screen.press(KEYS.esc);
      expect(screen.frame().find(row => row.startsWith('▸'))).toContain('shop');
      await screen.close();
    },
  );

  test('a screen reader hears every table row as a sentence', async () => {
    const screen = openScreen(session, { columns: 100, rows: 90, look: { screenReader: true } });
    await screen.settle();
    await screen.press('5', KEYS.enter);
    const heard = screen.frame().join(' ').replace(/\s+/g, ' ');

    expect(heard).toMatch(/Error budget used: [\d.]+ % before, [\d.]+ % after/);
    expect(heard).toMatch(
      /no-standby, a window \+[\d.]+ min, P\(breach\) [+\d.]+ pt, the change itself once [\d.]+ min/,
    );
    expect(heard).not.toMatch(/[─│█▓░▸]/);
    await screen.close();
  });

  test('is a reviewed frame', async () => {
    const screen = openScreen(session, { columns: 80, rows: 90, look: { color: 'mono' } });
    await screen.settle();
    await screen.press('5', KEYS.enter);

    expect(`\n${screen.frame().slice(3).join('\n')}\n`).toMatchSnapshot();
    await screen.close();
  });
});
