/** How a move is carried out, as fields. */

import { describe, expect, test } from 'vitest';
import { DEFAULT_DELIVERY } from '../../src/engine/delivery.ts';
import { deliveryParams, deliveryValue, withDelivery } from '../../src/engine/delivery-params.ts';
import { defaultParams, paramProblem } from '../../src/engine/lever-params.ts';
import { move } from './estates.ts';

const gp3 = move('ebs-gp2-to-gp3');

describe('the fields', () => {
  test('have the values that a move has when nothing is said', () => {
    const params = deliveryParams({ target: 'volume' });
    const values = Object.keys(params).map(name => [name, deliveryValue(gp3, name)]);
    expect(Object.fromEntries(values)).toEqual(defaultParams(params));
  });

  test('of a purchase are its status alone: it has no waves', () => {
    expect(Object.keys(deliveryParams({ target: 'estate' }))).toEqual(['status']);
  });

  test.each([
    ['rampMonths', 3],
    ['rampBy', 'share'],
    ['dualRunMonths', 2],
    ['status', 'verified'],
  ])('%s is changed alone, and reads back', (name, value) => {
    const changed = withDelivery(gp3, name, value);
    expect(changed.delivery).toEqual({ ...DEFAULT_DELIVERY, [name]: value });
    expect(deliveryValue(changed, name)).toBe(value);
    const param = deliveryParams({ target: 'volume' })[name];
    expect(param && paramProblem(param, value)).toBeNull();
  });

  test.each([
    ['status', 'dreamt of'],
    ['rampBy', 1],
    ['rampMonths', '3'],
    ['constructor', 1],
  ])('%s does not take %j', (name, value) => {
    expect(withDelivery(gp3, name, value)).toBe(gp3);
  });
});
