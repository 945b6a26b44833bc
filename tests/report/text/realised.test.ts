/** Planned against realised and back-tests as text, narrow and wide. */

import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { backtest } from '../../../src/engine/index.ts';
import { planBacktestReport } from '../../../src/report/backtest-report.ts';
import { planRealisedReport } from '../../../src/report/realised-report.ts';
import { planBacktestText } from '../../../src/report/text/backtest.ts';
import { planRealisedText } from '../../../src/report/text/realised.ts';
import { move, plan } from '../../engine/estates.ts';
import { against, billOf, later, simulator } from '../../helpers/two-months.ts';

const PLAN = plan([
  move('terminate-idle-compute'),
  move('rightsize-compute', { id: 'rightsize-\u001b[31mred' }),
  move('ebs-gp2-to-gp3'),
  move('schedule-non-production', { start: 9 }),
  move('rds-graviton', { scope: { ...move('x').scope, workloads: ['nowhere'] } }),
  move('compute-savings-plan'),
]);

const LATER = billOf(
  later(company => ({
    fleets: company.fleets
      .filter(({ name }) => name !== 'shop-classic')
      .map(fleet => (fleet.name === 'shop-api' ? { ...fleet, count: 9, type: 'm5.2xlarge' } : fleet)),
  })),
);

const realised = (width: number) =>
  planRealisedText(planRealisedReport(against(PLAN, LATER), PLAN, []), width);

const backtested = (width: number, runs: number) =>
  planBacktestText(
    planBacktestReport(
      backtest({
        simulator,
        plan: PLAN,
        later: new Map([[2, LATER.estate]]),
        history: [],
        runs,
        seed: '1',
      }),
      PLAN,
      '1',
      [],
    ),
    width,
  );

describe('planned against realised', () => {
  test.each([80, 140])('fits %d columns and lets no escape through', width => {
    const lines = realised(width);

    expect(lines.filter(line => stringWidth(line) > width)).toEqual([]);
    expect(lines.join('\n')).not.toContain('\u001b');
  });

  test('says of each move what the bill shows', () => {
    const text = realised(140).join('\n');

    expect(text).toMatch(/terminate-idle-compute +done, 4 of 4 +\$1,143 +\$1,143/);
    expect(text).toMatch(/ebs-gp2-to-gp3 +not done, 0 of 18 .*not done \$44, gone otherwise \$24/);
    expect(text).toMatch(/schedule-non-production +not due/);
    expect(text).toMatch(/rds-graviton +fits nothing/);
    expect(text).toMatch(/compute-savings-plan +not done +\$\d+ +\$0/);
    expect(text).toMatch(/new resources +\+\$/);
  });

  test('puts where the rest is under a narrow table', () => {
    expect(realised(80).join('\n')).toContain('ebs-gp2-to-gp3: not done $44, gone otherwise $24.');
  });
});

describe('a back-test', () => {
  test.each([80, 140])('fits %d columns', width => {
    expect(backtested(width, 50).filter(line => stringWidth(line) > width)).toEqual([]);
  });

  test('shows ranges only where they were drawn', () => {
    expect(backtested(140, 0).join('\n')).not.toMatch(/outside|range held/);
    expect(backtested(140, 50).join('\n')).toMatch(/the range held \d of 1 month/);
  });
});
