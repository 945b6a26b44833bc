/** Run batch jobs on spot: an interruption costs the work since the last checkpoint, never a request. */

import { HOURS_PER_MONTH } from '../../calendar.ts';
import type { Workload } from '../../estate/workload.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import { RELIABILITY_CONSTANTS } from '../../reliability/index.ts';
import { CHECKPOINT_SHARE } from '../../reliability/operations-rules.ts';
import { monthlyHazard, reworkMinutes } from '../../reliability/spot-pools.ts';
import { REALIZATION } from '../realization.ts';
import {
  declaredState,
  hasTag,
  monthlyProbability,
  SPOT_PARAMS,
  spotCandidate,
  spotPrice,
  tierShare,
} from './spot-capacity.ts';

const BATCH = 'https://docs.aws.amazon.com/batch/latest/userguide/bestpractices.html';

/** Tags that AWS Batch and EMR put on the machines of their jobs. */
const JOBS = /aws[:_]batch[:_]|elasticmapreduce[:_]instance-group-role/i;

/** Minutes between two checkpoints as declared; null where no tier is declared to be a job. */
function declaredCheckpoint({ tiers }: Workload): number | null {
  const declared = (tiers ?? []).flatMap(({ kind, checkpointIntervalMinutes }) =>
    kind === 'compute' && checkpointIntervalMinutes !== null ? [checkpointIntervalMinutes] : [],
  );
  return declared.length === 0 ? null : Math.max(...declared);
}

export const spotBatch = defineLever({
  meta: {
    id: 'spot-batch',
    title: 'Spot for batch jobs',
    summary: 'Run jobs that can be repeated on spot capacity; interrupted work is done again.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 1, mode: 3, high: 8 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'up to 90 % of on-demand', source: 'https://aws.amazon.com/ec2/spot/' },
    planning: {
      text: '55 % of what is eligible, less the work that is done again',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [BATCH, 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html'],
    excludes: ['spot-instances'],
  },
  target: 'instance',
  params: {
    sharePercent: numberParam({
      label: 'Share on spot',
      unit: '%',
      description: 'Assumption: the rest stays on demand for jobs that must end in time.',
      default: 80,
      min: 5,
      max: 90,
      step: 5,
    }),
    ...SPOT_PARAMS,
    checkpointMinutes: numberParam({
      label: 'Between two checkpoints',
      unit: 'minutes',
      description: 'Assumption where workloads.yaml declares none; half of it is lost at an interruption.',
      default: 60,
      min: 1,
      max: 43_200,
      step: 5,
    }),
    restartMinutes: numberParam({
      label: 'Until a job is back',
      unit: 'minutes',
      description: 'Assumption: another machine, its image and the input of the job.',
      default: 10,
      min: 0,
      max: 240,
      step: 5,
    }),
    acceptUndeclared: booleanParam({
      label: 'Also where nothing is declared',
      unit: '',
      description:
        'Takes machines for batch of which neither workloads.yaml (tiers) nor a tag of AWS Batch or EMR says so.',
      default: false,
    }),
  },
  eligible: (instance, params, context) => {
    const usage = spotCandidate(instance);
    if (typeof usage === 'string') return no(usage);
    const workload = context.workload(instance);
    const state = declaredState(workload.tiers);
    if ('forbidden' in state) return no(state.forbidden);
    const declared = declaredCheckpoint(workload);
    if (declared === null && !hasTag(instance, JOBS) && !params.acceptUndeclared)
      return no('not declared a batch job: add checkpointIntervalMinutes to its tier in workloads.yaml');
    const checkpoint = declared ?? params.checkpointMinutes;
    const known = monthlyProbability(params);
    const hazard = monthlyHazard(known ?? RELIABILITY_CONSTANTS.spotMonthlyProbability.value);
    const longest = (60 * CHECKPOINT_SHARE.value * HOURS_PER_MONTH) / hazard;
    if (checkpoint > longest)
      return no(`${checkpoint} minutes between checkpoints: more than half the time to an interruption`);
    const redone = (hazard / HOURS_PER_MONTH) * (reworkMinutes(checkpoint, params.restartMinutes) / 60);
    const price = spotPrice(instance, usage, params, redone, context);
    if (!price) return no(`no price of ${usage.instanceType} in ${instance.region ?? 'this region'}`);
    const share = params.sharePercent / 100;
    const perHour = { [usage.instanceType]: price.perHour };
    const saved = context.saving({ kind: 'spot', resourceId: instance.id, share, perHour });
    if (saved === null || saved <= 0) return no('spot and what stands in for it are no cheaper');
    return yes(
      `${params.sharePercent} % of ${usage.instanceType} on spot at $${price.perHour.toFixed(4)} an hour, ${price.origin}; ${(redone * 100).toFixed(2)} % of the work done again`,
      price.isObserved && declared !== null ? 'inferred' : 'assumed',
      { share, perHour, tierShare: tierShare(instance, share, context), monthlyProbability: known },
    );
  },
  effect: ({ id }, { share, perHour }) => ({ kind: 'spot', resourceId: id, share, perHour }),
  risk: (_instance, found, { pools }) => [
    {
      kind: 'spot',
      share: found.tierShare,
      pools,
      ...(found.monthlyProbability === null ? {} : { monthlyProbability: found.monthlyProbability }),
      reason: `${Math.round(found.tierShare * 100)} % of the machines in ${pools} pools: jobs end later`,
    },
    { kind: 'change-event', multiplier: 1, reason: 'a new compute environment beside the old one' },
  ],
});
