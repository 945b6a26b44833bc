/** The text of `commitments simulate` and `size`: fits a terminal, says what matters first, hides nothing that is wrong. */

import { describe, expect, test } from 'vitest';
import {
  type CommitmentsSimulateReport,
  type CommitmentsSizeReport,
  commitmentsSimulateSchema,
  commitmentsSizeSchema,
} from '../../src/report/contract.ts';
import { commitmentsSizeText } from '../../src/report/text/commitments-size-text.ts';
import { commitmentsSimulateText, SIMULATE_TABLES } from '../../src/report/text/commitments-text.ts';
import { runCommand } from '../bill/command-line.ts';

const ROOT = `${import.meta.dirname}/../..`;
const file = (name: string) => `fixtures/commitments/${name}`;

async function simulated(provider: string): Promise<CommitmentsSimulateReport> {
  const args = [
    file(`${provider}-usage.csv`),
    '--portfolio',
    file(`${provider}-portfolio.yaml`),
    '--by',
    'hour',
    '--json',
  ];
  return commitmentsSimulateSchema.parse(
    JSON.parse(await runCommand(ROOT, 'commitments', 'simulate', ...args)),
  );
}

async function sized(...args: readonly string[]): Promise<CommitmentsSizeReport> {
  return commitmentsSizeSchema.parse(
    JSON.parse(await runCommand(ROOT, 'commitments', 'size', ...args, '--json')),
  );
}

const tooWide = (lines: readonly string[], width: number) => lines.filter(line => line.length > width);

describe('lines fit 80 columns', () => {
  test.each(['aws', 'gcp', 'azure'])('of simulate with %s, whatever the table', async provider => {
    const report = await simulated(provider);

    for (const by of [null, ...SIMULATE_TABLES])
      expect(tooWide(commitmentsSimulateText(report, 80, by), 80)).toEqual([]);
  });

  test.each([
    [file('aws-usage.csv')],
    [file('aws-usage.csv'), '--instrument', 'reserved-instance', '--ladder', '3'],
    [file('gcp-usage.csv'), '--instrument', 'resource-commitment'],
    [file('azure-usage.csv'), '--instrument', 'azure-reservation', '--coverage', '90%'],
  ])('of size %s %s %s', async (...args) => {
    expect(tooWide(commitmentsSizeText(await sized(...args), 80, { withTerms: true }), 80)).toEqual([]);
  });
});

describe('the first line', () => {
  test('says that commitments cost more than they cover, where they do', async () => {
    const report = await simulated('aws');
    const totals = {
      ...report.totals,
      onDemandEquivalentCost: '100',
      effectiveCost: '120',
      effectiveSavingsRate: -0.2,
    };

    expect(commitmentsSimulateText({ ...report, totals }, 200, null)[0]).toContain(
      '$20.00 MORE than on demand (-20.0 %)',
    );
  });

  test('says that nothing is committed, where nothing is', async () => {
    const report = { ...(await simulated('aws')), portfolio: null };

    expect(commitmentsSimulateText(report, 200, null)[0]).toMatch(
      /^Everything on demand costs .*; nothing is committed\.$/,
    );
  });

  test('of size names the best instrument, and alternatives are no sum', async () => {
    const text = commitmentsSizeText(await sized(file('aws-usage.csv')), 100, { withTerms: false }).join(
      '\n',
    );

    expect(text).toMatch(/^compute-savings-plan saves most: \$/);
    expect(text).toContain('or: compute-savings-plan');
    expect(text).toContain('their savings do not add up');
  });
});

test('control characters of a name do not reach the terminal', async () => {
  const report = await simulated('aws');
  const [first] = report.byCommitment;
  const byCommitment = first === undefined ? [] : [{ ...first, id: '\u001b[31mred\u202e' }];

  const text = commitmentsSimulateText({ ...report, byCommitment }, 80, 'commitment').join('\n');
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\u202e');
});
