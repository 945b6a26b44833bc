import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeControl } from '../../src/engine/text.ts';

/** Characters that could act on a terminal or hide: written here without the expression that the code uses. */
function isDangerous(code: number): boolean {
  const ranges: readonly (readonly [number, number])[] = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x180e, 0x180e],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xd800, 0xdfff],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
    [0xe0001, 0xe007f],
  ];
  return ranges.some(([low, high]) => code >= low && code <= high);
}

const hostileCharacter = fc.oneof(
  fc.integer({ min: 0, max: 0x9f }),
  fc.integer({ min: 0x2000, max: 0x2070 }),
  fc.integer({ min: 0, max: 0x10ffff }),
  fc.constantFrom(0x1b, 0x9b, 0x07, 0x202e, 0x2066, 0xfeff, 0xd800, 0xdc00, 0xe0041, 0xad, 0x61c),
);
// fromCharCode for surrogates: a lone one must come through the generator too.
const hostileText = fc
  .array(hostileCharacter, { maxLength: 40 })
  .map(codes => codes.map(code => String.fromCodePoint(code)).join(''));

describe('escapeControl', () => {
  test.each([
    ['plain text stays', 'checkout-api (prod) 12 %', 'checkout-api (prod) 12 %'],
    ['letters of every script stay', 'Zürich 東京 Київ 🚀', 'Zürich 東京 Київ 🚀'],
    ['an emoji keeps its variation selector', '⚠️', '⚠️'],
    ['a backslash stays', 'C:\\x1b', 'C:\\x1b'],
    ['a colour sequence is shown', '\x1b[31mred', '\\x1b[31mred'],
    ['a window title is shown', '\x1b]0;owned\x07', '\\x1b]0;owned\\x07'],
    ['the one-byte sequence start is shown', '\x9b2J', '\\x9b2J'],
    ['line breaks and tabs are shown', 'a\r\nb\tc', 'a\\x0d\\x0ab\\x09c'],
    ['a bidirectional override is shown', 'invoice\u202egnp.exe', 'invoice\\u{202e}gnp.exe'],
    ['a bidirectional isolate is shown', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['zero-width characters are shown', 'a\u200bb\ufeffc\u2060d', 'a\\u{200b}b\\u{feff}c\\u{2060}d'],
    ['a lone surrogate is shown', 'a\ud800b', 'a\\u{d800}b'],
    ['tag characters are shown', 'a\u{e0041}', 'a\\u{e0041}'],
    ['letters that are drawn as nothing are shown', 'a\u3164b', 'a\\u{3164}b'],
  ])('%s', (_rule, text, expected) => {
    expect(escapeControl(text)).toBe(expected);
  });

  test('nothing that acts on a terminal or reorders text comes out', () => {
    fc.assert(
      fc.property(hostileText, text => {
        for (const character of escapeControl(text)) {
          expect(isDangerous(character.codePointAt(0) ?? 0)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('escaping twice changes nothing more', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const once = escapeControl(text);
        expect(escapeControl(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('text without control characters is not touched', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~¡-¬®-ɏ]*$/), text => {
        expect(escapeControl(text)).toBe(text);
      }),
    );
  });
});
