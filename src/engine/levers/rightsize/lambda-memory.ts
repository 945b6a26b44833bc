/** Give a function less memory: GB-seconds fall with it, and rise again with the CPU that goes with memory. */

import type { MeteredUsage, OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import {
  COMPUTE_OPTIMIZER,
  MEMORY_HEADROOM_PERCENT,
  mostOf,
  OBSERVED_DAYS_MIN,
  observedFor,
  percentText,
  withHeadroom,
} from './observed-need.ts';

const MEMORY = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html';

/** Least memory of a function, MB (Lambda, configuring memory). */
const LEAST_MB = 128;
/** Changes smaller than this are not worth a deployment (assumption). */
const LEAST_CHANGE = 0.05;

const DURATION = /^Lambda-GB-Second(-ARM)?$/;
const total = (hours: Float64Array) => hours.reduce((sum, units) => sum + units, 0);

function usagesOf({ metered }: OtherResource, pattern: RegExp): MeteredUsage[] {
  return metered.filter(
    ({ shape, hours }) =>
      shape.kind === 'aws-metered' &&
      shape.service === 'AWSLambda' &&
      pattern.test(shape.item) &&
      total(hours) > 0,
  );
}

/** MB that the function has, from its GB-seconds, invocations and median duration; null when one is unknown. */
function configuredMb(lambda: OtherResource, gbSeconds: number): number | null {
  const requests = usagesOf(lambda, /^Request/).reduce((sum, { hours }) => sum + total(hours), 0);
  const milliseconds = lambda.utilization?.durationMs?.p50 ?? null;
  if (requests === 0 || milliseconds === null || milliseconds <= 0) return null;
  return (gbSeconds / (requests * (milliseconds / 1000))) * 1024;
}

export const lambdaMemory = defineLever({
  meta: {
    id: 'lambda-memory',
    title: 'Lambda memory',
    summary:
      'Give functions the memory they were seen to use; what they wait for their CPU longer is charged too.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.2, mode: 1, high: 2 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: 'GB-seconds in proportion to memory, where the duration stays',
      source: 'https://aws.amazon.com/lambda/pricing/',
    },
    planning: {
      text: 'nothing for a function that is bound by its CPU: it runs as much longer as it has less memory',
      source: MEMORY,
    },
    realization: REALIZATION,
    sources: [MEMORY, COMPUTE_OPTIMIZER],
    excludes: [],
  },
  target: 'other',
  params: {
    memoryHeadroomPercent: MEMORY_HEADROOM_PERCENT,
    cpuBoundPercent: numberParam({
      label: 'Time bound by the CPU',
      unit: '%',
      description:
        'Assumption: this part of the duration grows as memory shrinks, because CPU comes with memory (0 to 100 %).',
      default: 25,
      min: 0,
      max: 100,
      step: 5,
    }),
    observedDaysMin: OBSERVED_DAYS_MIN,
  },
  eligible: (lambda, params, { saving }) => {
    const [usage, ...others] = usagesOf(lambda, DURATION);
    if (!usage) return no('is billed no Lambda duration');
    if (others.length > 0) return no('runs on two architectures: its metrics do not tell them apart');
    const seen = observedFor(lambda.utilization, params.observedDaysMin);
    if (!seen) return no('not observed long enough');
    const share = mostOf(seen.memory);
    if (share === null) return no('memory unobserved: import Lambda Insights');
    const ratio = withHeadroom(share, params.memoryHeadroomPercent);
    if (ratio > 1 - LEAST_CHANGE) return no(`uses ${percentText(share)} of its memory`);
    const mb = configuredMb(lambda, total(usage.hours));
    if (mb !== null && mb * ratio < LEAST_MB)
      return no(
        `needs ${Math.round(mb * ratio)} MB, less than the ${LEAST_MB} MB that Lambda gives at least`,
      );
    if (ratio <= 0) return no('memory use of 0 is no measurement');
    const bound = params.cpuBoundPercent / 100;
    const longer = 1 - bound + bound / ratio;
    const change = {
      kind: 'reshape',
      resourceId: lambda.id,
      fromPriceId: priceIdOf(usage.shape),
      to: usage.shape,
      quantityRatio: ratio * longer,
      capacityRatio: ratio,
    } as const;
    const saved = saving(change);
    if (saved === null) return no('no known price of its GB-seconds');
    if (saved <= 0) return no('bound by its CPU: it would run as much longer');
    return yes(
      `${percentText(share)} of its memory used at most: ${percentText(ratio)} of it, ${percentText(longer - 1)} longer${mb === null ? '; size unknown' : ''}`,
      // Without its size nobody can say that Lambda offers so little.
      mb === null ? 'inferred' : 'measured',
      { change, longer },
    );
  },
  effect: (_lambda, { change }) => change,
  risk: (_lambda, { longer }) => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: `a setting; the duration is taken to rise by ${percentText(longer - 1)}, and more memory at once would fail`,
    },
  ],
});
