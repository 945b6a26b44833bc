import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import {
  cutMiddle,
  cutText,
  ends,
  fitLine,
  line,
  lineText,
  lineWidth,
  span,
  textWidth,
} from '../../src/ui/line.ts';

const unicode = glyphsOf('unicode');
const ascii = glyphsOf('ascii');
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('a row', () => {
  test('is exactly as wide as it is asked to be, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), fc.integer({ min: 0, max: 60 }), (texts, width) => {
        for (const glyphs of [unicode, ascii]) {
          const row = fitLine(line(...texts.map(text => span(text))), width, glyphs);
          expect(lineWidth(row)).toBe(width);
          expect(textWidth(lineText(row))).toBe(width);
        }
      }),
    );
  });

  test('holds no character that a terminal would act on', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(lineText(line(text))).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test.each([
    ['a colour', 'a\u001b[31mred', 'a\\x1b[31mred'],
    ['a line break', 'two\nlines', 'two\\x0alines'],
    ['a bidirectional override', 'abc\u202edef', 'abc\\u{202e}def'],
    ['a zero-width joiner', 'a\u200db', 'a\\u{200d}b'],
    ['a flag, which terminals draw in one, two or four cells', '\u{1f1e9}\u{1f1ea}', '\\u{1f1e9}\\u{1f1ea}'],
    ['a skin tone', '\u{1f44d}\u{1f3fd}', '\u{1f44d}\\u{1f3fd}'],
    ['a variation selector', '❤\ufe0f', '❤'],
  ])('shows %s instead of obeying it', (_what, text, shown) => {
    expect(lineText(line(text))).toBe(shown);
  });
});

describe('cutting', () => {
  test.each([
    ['a text that fits', 'booking', 7, 'booking', 'booking'],
    ['a longer one', 'notifications', 8, 'notific…', 'notif...'],
    ['wide characters, never in half', '東京大阪', 6, '東京…', '東...'],
    ['to nothing', 'abc', 0, '', ''],
    ['to less than the ASCII ellipsis', 'abcdef', 2, 'a…', 'ab'],
  ])('%s', (_what, text, width, inUnicode, inAscii) => {
    expect(cutText(text, width, unicode)).toBe(inUnicode);
    expect(cutText(text, width, ascii)).toBe(inAscii);
  });

  test('in the middle keeps both ends of an id', () => {
    expect(cutMiddle('schedule-non-production-staging', 22, unicode)).toBe('schedule-no…on-staging');
    expect(cutMiddle('gp3', 22, unicode)).toBe('gp3');
    expect(textWidth(cutMiddle('東京東京東京東京', 7, unicode))).toBeLessThanOrEqual(7);
  });

  test('two ends share a row: the left one gives way', () => {
    const row = ends(line('a title that is long'), line('right'), 16, unicode);

    expect(lineText(row)).toBe('a title …  right');
  });
});
