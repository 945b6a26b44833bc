/** An answer made of a schema that reads its inputs and a function that computes from what was read. */

import type { Answer, Inputs } from '../answer.ts';

/**
 * @param read what the inputs say, or null where they are not of this answer's shape or impossible; null values count as
 *   missing
 */
export function readAnswer<Given>(
  kind: string,
  read: (inputs: Inputs) => Given | null,
  compute: (given: Given) => Readonly<Record<string, unknown>>,
): Answer {
  const readPresent = (inputs: Inputs) =>
    read(Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null)));
  return {
    kind,
    accepts: inputs => readPresent(inputs) !== null,
    compute: inputs => {
      const given = readPresent(inputs);
      if (given === null) throw new Error(`the inputs are not those of an example of the kind \`${kind}\``);
      return compute(given);
    },
  };
}
