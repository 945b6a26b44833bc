import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonLists, JsonTextError } from '../../src/metrics/json-lists.ts';

type Seen = { readonly elements: [string, unknown][]; readonly documents: unknown[] };

function read(text: string, cuts: readonly number[] = []): Seen {
  const seen: Seen = { elements: [], documents: [] };
  const lists = new JsonLists({
    lists: new Set(['long']),
    onElement: (list, element) => seen.elements.push([list, JSON.parse(element)]),
    onDocument: document => seen.documents.push(JSON.parse(document)),
  });
  const places = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  for (let index = 1; index < places.length; index++)
    lists.take(text.slice(places[index - 1], places[index]));
  lists.end();
  return seen;
}

const json = fc.jsonValue({ maxDepth: 4 });
const document = fc.record({
  before: json,
  long: fc.array(fc.dictionary(fc.string(), json), { maxLength: 4 }),
  after: fc.record({ text: fc.string(), list: fc.array(json, { maxLength: 3 }) }),
});
/** JSON has no negative zero, and a key `long` further inside is another list. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('"long":', '"lung":'));

describe('long lists of a JSON text', () => {
  test('come out element by element, wherever the text is cut and however documents follow each other', () => {
    const layout = fc.constantFrom('lines', 'list', 'joined');
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 3 }),
        layout,
        fc.array(fc.nat(400)),
        (all, how, cuts) => {
          const documents = all.map(({ before, long, after }) => ({
            before: plain(before),
            long: plain(long) as unknown[],
            after: plain(after),
          }));
          const texts = documents.map(each => JSON.stringify(each, null, how === 'lines' ? 2 : 0));
          const text = how === 'list' ? `[${texts.join(' ,\n')}]` : texts.join(how === 'lines' ? '\n' : '');
          const seen = read(
            text,
            cuts.filter(at => at < text.length),
          );
          expect(seen.elements).toEqual(
            documents.flatMap(({ long }) => long.map(element => ['long', element])),
          );
          expect(seen.documents).toEqual(documents.map(each => ({ ...each, long: [] })));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('brackets and quotes inside of texts are text', () => {
    const element = { 'a"]}': '[{"\\', long: '}]"' };

    expect(read(JSON.stringify({ long: [element], x: '"}{[' })).elements).toEqual([['long', element]]);
  });

  test.each([
    ['{"long":[{"a":1}', 'before its last bracket'],
    ['{"a":"b', 'before its last bracket'],
    ['{"long":[1]}', 'where an object begins'],
    ['{"long":["x"]}', 'where an object begins'],
    ['{"long":[[1]]}', 'where an object begins'],
    ['{"a":1}x', 'where an object begins'],
    ['[1]', 'where an object begins'],
    ['{"a":[1}', 'closes nothing'],
    ['{}}', 'closes nothing'],
    [`{"long":[${'{"a":'.repeat(40)}`, 'more than 32 deep'],
    ['['.repeat(100_000), 'where an object begins'],
    [`{"a":${'['.repeat(100_000)}`, 'more than 32 deep'],
  ])('%.30s is refused', (text, why) => {
    expect(() => read(text)).toThrow(JsonTextError);
    expect(() => read(text)).toThrow(why);
  });

  test('what stands around the lists may not grow without an end', () => {
    expect(() => read(`{"a":"${'x'.repeat(17_000_000)}"}`)).toThrow('million characters');
  });
});
