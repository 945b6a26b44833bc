/** Worked examples of Google Cloud discounts, and those of resource-based commitments. */

import { z } from 'zod';
import { RESOURCE_DISCOUNT, resourceCoverage } from '../../engine/commitments/gcp/index.ts';
import type { Answer, Inputs } from '../answer.ts';
import { SPEND_BASED_ANSWERS } from './gcp-spend-based.ts';
import { SUSTAINED_USE_ANSWER } from './gcp-sustained-use.ts';
import { readAnswer } from './read-answer.ts';

const amount = z.number().min(0).max(1e12);

const RESOURCE_KEY = /^committed_([a-z0-9_]{1,40})$/;
const resourceSchema = z.object({
  on_demand_rate: amount.optional(),
  commitment_rate: amount.optional(),
  discount: z.number().min(0).lt(1).optional(),
  term_years: z.union([z.literal(1), z.literal(3)]).optional(),
  hours: amount.optional(),
});

/** Resources that are both committed and running: `committed_vcpus` with `running_vcpus` or `used_vcpus`. */
function resourcesOf(inputs: Inputs) {
  const names = Object.keys(inputs).flatMap(key => RESOURCE_KEY.exec(key)?.[1] ?? []);
  const resources = names.map(name => ({
    name,
    committed: amount.safeParse(inputs[`committed_${name}`]).data,
    running: amount.safeParse(inputs[`running_${name}`] ?? inputs[`used_${name}`]).data,
  }));
  return resources.flatMap(({ name, committed, running }) =>
    committed === undefined || running === undefined ? [] : [{ name, committed, running }],
  );
}

/** Cost of one resource, where its prices are known. */
function resourceCost(given: z.infer<typeof resourceSchema>, committed: number, standard: number) {
  const { on_demand_rate: rate, hours = 1 } = given;
  if (rate === undefined) return {};
  const share = given.discount ?? (given.term_years ? RESOURCE_DISCOUNT[given.term_years] : undefined);
  const committedRate = given.commitment_rate ?? (share === undefined ? undefined : rate * (1 - share));
  if (committedRate === undefined) return {};
  const fee = committed * committedRate * hours;
  const rest = standard * rate * hours;
  return { commitment_fee: fee, standard_cost: rest, total: fee + rest };
}

const resourceBased = readAnswer(
  'gcp-cud',
  inputs => {
    const resources = resourcesOf(inputs);
    const parsed = resourceSchema.safeParse(inputs);
    return parsed.success && resources.length > 0 ? { resources, given: parsed.data } : null;
  },
  ({ resources, given }) =>
    Object.assign(
      {},
      ...resources.map(({ name, committed, running }) => {
        const { covered, standard, unused } = resourceCoverage(committed, running);
        return {
          [`covered_${name}`]: covered,
          [`standard_${name}`]: standard,
          [`unused_${name}`]: unused,
          ...(resources.length > 1
            ? {}
            : {
                utilization: committed > 0 ? covered / committed : null,
                coverage: running > 0 ? covered / running : null,
                ...resourceCost(given, committed, standard),
              }),
        };
      }),
    ),
);

/** Examples of kinds `gcp-sud` and `gcp-cud`; the first that accepts the inputs computes them. */
export const GCP_COMMITMENT_ANSWERS: readonly Answer[] = [
  SUSTAINED_USE_ANSWER,
  resourceBased,
  ...SPEND_BASED_ANSWERS,
];
