/** A lever applied to the usage that an example tells: by hand, and refused where it makes no sense. */

import { describe, expect, test } from 'vitest';
import { LEVER_SAVING_ANSWERS } from '../../../src/validation/answers/lever-saving.ts';
import { compute, runExample } from '../packs.ts';

const KIND = 'lever-saving';
const machine = (type: string, price: number, more: object = {}) => ({
  service_code: 'AmazonEC2',
  usage_type: `BoxUsage:${type}`,
  operation: 'RunInstances',
  quantity: 730,
  price,
  ...more,
});
const example = (usage: readonly object[], more: object = {}) => ({
  lever: 'ec2-newer-generation',
  region: 'us-east-1',
  hours: 730,
  usage,
  ...more,
});
const run = (inputs: object, more: object = {}) =>
  runExample(LEVER_SAVING_ANSWERS, { id: 'x', kind: KIND, inputs, ...more });

describe('computes', () => {
  test('the saving of a fleet at list prices, resource by resource', () => {
    // m4.xlarge 0.2, m6i.xlarge 0.192: 0.008 x 730 = 5.84; an m5 has no cheaper successor.
    const found = compute(
      LEVER_SAVING_ANSWERS,
      KIND,
      example([machine('m4.xlarge', 0.2, { count: 3 }), machine('m5.xlarge', 0.192)]),
    );
    expect(found).toMatchObject({ resources_changed: 3, resources_left: 1, one_off_cost: 0 });
    expect(found.saved_per_resource).toBeCloseTo(5.84, 9);
    expect(found.saved_per_month).toBeCloseTo(17.52, 9);
    expect(found.cost_before).toBeCloseTo(730 * (0.6 + 0.192), 9);
  });

  test('on the prices that were paid: a tenth off the list leaves a tenth less to save', () => {
    const found = compute(LEVER_SAVING_ANSWERS, KIND, example([machine('m4.xlarge', 0.18)]));
    expect(found.saved_per_month).toBeCloseTo(0.9 * 5.84, 9);
  });

  test('what comes once apart from what comes every month, and how soon it is paid back', () => {
    const found = compute(LEVER_SAVING_ANSWERS, KIND, {
      lever: 's3-infrequent-to-glacier-instant',
      params: { movedPercent: 100, readPercent: 0, turnoverMonths: 24, meanObjectKib: 1024 },
      region: 'us-east-1',
      usage: [
        {
          service_code: 'AmazonS3',
          usage_type: 'TimedStorage-SIA-ByteHrs',
          unit: 'GB-Mo',
          quantity: 1000,
          price: 0.0125,
        },
      ],
    });
    // 1,024,000 objects x .02/1k = 20.48 once, a 24th of that every month; 1,000 x .0085 = 8.5.
    expect(found.one_off_cost).toBeCloseTo(20.48, 6);
    expect(found.saved_per_month).toBeCloseTo(8.5 - 20.48 / 24, 6);
    expect(found.months_to_pay_back).toBeCloseTo(20.48 / (8.5 - 20.48 / 24), 6);
  });
});

describe('fails, and says why,', () => {
  test.each([
    [
      'where the lever says no',
      example([machine('m5.xlarge', 0.192)]),
      'the lever says no: m6i.xlarge costs the same',
    ],
    [
      'where there is no such lever',
      example([machine('m4.xlarge', 0.2)], { lever: 'wish' }),
      'there is no lever `wish`',
    ],
    [
      'where the lever has no such parameter',
      example([machine('m4.xlarge', 0.2)], { params: { colour: 1 } }),
      '`params.colour` is no parameter of this lever',
    ],
    [
      'where a parameter is out of its limits',
      example([machine('m4.xlarge', 0.2)], { params: { speedPercent: 1 } }),
      '`params.speedPercent` must be between 50 and 200',
    ],
    [
      'where a parameter is one of every object',
      example([machine('m4.xlarge', 0.2)], { params: { constructor: 1 } }),
      '`params.constructor` is no parameter of this lever',
    ],
  ])('%s', (_name, inputs, reason) => {
    const result = run(inputs);
    expect(result.status).toBe('fail');
    expect(result.reason).toContain(reason);
  });
});

describe('is not covered', () => {
  test.each([
    ['without usage', example([])],
    ['with a negative quantity', example([machine('m4.xlarge', 0.2, { quantity: -1 })])],
    ['with a price beyond reason', example([machine('m4.xlarge', 1e308)])],
    ['with more than a month of hours', example([machine('m4.xlarge', 0.2)], { hours: 745 })],
    [
      'with more resources than an example needs',
      example([machine('m4.xlarge', 0.2, { count: 6000 }), machine('m5.xlarge', 0.2, { count: 6000 })]),
    ],
    ['with a key that nobody reads', example([machine('m4.xlarge', 0.2)], { discount: 0.3 })],
  ])('%s', (_name, inputs) => {
    expect(run(inputs).status).toBe('not-covered');
  });
});

describe('an example that is not judged', () => {
  const inputs = example([machine('m4.xlarge', 0.2)]);

  test('is compared all the same, and says why', () => {
    const result = run(inputs, { expected: { saved_per_month: 100 }, unjudged: 'its prices are private' });
    expect(result).toMatchObject({ status: 'computed', reason: 'its prices are private' });
    expect(result.error).toBeCloseTo(100 - 5.84, 9);
  });

  test.each([[true], [''], [7]])('needs a reason in words, not %j', unjudged => {
    const result = run(inputs, { expected: { saved_per_month: 100 }, unjudged });
    expect(result).toMatchObject({ status: 'fail', reason: '`unjudged` must say why nothing is judged' });
  });

  test('still fails where nothing of the kind can be computed', () => {
    const result = run(inputs, { expected: { savedPerYear: 1 }, unjudged: 'because' });
    expect(result.status).toBe('fail');
  });
});
