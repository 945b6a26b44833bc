/** Write logs that are seldom searched into the Infrequent Access class: half the ingestion price, fewer features. */

import { defineLever, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  cutMeters,
  METERS,
  measuredParam,
  metersNamed,
  savedBy,
  shareParam,
  totalOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 'log-infrequent-access';
const CLASSES = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html';

export const logInfrequentAccess = defineLever({
  meta: {
    id: ID,
    title: 'Log class Infrequent Access',
    summary: 'Ingest seldom searched logs at half the price; searching them costs as much as before.',
    capability: 'rate-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '50 % of ingestion', source: 'https://aws.amazon.com/cloudwatch/pricing/' },
    planning: {
      text: '50 % of the ingestion of groups without metric filters, subscriptions and live tail',
      source: CLASSES,
    },
    realization: REALIZATION,
    sources: [CLASSES, 'https://aws.amazon.com/cloudwatch/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    movedPercent: shareParam({
      label: 'Moved',
      description:
        'Assumption: share of the bytes whose group needs no metric filter, subscription or alarm. The class of a group is chosen when it is created.',
      default: 50,
    }),
    measured: measuredParam('log groups with their filters and subscriptions'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.logIngestion);
    if (meters.length === 0) return no('no ingestion of logs in the bill');
    const { quantity } = totalOf(meters);
    const moved = (quantity * params.movedPercent) / 100;
    const effect = cutMeters(resource, ID, 'retier', [{ meters, left: 1 - params.movedPercent / 100 }], {
      added: [
        {
          service: 'cloudwatch_logs',
          item: 'logs',
          component: 'ingest_infrequent_access',
          region: resource.region ?? '',
          quantity: moved,
        },
      ],
    });
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(`${whole(moved)} of ${whole(quantity)} GB of logs`, params.measured ? 'measured' : 'assumed', {
      effect,
    });
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'new log groups; metric filters, subscriptions and live tail do not exist there',
    },
  ],
});
