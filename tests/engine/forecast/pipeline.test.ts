/** Savings on their way through the stages. */

import { describe, expect, test } from 'vitest';
import { DEFAULT_DELIVERY } from '../../../src/engine/delivery.ts';
import { pipelineOf } from '../../../src/engine/forecast/pipeline.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, HOURS, instance, move, plan, utilization } from '../estates.ts';

const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
const RATE = { low: 0.5, mode: 0.5, high: 0.5 };

describe('a plan with one agreed and one identified move', () => {
  const estate = estateOf(
    ['a', 'b'].map(id => instance(id, {}, { utilization: IDLE, workload: id === 'a' ? 'shop' : 'lab' })),
  );
  const only = (id: string, workload: string, status: 'identified' | 'implemented') =>
    move('terminate-idle-compute', {
      id,
      scope: { workloads: [workload], environments: null, accounts: null, regions: null, resources: null },
      delivery: { ...DEFAULT_DELIVERY, status },
    });
  const run = createSimulator(estate, testBook()).run(
    plan([only('idea', 'shop', 'identified'), only('done', 'lab', 'implemented')], {
      assumptions: { adoption: { approved: RATE, implemented: RATE, verified: RATE } },
    }),
    { horizonMonths: 3 },
  );
  const each = 0.1 * HOURS;

  test('each stage holds what has come so far, and expects what the rates ahead let through', () => {
    expect(
      pipelineOf(run).map(({ stage, moves, reached, expected }) => [
        stage,
        moves,
        Number((reached.toNumber() / each).toFixed(9)),
        Number((expected.toNumber() / each).toFixed(9)),
      ]),
    ).toEqual([
      ['identified', 2, 2, 2],
      ['approved', 1, 1, 1.5],
      ['implemented', 1, 1, 1.25],
      ['verified', 0, 0, 0.625],
    ]);
  });
});
