import { beforeAll, describe, expect, test } from 'vitest';
import type { SessionState } from '../../src/app/session-state.ts';
import { LEVERS, OPPORTUNITY_ORDERS, type OpportunityOrder } from '../../src/engine/index.ts';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import {
  billItems,
  isInPlan,
  leverItems,
  moveFields,
  planItems,
  riskItems,
  scopeText,
} from '../../src/ui/lists.ts';
import { evidenceText, riskCell, riskSentence } from '../../src/ui/words.ts';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

let state: SessionState;
beforeAll(async () => {
  const session = smallSession();
  await session.open(SMALL_REQUEST);
  await session.search();
  state = session.getState();
});

function report() {
  if (!state.opportunities) throw new Error('the search is done');
  return state.opportunities;
}

describe('the list of levers', () => {
  test.each(OPPORTUNITY_ORDERS)('by %s holds the same opportunities as by saving', order => {
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();

    expect(ids(leverItems(report(), order, ''))).toEqual(ids(report().opportunities));
  });

  test.each([
    ['saving', (each: ReturnType<typeof leverItems>[number]) => -Number(each.savedPerMonth)],
    ['value', each => each.ranks.value],
    ['effort', each => each.effortDays.mean],
    ['risk', each => each.addedBreachProbability ?? 0],
  ] as [OpportunityOrder, (each: ReturnType<typeof leverItems>[number]) => number][])(
    'by %s is sorted',
    (order, rank) => {
      const ranks = leverItems(report(), order, '').map(rank);

      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    },
  );

  test('filters by lever, workload and reason, whatever the case', () => {
    expect(
      leverItems(report(), 'saving', 'STAGING').every(({ workload, why }) =>
        /staging/.test(`${workload}${why}`),
      ),
    ).toBe(true);
    expect(leverItems(report(), 'saving', 'idle').map(({ leverId }) => leverId)).toEqual([
      'terminate-idle-compute',
    ]);
    expect(leverItems(report(), 'saving', 'no such thing')).toEqual([]);
  });

  test('knows what is in the plan by lever and scope', () => {
    const [first, second] = report().opportunities;
    if (!first || !second) throw new Error('two things fit');
    const plan = { ...state.plan, moves: [{ ...first.move, id: 'renamed', start: 4 }] };

    expect(isInPlan(plan, first.move)).toBe(true);
    expect(isInPlan(plan, second.move)).toBe(false);
  });
});

describe('other lists', () => {
  test('a filtered bill keeps its order', () => {
    const bill = state.bill;
    if (!bill) throw new Error('the bill is there');

    expect(billItems(bill, '')).toBe(bill.rows);
    expect(billItems(bill, 'amazon').map(({ key }) => key)).toEqual(
      bill.rows.map(({ key }) => key).filter(key => key.includes('Amazon')),
    );
  });

  test('moves that were not judged yet come last', () => {
    const moves = report()
      .opportunities.map(({ move }) => move)
      .slice(0, 3);
    const plan = { ...state.plan, moves };
    const view = state.view && {
      ...state.view,
      run: { ...state.view.run, moves: [{ moveId: moves[2]?.id }] as never },
    };

    expect(planItems(plan, view).map(({ move }) => move.id)).toEqual([
      moves[2]?.id,
      moves[0]?.id,
      moves[1]?.id,
    ]);
    expect(planItems(plan, null).map(({ outcome }) => outcome)).toEqual([null, null, null]);
  });

  test('workloads with an objective come before those without', () => {
    const slos = riskItems(state.view?.score.reliability ?? []).map(({ slo }) => slo !== null);

    expect(slos).toEqual([...slos].sort((a, b) => Number(b) - Number(a)));
  });

  test.each(LEVERS.map(lever => [lever.meta.id, lever] as const))(
    'the editor has a field for every parameter of %s',
    (id, lever) => {
      const move = {
        id,
        lever: id,
        scope: { workloads: ['a', 'b'], environments: null, accounts: null, regions: ['x'], resources: null },
        params: {},
        start: 1,
        owner: null,
        note: null,
      };
      const names = moveFields(move).flatMap(field => (field.kind === 'param' ? [field.name] : []));

      expect(names).toEqual(Object.keys(lever.params));
      expect(scopeText(move.scope)).toBe('a, b; x');
    },
  );
});

describe('words', () => {
  const base = () => {
    const [first] = report().opportunities;
    if (!first) throw new Error('something fits');
    return first;
  };

  test.each([
    [0.009, 1.94, '+0.9pt +2m', 'P(SLO breach) +0.9 pt'],
    [0, 0, 'none', 'No bad minutes more'],
    [0.0001, 0.3, '0.0pt <1m', '0.3 min more bad minutes'],
    [-0.02, -12, '-2.0pt -12m', '12.0 min fewer bad minutes'],
    [null, 3.2, '– no SLO', 'has no SLO'],
  ])('risk of %s and %s minutes reads %s', (addedBreachProbability, addedBadMinutes, cell, sentence) => {
    const opportunity = { ...base(), workload: 'shop', addedBreachProbability, addedBadMinutes };

    expect(riskCell(opportunity, glyphsOf('unicode')).text).toBe(cell);
    expect(riskSentence(opportunity)).toContain(sentence);
  });

  test('evidence is one word when it is of one kind', () => {
    expect(evidenceText({ measured: 4, inferred: 0, assumed: 0 })).toBe('measured');
    expect(evidenceText({ measured: 4, inferred: 0, assumed: 2 })).toBe('4 measured, 2 assumed');
  });
});
