/** Two moves that exclude each other on one resource: said once, with the one that wins. */

import { describe, expect, test } from 'vitest';
import { exclusionFindings } from '../../../src/engine/simulate/exclusions.ts';
import { move, plan } from '../estates.ts';

const outcome = (leverId: string, ...resourceIds: readonly string[]) => ({
  moveId: `move-${leverId}`,
  leverId,
  applied: resourceIds.map(resourceId => ({ resourceId })),
});

const TERMINATE = 'terminate-idle-compute';
const RIGHTSIZE = 'rightsize-compute';
const starts = (terminate: number, rightsize: number) =>
  plan([
    move(TERMINATE, { id: `move-${TERMINATE}`, start: terminate }),
    move(RIGHTSIZE, { id: `move-${RIGHTSIZE}`, start: rightsize }),
  ]);

describe('a finding', () => {
  test('names both moves, the resource, the one that wins and why', () => {
    const found = exclusionFindings(starts(1, 1), [
      outcome(TERMINATE, 'i-1'),
      outcome(RIGHTSIZE, 'i-1', 'i-2'),
    ]);

    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'exclusive-moves', severity: 'warning', source: null });
    expect(found[0]?.message).toBe(
      'move-terminate-idle-compute and move-rightsize-compute exclude each other and meet on i-1. ' +
        'move-terminate-idle-compute wins: the stage clean-up is applied before rightsize; ' +
        'move-rightsize-compute gets what it leaves.',
    );
  });

  test('counts the resources where there are several', () => {
    const [found] = exclusionFindings(starts(1, 1), [
      outcome(TERMINATE, 'i-1', 'i-2', 'i-3'),
      outcome(RIGHTSIZE, 'i-3', 'i-2'),
    ]);

    expect(found?.message).toContain('meet on 2 resources, among them i-3');
  });

  test('says that the later one acts alone until the first one starts', () => {
    const outcomes = [outcome(TERMINATE, 'i-1'), outcome(RIGHTSIZE, 'i-1')];

    expect(exclusionFindings(starts(3, 1), outcomes)[0]?.message).toContain(
      'Until move-terminate-idle-compute starts, move-rightsize-compute acts alone.',
    );
    expect(exclusionFindings(starts(1, 3), outcomes)[0]?.message).not.toContain('Until');
  });
});

describe('no finding', () => {
  test.each([
    ['without moves', []],
    ['for one move', [outcome(TERMINATE, 'i-1')]],
    ['on different resources', [outcome(TERMINATE, 'i-1'), outcome(RIGHTSIZE, 'i-2')]],
    ['for levers that go together', [outcome('ebs-gp2-to-gp3', 'v'), outcome(RIGHTSIZE, 'v')]],
    ['for levers that do not exist', [outcome('nothing', 'i-1'), outcome('nobody', 'i-1')]],
  ])('%s', (_name, outcomes) => {
    expect(exclusionFindings(starts(1, 1), outcomes)).toEqual([]);
  });
});
