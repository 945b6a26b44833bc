/** Run a function on arm64: duration costs less for each GB-second, requests cost what they did. */

import type { UsageShape } from '../../commitments/usage.ts';
import type { MeteredUsage, OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { onArm } from '../../pricing/metered-list-price.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';

const ARCHITECTURES = 'https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html';

type LambdaUsage = MeteredUsage & { readonly shape: Extract<UsageShape, { readonly kind: 'aws-metered' }> };

/** Meters of duration end in this on arm64. */
const ARM = '-ARM';
const DURATION = /^Lambda-(Provisioned-)?GB-Second(-ARM)?$/;

function durationsOf({ metered }: OtherResource): readonly LambdaUsage[] {
  return metered.filter(
    (usage): usage is LambdaUsage =>
      usage.shape.kind === 'aws-metered' &&
      usage.shape.service === 'AWSLambda' &&
      DURATION.test(usage.shape.item) &&
      usage.hours.some(units => units > 0),
  );
}

export const lambdaGraviton = defineLever({
  meta: {
    id: 'lambda-graviton',
    title: 'Lambda to arm64',
    summary: 'Run a function on arm64: a fifth less for each GB-second, the same for each request.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.25, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '20 % of each GB-second by list price',
      source: 'https://aws.amazon.com/lambda/pricing/',
    },
    planning: {
      text: '20 % of the duration charges',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [ARCHITECTURES, 'https://aws.amazon.com/lambda/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    durationPercent: numberParam({
      label: 'Duration on arm64',
      unit: '% of the old',
      description: 'Assumption: as long as before. Some functions run shorter, some longer: measure both.',
      default: 100,
      min: 50,
      max: 200,
      step: 5,
    }),
  },
  eligible: (lambda, { durationPercent }, { rates, saving }) => {
    const usages = durationsOf(lambda);
    if (usages.length === 0) return no('is billed no Lambda duration');
    if (usages.some(({ shape }) => shape.item.endsWith(ARM))) return no('already on arm64');
    const [usage, ...others] = usages;
    if (!usage || others.length > 0)
      return no('has provisioned and other duration: give the function one of them');
    const { shape } = usage;
    const to = onArm(shape);
    if (rates.onDemandRate(to) === null)
      return no(`no price of ${to.item} in ${shape.region || 'this region'}`);
    const change = {
      kind: 'reshape',
      resourceId: lambda.id,
      fromPriceId: priceIdOf(shape),
      to,
      quantityRatio: durationPercent / 100,
      capacityRatio: 1,
    } as const;
    const saved = saving(change);
    if (saved === null) return no(`no price of ${shape.item}`);
    if (saved <= 0) return no(`at ${durationPercent} % of the duration arm64 costs more than it saves`);
    const isSame = durationPercent === 100;
    return yes(
      `${shape.item} on arm64, ${isSame ? 'as long as before' : `${durationPercent} % of the duration`}`,
      'inferred',
      { change },
    );
  },
  effect: (_lambda, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1,
      reason: 'a new build behind an alias; libraries with native code must exist for arm64',
    },
  ],
});
