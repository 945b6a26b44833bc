/** `trimtab plan stress` on the sample, and with words that it does not know. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planStressSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';

const REFERENCE = join(import.meta.dirname, '../../scenarios/saas-500k/plans/reference.yaml');
const stress = (...args: readonly string[]) =>
  runForCode(process.cwd(), 'plan', 'stress', REFERENCE, ...args);

describe('the reference plan of the sample', () => {
  test('answers its schema: as planned first, then the cases that were asked for', async () => {
    const { out, code } = await stress('--case', 'target-35,usage-down', '--json');
    const { cases, byMonth } = planStressSchema.parse(JSON.parse(out));
    expect([code, byMonth]).toEqual([0, 6]);
    expect(cases.map(({ id, askedFor, amountReached }) => [id, askedFor, amountReached])).toEqual([
      [null, 0.3, true],
      ['usage-down', 0.3, true],
      ['target-35', 0.35, true],
    ]);
    const [normal, down] = cases;
    expect(normal?.end.commitmentUtilization).toBeGreaterThan(0.99);
    expect(down?.end.commitmentUtilization).toBeLessThan(0.9);
    expect(down?.target.runRateCost).toBe(normal?.target.runRateCost);
  });

  test('a case that does not exist is named, with the closest one', async () => {
    await expect(stress('--case', 'usage-dwn')).rejects.toMatchObject({
      exitCode: 2,
      hint: 'Did you mean usage-down?',
    });
  });
});
