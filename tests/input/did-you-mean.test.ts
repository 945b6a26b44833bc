import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closestWord } from '../../src/input/did-you-mean.ts';

const KNOWN = ['lever', 'start', 'owner', 'rightsize-compute', 'gp2', 'gp3'];

describe('closestWord', () => {
  test.each<[string, string | null, string]>([
    ['levr', 'lever', 'a letter is missing'],
    ['leverr', 'lever', 'a letter is too many'],
    ['leber', 'lever', 'a letter is wrong'],
    ['strat', 'start', 'two neighbours are swapped'],
    ['LEVER', 'lever', 'upper case'],
    ['right-size-compte', 'rightsize-compute', 'two mistakes in a long word'],
    ['gp4', 'gp2', 'the first of two equally near words'],
    ['lvr', null, 'two mistakes in three letters'],
    ['x', null, 'one letter'],
    ['', null, 'nothing'],
    ['database', null, 'another word'],
    ['l'.repeat(100_000), null, 'a very long word'],
  ])('%s -> %s: %s', (word, expected) => {
    expect(closestWord(word, KNOWN)).toBe(expected);
  });

  test('a known word is its own closest', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), words => {
        for (const word of words) expect(closestWord(word, words)).toBe(word);
      }),
    );
  });
});
