/** `trimtab commitments simulate` and `size` over the example files, and with files that cannot be used. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitmentsSimulateSchema, commitmentsSizeSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROVIDERS = ['aws', 'gcp', 'azure'] as const;
const files = (provider: string) => [
  `fixtures/commitments/${provider}-usage.csv`,
  '--portfolio',
  `fixtures/commitments/${provider}-portfolio.yaml`,
];

async function run(...args: readonly string[]): Promise<string> {
  const { out, code } = await runForCode(ROOT, 'commitments', ...args);
  expect(code).toBe(0);
  return out;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-commitments-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ten hours of four instances at 0.10 on demand and 0.07 under a plan. */
const FLAT =
  'hour,hours,id,workload,service,type,region,quantity,on_demand_rate,compute_sp_rate,reservation_rate\n0,10,web,shop,ec2,m5.large,us-east-1,4,0.1,0.07,0.06\n';
const PLAN =
  'schema: trimtab/commitments/1\ncommitments: [{ kind: savings-plan, id: plan, offering: compute, commitment: 0.14 }]\n';

async function withFiles<T>(
  { usage = FLAT, portfolio = PLAN }: { usage?: string; portfolio?: string },
  work: (folder: string) => Promise<T>,
): Promise<T> {
  return inFolder(folder => {
    writeFileSync(join(folder, 'u.csv'), usage);
    writeFileSync(join(folder, 'p.yaml'), portfolio);
    return work(folder);
  });
}

const at = (folder: string, ...args: readonly string[]) => runForCode(folder, 'commitments', ...args);

describe('simulate', () => {
  test.each(PROVIDERS)('the example of %s answers its schema and adds up', async provider => {
    const report = commitmentsSimulateSchema.parse(
      JSON.parse(await run('simulate', ...files(provider), '--json')),
    );
    const { totals, byCommitment, byPool } = report;

    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(report.hourly).toBeNull();
    const committed = byCommitment.reduce(
      (sum, each) => sum + Number(each.usedCost) + Number(each.unusedCost),
      0,
    );
    expect(Number(totals.onDemandCost) + committed).toBeCloseTo(Number(totals.effectiveCost), 6);
    const pools = byPool.reduce((sum, each) => sum + Number(each.effectiveCost), 0);
    expect(pools + Number(totals.unusedCost)).toBeCloseTo(Number(totals.effectiveCost), 6);
    expect(byPool.every(({ coveredQuantity, quantity }) => coveredQuantity <= quantity * (1 + 1e-9))).toBe(
      true,
    );
  });

  test('numbers that can be worked out by hand', async () => {
    await withFiles({}, async folder => {
      const { out } = await at(
        folder,
        'simulate',
        'u.csv',
        '--portfolio',
        'p.yaml',
        '--by',
        'hour',
        '--json',
      );
      const report = commitmentsSimulateSchema.parse(JSON.parse(out));

      expect(report.totals).toMatchObject({
        onDemandEquivalentCost: '4',
        effectiveCost: '3.4',
        onDemandCost: '2',
        unusedCost: '0',
      });
      expect(report.totals.commitmentCoverage).toBeCloseTo(0.5, 12);
      expect(report.hourly?.effectiveCost).toEqual(Array.from({ length: 10 }, () => '0.34'));
      expect(report.usage).toMatchObject({ file: 'u.csv', hours: 10, pools: 1, isIndexed: true });
      expect(report.byPool[0]).toMatchObject({ id: 'web', rateSource: 'usage file' });
    });
  });

  test('text begins with what it costs, and has a table for each word of --by', async () => {
    const text = await run('simulate', ...files('aws'));

    expect(text).toMatch(/^The usage costs \$[\d.,]+, \$[\d.,]+ (less|MORE) than/);
    expect(text).toContain('m5-regional ends on 2026-09-11, inside the period');
    for (const by of ['commitment', 'instrument', 'workload', 'pool', 'hour']) {
      expect((await run('simulate', ...files('aws'), '--by', by)).split('\n').length).toBeGreaterThan(15);
    }
  });

  test('usage without a price is left out, and the first lines say so', async () => {
    await withFiles({ usage: `${FLAT}0,10,odd,shop,ec2,z9.large,us-east-1,1,,,\n` }, async folder => {
      const { out } = await at(folder, 'simulate', 'u.csv');

      expect(out.split('\n').slice(0, 6).join(' ')).toContain(
        'LEFT OUT: 1 pool without a known price (odd).',
      );
    });
  });

  test('FOCUS rows add up to the effective cost; an existing file is not replaced', async () => {
    await withFiles({}, async folder => {
      const args = ['simulate', 'u.csv', '--portfolio', 'p.yaml', '--focus', 'rows.csv'];
      await at(folder, ...args);
      const [head = '', ...lines] = readFileSync(join(folder, 'rows.csv'), 'utf8').trimEnd().split('\n');
      const column = head.split(',').indexOf('EffectiveCost');
      const total = lines.reduce((sum, line) => sum + Number(line.split(',')[column]), 0);

      expect(total).toBeCloseTo(3.4, 9);
      await expect(at(folder, ...args)).rejects.toMatchObject({ code: 'file-exists', exitCode: 2 });
      expect((await at(folder, ...args, '--force')).code).toBe(0);
    });
  });

  test('FOCUS rows of usage over two months stand in the month they belong to', async () => {
    const usage =
      'hour,hours,type,region,quantity,on_demand_rate\n2026-01-31T20:00:00Z,8,m5.large,us-east-1,1,0.1\n';
    await withFiles({ usage }, async folder => {
      await at(folder, 'simulate', 'u.csv', '--focus', 'rows.csv');
      const text = readFileSync(join(folder, 'rows.csv'), 'utf8');

      expect(text).toContain('2026-01-31T20:00:00Z,2026-02-01T00:00:00Z');
      expect(text).toContain('2026-02-01T00:00:00Z,2026-02-01T04:00:00Z');
    });
  });
});

describe('size', () => {
  test.each(PROVIDERS)('the example of %s is ranked, alternatives marked', async provider => {
    const report = commitmentsSizeSchema.parse(JSON.parse(await run('size', ...files(provider), '--json')));
    const savings = report.instruments.map(({ savingsPerMonth }) => Number(savingsPerMonth));

    expect(savings.length).toBeGreaterThan(0);
    expect(savings).toEqual([...savings].sort((a, b) => b - a));
    expect(report.instruments[0]?.alternativeTo).toBeNull();
  });

  test('flat usage is covered whole, and the saving is that of two bills', async () => {
    await withFiles({}, async folder => {
      const { out } = await at(folder, 'size', 'u.csv', '--instrument', 'compute-savings-plan', '--json');
      const [sized] = commitmentsSizeSchema.parse(JSON.parse(out)).instruments;

      // 4 x 0.07 an hour; saves 4 x 0.03 x 730.
      expect(sized?.commitmentPerHour).toBe('0.28');
      expect(Number(sized?.savingsPerMonth)).toBeCloseTo(87.6, 6);
      expect(sized?.utilization).toBeCloseTo(1, 9);
      expect(sized?.levels.map(({ factor }) => factor)).toEqual([0.25, 0.5, 0.75, 1, 1.25]);
      expect(sized?.purchases[0]).toMatchObject({ usedInHours: 1, pools: ['web'] });
      // At 20 % less usage the best would be 0.224: 0.056 an hour too much.
      expect(sized?.regrets.find(({ stress }) => stress === 'usage-20%')?.regretPerMonth).toBe('40.88');
    });
  });

  test('what an existing plan covers is not offered again', async () => {
    await withFiles({}, async folder => {
      const { out } = await at(
        folder,
        'size',
        'u.csv',
        '--portfolio',
        'p.yaml',
        '--instrument',
        'compute-savings-plan',
        '--json',
      );

      expect(commitmentsSizeSchema.parse(JSON.parse(out)).instruments[0]?.commitmentPerHour).toBe('0.14');
    });
  });

  test('reservations are whole, at the price that the file gives', async () => {
    await withFiles({}, async folder => {
      const { out } = await at(folder, 'size', 'u.csv', '--instrument', 'reserved-instance', '--json');
      const [sized] = commitmentsSizeSchema.parse(JSON.parse(out)).instruments;

      expect(sized?.purchases).toMatchObject([
        { units: 4, scope: 'm5.large us-east-1', commitmentPerHour: '0.24' },
      ]);
      expect(Number(sized?.savingsPerMonth)).toBeCloseTo(4 * 0.04 * 730, 6);
    });
  });

  test.each([
    [['--coverage', '50%'], '0.14'],
    [['--max-regret', '0', '--stress', 'usage-20%'], '0.224'],
  ])('a goal %j changes the size', async (goal, commitment) => {
    await withFiles({}, async folder => {
      const { out } = await at(
        folder,
        'size',
        'u.csv',
        '--instrument',
        'compute-savings-plan',
        ...goal,
        '--json',
      );

      expect(commitmentsSizeSchema.parse(JSON.parse(out)).instruments[0]?.commitmentPerHour).toBe(commitment);
    });
  });

  test('text says the rule, the levels, the risks', async () => {
    const text = await run(
      'size',
      'fixtures/commitments/aws-usage.csv',
      '--instrument',
      'ec2-instance-savings-plan',
      '--ladder',
      '4',
      '--compare-terms',
    );

    expect(text.replaceAll('\n', ' ')).toMatch(/reached in at least \d+ %( to \d+ %)? of the hours/);
    for (const part of [
      '125 %',
      'Regret if usage changes (usage-20%)',
      'Without any forecast',
      'One year against three',
      'In 4 equal purchases',
      'three years, then one year on top',
    ])
      expect(text).toContain(part);
  });

  test('an instrument that fits nothing says so', async () => {
    await withFiles({}, async folder => {
      const { out } = await at(folder, 'size', 'u.csv', '--instrument', 'azure-savings-plan');

      expect(out).toContain('azure-savings-plan fits none of the uncovered usage');
    });
  });
});

describe('what cannot be used', () => {
  test.each([
    [['simulate'], 'usage', 2],
    [['simulate', 'u.csv', '--by', 'color'], 'usage', 2],
    [['simulate', 'u.csv', '--start', 'today'], 'usage', 2],
    [['size', 'u.csv', '--instrument', 'compute-saving-plan'], 'usage', 2],
    [['size', 'u.csv', '--term', '2'], 'usage', 2],
    [['size', 'u.csv', '--payment', 'later'], 'usage', 2],
    [['size', 'u.csv', '--coverage', '120%'], 'usage', 2],
    [['size', 'u.csv', '--max-regret', '-1'], 'usage', 2],
    [['size', 'u.csv', '--stress', 'flood'], 'usage', 2],
    [['size', 'u.csv', '--ladder', '1'], 'usage', 2],
    [['simulate', 'missing.csv'], 'file-not-found', 3],
    [['simulate', 'u.csv', '--portfolio', 'missing.yaml'], 'file-not-found', 3],
    [['simulate', '.'], 'input-not-usable', 3],
  ] as const)('%j', async (args, code, exitCode) => {
    await withFiles({}, async folder => {
      await expect(at(folder, ...args)).rejects.toMatchObject({ code, exitCode });
    });
  });

  test('a bad row is named by file, row and column, with what to do', async () => {
    await withFiles({ usage: FLAT.replace(',4,', ',NaN,') }, async folder => {
      await expect(at(folder, 'simulate', 'u.csv')).rejects.toMatchObject({
        message:
          'The usage file cannot be used.\nerror: u.csv:2 quantity: `NaN` is not a number\n  Write a plain number.',
      });
    });
  });

  test('a bad key is named by file, line and column', async () => {
    await withFiles({ portfolio: PLAN.replace('offering', 'ofering') }, async folder => {
      await expect(at(folder, 'simulate', 'u.csv', '--portfolio', 'p.yaml')).rejects.toMatchObject({
        message: expect.stringContaining('p.yaml:2:47: commitments[0].ofering: is not a known key'),
      });
    });
  });

  test('the noun alone names both commands', async () => {
    await expect(runForCode(ROOT, 'commitments')).rejects.toMatchObject({
      hint: 'Choose one of: commitments simulate, commitments size.',
    });
  });
});
