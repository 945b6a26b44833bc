/** The answer of `trimtab validate`: published worked examples beside what the engine computes. */

import { z } from 'zod';

/** Values keep the type they have in the pack, so that one can be compared with the other: a number stays a number here. */
const value = z
  .unknown()
  .describe('a value as the pack writes it: number, text, true or false, list, mapping, null');
const facts = z.record(z.string(), value);

export const validateSchema = z.object({
  schema: z.literal('trimtab/validate/1'),
  examples: z.array(
    z.object({
      id: z.string(),
      kind: z.string().describe('the `fn` of the example where it names one, else its `kind`'),
      status: z
        .enum(['pass', 'fail', 'computed', 'not-covered'])
        .describe('computed: nothing is published to compare with'),
      file: z.string(),
      title: z.string().nullable(),
      source: z.object({ document: z.string().nullable(), url: z.string().nullable() }),
      published: facts.nullable().describe('`expected` of the example'),
      computed: facts
        .nullable()
        .describe(
          'exactly the keys of `published`, nested ones too; every key that can be computed where nothing is published',
        ),
      error: z.number().nullable().describe('largest absolute difference of a published number'),
      reason: z
        .string()
        .nullable()
        .describe('why it fails or is not covered, or passes only by the rounding of its printed inputs'),
      comparisons: z
        .array(
          z.object({
            path: z.string(),
            published: value,
            computed: value,
            error: z.number().nullable(),
            isWithin: z.boolean(),
          }),
        )
        .describe('every published value, with those of `derived`, `expectedByClass` and `pBreach`'),
    }),
  ),
  passed: z.number(),
  failed: z.number(),
  notCovered: z.number(),
  computed: z.number(),
});
