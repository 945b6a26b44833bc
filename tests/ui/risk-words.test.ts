import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import {
  breachText,
  changeParts,
  changeText,
  constantWords,
  minutesRange,
  rangeText,
  shortPercent,
  signedMinutes,
  verdictSpan,
} from '../../src/ui/risk-words.ts';

const glyphs = glyphsOf('unicode');
const range = (p10: number, p90: number) => ({ planned: p10, p10, p50: p10, p90 });

describe('shares', () => {
  test.each([
    [0, '0 %'],
    [0.000_01, '<0.1 %'],
    [0.0006, '0.1 %'],
    [0.0473, '4.7 %'],
    [0.0994, '9.9 %'],
    [0.0996, '10 %'],
    [0.21, '21 %'],
    [1, '100 %'],
    [3.4, '340 %'],
  ])('%d reads %s', (share, text) => {
    expect(shortPercent(share)).toBe(text);
  });

  test('something never reads as nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 100, noNaN: true }), share => {
        expect(Number.parseFloat(shortPercent(share).replace('<', ''))).toBeGreaterThan(0);
      }),
    );
  });
});

describe('P(breach) with its range', () => {
  test.each([
    [0.05, range(0.02, 0.14), '5.0 % (2.0-14 %)'],
    [0.000_1, range(0.000_01, 0.004), '<0.1 % (<0.1-0.4 %)'],
    [0.000_1, range(0.000_01, 0.000_2), '<0.1 % (<0.1 %)'],
    [0.3, null, '30 %'],
  ])('%d with %j reads %s', (probability, its, text) => {
    expect(breachText(probability, its)).toBe(text);
  });

  test('a range whose ends read the same is one number', () => {
    expect(rangeText(range(0.121, 0.1211))).toBe('12 %');
  });
});

describe('ranges of minutes', () => {
  test.each([
    [0.42, 3.13, '0.4-3.1 min'],
    [2, 2.01, '2.0 min'],
    [12, 660, '12.0 min to 11.0 h'],
    [660, 6600, '11.0-110.0 h'],
  ])('%d to %d reads %s', (p10, p90, text) => {
    expect(minutesRange(range(p10, p90))).toBe(text);
  });
});

describe('before and after', () => {
  test.each([
    ['17 %', '21 %', '17 → 21 %'],
    ['7.2 min', '9.2 min', '7.2 → 9.2 min'],
    ['2.1 min', '10.2 h', '2.1 min → 10.2 h'],
    ['17 %', '17 %', '17 %'],
    ['unknown', '5.0 min', 'unknown → 5.0 min'],
  ])('%s and %s read %s', (before, after, text) => {
    expect(changeText(before, after, glyphs)).toBe(text);
    const parts = changeParts(before, after, true, glyphs);
    expect(parts.map(part => (typeof part === 'string' ? part : part.text)).join('')).toBe(text);
  });

  test('only the new value is coloured, by its direction, and only when it reads differently', () => {
    expect(changeParts('1 %', '2 %', true, glyphs)[1]).toMatchObject({ text: '2 %', token: 'cost.up' });
    expect(changeParts('2 %', '1 %', false, glyphs)[1]).toMatchObject({ text: '1 %', token: 'cost.down' });
    expect(changeParts('2 %', '2 %', true, glyphs)).toEqual(['2 %']);
  });

  test.each([
    [1.94, '+1.9 min'],
    [-1.94, '-1.9 min'],
    [0.04, '0.0 min'],
    [-0.04, '0.0 min'],
    [-720, '-12.0 h'],
  ])('%d minutes more read %s', (value, text) => {
    expect(signedMinutes(value)).toBe(text);
  });
});

describe('verdicts', () => {
  test.each(['unicode', 'ascii'] as const)('are told apart by mark and by word in %s', set => {
    const texts = (['broken', 'policy', 'unknown', 'kept', 'none'] as const).map(
      verdict => verdictSpan(verdict, glyphsOf(set)).text,
    );

    expect(new Set(texts.map(text => text.split(' ')[0])).size).toBe(5);
    expect(new Set(texts.map(text => text.split(' ').slice(1).join(' '))).size).toBe(5);
  });
});

test('names of constants are words', () => {
  expect(constantWords('coldDataRequestShare')).toBe('cold data request share');
});
