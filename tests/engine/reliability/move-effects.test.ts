import { expect, test } from 'vitest';
import {
  applyRisk,
  expectedMinutes,
  moveEffectsOf,
  type RiskChange,
} from '../../../src/engine/reliability/index.ts';
import { withTier } from './estates.ts';

const MODEL = withTier(6, 3, 0.46);

const REMOVE: readonly RiskChange[] = [{ kind: 'capacity', resourceId: 'i-0', ratio: 0, reason: '' }];
const SHRINK: readonly RiskChange[] = MODEL.compute!.machines.map(({ resourceId }) => ({
  kind: 'capacity',
  resourceId,
  ratio: 0.75,
  reason: '',
}));
const MOVES: Readonly<Record<string, readonly RiskChange[]>> = {
  remove: REMOVE,
  shrink: SHRINK,
  support: [{ kind: 'none', reason: '' }],
};

function effects(moveIds: readonly string[]) {
  const minutesWith = (ids: readonly string[]) =>
    expectedMinutes(
      applyRisk(
        MODEL,
        ids.flatMap(id => MOVES[id] ?? []),
      ),
    );
  return moveEffectsOf({
    moveIds,
    minutesWith,
    stateWith: ids => ({ expectedBadMinutes: minutesWith(ids), breachProbability: null }),
    oneOffMinutes: () => 0.5,
  });
}

test('two moves that are each safe are blamed for what they do together', () => {
  const { byMove, interactionBadMinutes } = effects(['remove', 'shrink', 'support']);
  const total = byMove.reduce((sum, { aloneBadMinutes }) => sum + aloneBadMinutes, 0);
  const joint = expectedMinutes(applyRisk(MODEL, [...REMOVE, ...SHRINK])) - expectedMinutes(MODEL);

  expect(interactionBadMinutes).toBeCloseTo(joint - total, 9);
  expect(interactionBadMinutes).toBeGreaterThan(10 * total);
  for (const { moveId, marginalBadMinutes } of byMove.filter(({ moveId }) => moveId !== 'support')) {
    expect(marginalBadMinutes, moveId).toBeGreaterThan(interactionBadMinutes);
  }
});

test('the move that costs most comes first, whatever the order of the plan', () => {
  const order = (moveIds: readonly string[]) => effects(moveIds).byMove.map(({ moveId }) => moveId);

  expect(order(['support', 'remove', 'shrink'])).toEqual(order(['shrink', 'support', 'remove']));
  expect(order(['support', 'remove', 'shrink']).at(-1)).toBe('support');
});

test('a single move has the same effect alone and last, and meets nobody', () => {
  const { byMove, interactionBadMinutes } = effects(['shrink']);

  expect(interactionBadMinutes).toBe(0);
  expect(byMove[0]?.marginalBadMinutes).toBe(byMove[0]?.aloneBadMinutes);
  expect(byMove[0]?.oneOffBadMinutes).toBe(0.5);
});
