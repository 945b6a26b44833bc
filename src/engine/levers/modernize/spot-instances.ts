/** Run a part of a stateless tier on spot, spread over several pools, with on-demand machines for the rest. */

import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  declaredState,
  hasTag,
  machinesOf,
  monthlyProbability,
  SPOT_PARAMS,
  spotCandidate,
  spotPrice,
  tierShare,
} from './spot-capacity.ts';

const BEST_PRACTICES = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html';

/** Tags of machines that something replaces by itself. */
const REPLACED = /aws[:_]autoscaling[:_]groupname|nodegroup-name|karpenter|cluster-autoscaler/i;

export const spotInstances = defineLever({
  meta: {
    id: 'spot-instances',
    title: 'Spot for stateless instances',
    summary: 'Run part of a stateless tier on spot capacity in several pools, at two minutes notice.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 3, mode: 6, high: 15 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'up to 90 % of on-demand', source: 'https://aws.amazon.com/ec2/spot/' },
    planning: {
      text: '55 % of what is eligible',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [BEST_PRACTICES, 'https://aws.amazon.com/ec2/spot/instance-advisor/'],
    excludes: ['spot-batch'],
  },
  target: 'instance',
  params: {
    sharePercent: numberParam({
      label: 'Share on spot',
      unit: '%',
      description:
        'Assumption: half of each machine group; the rest must carry the load when a pool is lost.',
      default: 50,
      min: 5,
      max: 90,
      step: 5,
    }),
    ...SPOT_PARAMS,
    acceptUndeclared: booleanParam({
      label: 'Also where nothing is declared',
      unit: '',
      description:
        'Takes machines for stateless of which neither workloads.yaml (tiers) nor an auto-scaling tag says so.',
      default: false,
    }),
  },
  eligible: (instance, params, context) => {
    const usage = spotCandidate(instance);
    if (typeof usage === 'string') return no(usage);
    const state = declaredState(context.workload(instance).tiers);
    if ('forbidden' in state) return no(state.forbidden);
    if (machinesOf(instance, context) < 2)
      return no('the only machine of its workload: nothing carries the load meanwhile');
    const isReplaced = hasTag(instance, REPLACED);
    if (!state.isStateless) {
      const type = context.rates.book.instanceType(usage.instanceType, instance.region ?? '');
      if (type?.localNvmeGb && !params.acceptUndeclared)
        return no('local disks, and nothing says that they hold no data');
      if (!isReplaced && !params.acceptUndeclared)
        return no('not declared stateless: add its compute tier to workloads.yaml');
    }
    const price = spotPrice(instance, usage, params, 0, context);
    if (!price) return no(`no price of ${usage.instanceType} in ${instance.region ?? 'this region'}`);
    const share = params.sharePercent / 100;
    const perHour = { [usage.instanceType]: price.perHour };
    const saved = context.saving({ kind: 'spot', resourceId: instance.id, share, perHour });
    if (saved === null || saved <= 0) return no('spot and what stands in for it are no cheaper');
    return yes(
      `${params.sharePercent} % of ${usage.instanceType} on spot at $${price.perHour.toFixed(4)} an hour, ${price.origin}`,
      price.isObserved && (state.isStateless || isReplaced) ? 'inferred' : 'assumed',
      {
        share,
        perHour,
        tierShare: tierShare(instance, share, context),
        monthlyProbability: monthlyProbability(params),
      },
    );
  },
  effect: ({ id }, { share, perHour }) => ({ kind: 'spot', resourceId: id, share, perHour }),
  risk: (_instance, found, { pools }) => [
    {
      kind: 'spot',
      share: found.tierShare,
      pools,
      ...(found.monthlyProbability === null ? {} : { monthlyProbability: found.monthlyProbability }),
      reason: `${Math.round(found.tierShare * 100)} % of the tier in ${pools} pools, each of which goes at once`,
    },
    {
      kind: 'change-event',
      multiplier: 1,
      reason: 'machine groups with several types, rolled out one by one',
    },
  ],
});
