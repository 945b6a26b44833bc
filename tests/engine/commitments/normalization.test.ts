/** Size factors of reservations, as AWS lists them. */

import { describe, expect, test } from 'vitest';
import {
  familyOf,
  isSizeFlexible,
  normalizationFactor,
  sizeOf,
} from '../../../src/engine/commitments/normalization.ts';

describe('units of a size', () => {
  test.each([
    ['nano', 0.25],
    ['micro', 0.5],
    ['small', 1],
    ['medium', 2],
    ['large', 4],
    ['xlarge', 8],
    ['2xlarge', 16],
    ['3xlarge', 24],
    ['4xlarge', 32],
    ['6xlarge', 48],
    ['8xlarge', 64],
    ['9xlarge', 72],
    ['10xlarge', 80],
    ['12xlarge', 96],
    ['16xlarge', 128],
    ['18xlarge', 144],
    ['24xlarge', 192],
    ['32xlarge', 256],
    ['48xlarge', 384],
    ['56xlarge', 448],
    ['112xlarge', 896],
  ])('%s is %f', (size, units) => {
    expect(normalizationFactor(`m5.${size}`)).toBe(units);
  });

  test.each(['metal', 'metal-24xl', 'xxlarge', '', 'Large', 'toString', '__proto__'])('%j has none', size => {
    expect(normalizationFactor(`m5.${size}`)).toBeNull();
  });
});

test.each([
  ['m5.large', 'm5', 'large'],
  ['db.r6g.2xlarge', 'db.r6g', '2xlarge'],
  ['u-6tb1.112xlarge', 'u-6tb1', '112xlarge'],
  ['nodots', 'nodots', 'nodots'],
])('%s is of family %s and size %s', (type, family, size) => {
  expect(familyOf(type)).toBe(family);
  expect(sizeOf(type)).toBe(size);
});

test.each([
  ['m5', true],
  ['t3', true],
  ['g4dn', false],
  ['g4ad', false],
  ['g5', false],
  ['g5g', false],
  ['inf1', false],
  ['inf2', true],
])('%s is size-flexible: %s', (family, flexible) => {
  expect(isSizeFlexible(family)).toBe(flexible);
});
