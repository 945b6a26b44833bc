/** Size factors of reservations, as AWS lists them. */

import { describe, expect, test } from 'vitest';
import {
  familyOf,
  isAssumedFactor,
  isSizeFlexible,
  normalizationFactor,
  sizeOf,
} from '../../../../src/engine/commitments/aws/normalization.ts';

describe('bare metal', () => {
  test.each([
    ['a1', 32],
    ['m5zn', 96],
    ['z1d', 96],
    ['i3', 128],
    ['m6g', 128],
    ['c5n', 144],
    ['c5', 192],
    ['r5n', 192],
    ['u-6tb1', 896],
    ['u-24tb1', 896],
  ])('%s.metal is %i units, as the guide lists it', (family, units) => {
    expect(normalizationFactor(`${family}.metal`)).toBe(units);
    expect(isAssumedFactor(`${family}.metal`)).toBe(false);
  });

  test.each([
    ['m6i.metal', 256],
    ['c7g.metal', 128],
    ['r6a.metal', 384],
    ['m7i.metal-24xl', 192],
    ['m7i.metal-48xl', 384],
  ])('%s is %i units by assumption', (type, units) => {
    expect(normalizationFactor(type)).toBe(units);
    expect(isAssumedFactor(type)).toBe(true);
  });

  test.each(['mac1.metal', 'toString.metal', '.metal'])('%s has no factor', type => {
    expect(normalizationFactor(type)).toBeNull();
    expect(isAssumedFactor(type)).toBe(false);
  });
});

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

  test.each([
    'metal-',
    'metal-0xl',
    'metal-24xlarge',
    '0xlarge',
    'xxlarge',
    '',
    'Large',
    'toString',
    '__proto__',
  ])('%j has none', size => {
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
