import { describe, expect, test } from 'vitest';
import type { Facts, Inputs } from '../../../src/validation/answer.ts';
import { RELIABILITY_GUARDRAIL_ANSWERS } from '../../../src/validation/answers/reliability-guardrails.ts';

const [answer] = RELIABILITY_GUARDRAIL_ANSWERS;
const verdict = (lever: Inputs, context: Inputs = {}) => {
  const inputs = { lever, context };
  expect(answer!.accepts(inputs)).toBe(true);
  return answer!.compute(inputs, {} as Facts);
};

describe('levers by the words of their type', () => {
  const PCI = { frameworks: ['PCI'], logClass: 'audit' };

  test.each([
    ['days', { type: 'log-retention', days: 365 }, PCI, true],
    ['months', { type: 'log_retention', months: 12, hotMonths: 3 }, PCI, true],
    ['fewer months', { type: 'log-retention', months: 11 }, PCI, false],
    ['years', { type: 'retention-of-logs', years: 1 }, PCI, true],
    [
      'record years in days',
      { type: 'record-retention', days: 6 * 365 },
      { frameworks: ['HIPAA'], recordClass: 'required-documentation' },
      true,
    ],
    [
      'a region move',
      { type: 'region-move', from: 'europe-west1', to: 'us-central1' },
      { frameworks: ['GDPR'], personalData: true, transferBasis: 'SCC', tia: true },
      true,
    ],
    [
      'a redundancy',
      { type: 'storage-redundancy', to: 'LRS' },
      { recreatable: false, otherCopies: 0 },
      false,
    ],
    ['a deleted snapshot', { type: 'delete-snapshot' }, { recreatable: false, otherCopies: 0 }, false],
    ['a backup interval', { type: 'backup-interval', hours: 24 }, { rpoMinutes: 720 }, false],
    [
      'its lag',
      { type: 'snapshot-interval', minutes: 55 },
      { rpoMinutes: 60, replicationLagMinutes: 6 },
      false,
    ],
    ['a recovery strategy', { type: 'dr-strategy', to: 'pilot light' }, { rtoMinutes: 30 }, false],
    ['a recovery strategy nobody knows', { type: 'dr-strategy', to: 'hope' }, { rtoMinutes: 30 }, null],
    ['spot', { type: 'move-to-spot' }, { stateful: true }, false],
    ['spot as a purchase option', { type: 'purchase-option', to: 'spot' }, { singleton: true }, false],
    ['zones', { type: 'reduce-zones', from: 3, to: 2 }, { quorum: true }, false],
    ['any change', { type: 'any-change', priority: 'P0' }, { errorBudgetRemainingFraction: -1 }, true],
    ['an ordinary lever', { type: 'rightsize' }, { errorBudgetRemainingFraction: -1 }, false],
    ['a lever without a rule', { type: 'rightsize' }, {}, null],
  ])('%s', (_what, lever, context, allowed) => {
    expect(verdict(lever, context).allowed).toBe(allowed);
  });

  test('the three answers have words', () => {
    expect(verdict({ type: 'any-change' }, { freeze: false }).verdict).toBe('allowed');
    expect(verdict({ type: 'any-change' }, { freeze: true }).verdict).toBe('not allowed');
    expect(verdict({ type: 'any-change' }).verdict).toBe('not evaluable');
  });

  test('every rule that spoke is listed', () => {
    const { rules } = verdict(
      { type: 'storage-class', to: 'DEEP_ARCHIVE' },
      { rtoMinutes: 60, freeze: true },
    );
    expect(rules).toEqual([
      { rule: 'Deep Archive standard restore is 12 h: RTO must be >= 720 min', allowed: false },
      { rule: 'change freeze: only P0 or security changes', allowed: false },
    ]);
  });
});

describe('inputs that are none', () => {
  test.each([
    { lever: 'log-retention' },
    { lever: {}, context: {} },
    { context: {} },
    { lever: { type: 'log-retention', days: '30' }, context: {} },
    { lever: { type: 'log-retention', days: 30 }, context: { frameworks: 'PCI' } },
  ])('%j is not accepted', inputs => {
    expect(answer!.accepts(inputs)).toBe(false);
  });

  test('a lever without its number says which one', () => {
    expect(() => verdict({ type: 'record-retention' })).toThrow(/lever\.years/);
    expect(() => verdict({ type: 'storage-class' })).toThrow(/lever\.to/);
    expect(() => verdict({ type: 'move-region', to: 'us-east-1' })).toThrow(/lever\.from/);
  });
});
