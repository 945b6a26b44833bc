import { expect, test } from 'vitest';
import type { Constant, ConstantName } from '../../../src/engine/reliability/constants.ts';
import { RELIABILITY_CONSTANTS, weakestProvenance } from '../../../src/engine/reliability/constants.ts';

const constants = Object.entries(RELIABILITY_CONSTANTS) as [ConstantName, Constant][];

test.each(constants)('%s says where it comes from', (_name, { provenance, source, note, unit }) => {
  expect(note.length).toBeGreaterThan(20);
  expect(unit).not.toBe('');
  if (provenance === 'default') expect(source).toBeNull();
  else expect(source).toMatch(/^https:\/\//);
});

test.each(constants.filter(([, { value }]) => typeof value === 'number'))(
  '%s has a range around its value',
  (_name, { value, low, high }) => {
    expect(low!).toBeLessThanOrEqual(value as number);
    expect(high!).toBeGreaterThanOrEqual(value as number);
  },
);

test('the default day curve adds up to a day', () => {
  expect(RELIABILITY_CONSTANTS.loadProfile.value.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(
    1,
    12,
  );
});

test('a result is as good as the worst number in it', () => {
  expect(weakestProvenance(RELIABILITY_CONSTANTS, [])).toBe('published');
  expect(weakestProvenance(RELIABILITY_CONSTANTS, ['databaseFailoverMinutes'])).toBe('published');
  expect(weakestProvenance(RELIABILITY_CONSTANTS, ['databaseFailoverMinutes', 'zoneEventMinutes'])).toBe(
    'dataset',
  );
  expect(
    weakestProvenance(RELIABILITY_CONSTANTS, [
      'zoneEventMinutes',
      'zoneHitProbability',
      'databaseFailoverMinutes',
    ]),
  ).toBe('default');
});
