/**
 * What a Savings Plan may cover (Savings Plans user guide, "What are Savings Plans", 2025 or later) and how plans are sold.
 * Never: spot, disks, data transfer, support, software licences (Optimize CPUs, October 2025), what a reservation covers.
 */

import { assertNever } from '../../assert.ts';
import type { PaymentOption, SavingsPlan, SavingsPlanOffering, TermYears } from '../commitment.ts';
import type { NodeService, UsagePool, UsageShape } from '../usage.ts';
import { engineOf } from './node-units.ts';
import { familyOf } from './normalization.ts';

/** First month in which Database plans cover OpenSearch and Neptune Analytics (vendor posts, March 2026). */
const OPENSEARCH_FROM_MS = Date.UTC(2026, 2, 1);

/** Database plans cover provisioned nodes of this generation and newer, of any size (vendor posts, December 2025 to March 2026). */
const DATABASE_GENERATION_MIN = 7;

const DATABASE_NODES: ReadonlySet<NodeService> = new Set([
  'aurora',
  'rds',
  'elasticache',
  'documentdb',
  'neptune',
  'opensearch',
]);

/** Service codes whose metered usage (serverless, requests, capacity units) a Database plan covers. */
const DATABASE_SERVICES: ReadonlySet<string> = new Set([
  'AmazonRDS',
  'AmazonAurora',
  'AmazonDynamoDB',
  'AmazonElastiCache',
  'AmazonDocDB',
  'AmazonNeptune',
  'AmazonMCS',
  'AmazonKeyspaces',
  'AmazonTimestream',
  'AWSDatabaseMigrationSvc',
  'AmazonES',
  'AmazonOpenSearchService',
]);
const OPENSEARCH_SERVICES: ReadonlySet<string> = new Set(['AmazonES', 'AmazonOpenSearchService']);

/** Bills list Fargate under the orchestrator too; of those only the Fargate meters are eligible. */
const isFargate = (service: string, item: string) =>
  service === 'AWSFargate' || (/^Amazon(ECS|EKS)$/.test(service) && /fargate/i.test(item));

/** Generation in the name of a node class: 7 of `db.r7g.large`; null when the name has none. */
export function nodeGeneration(nodeClass: string): number | null {
  const match = /^(?:db\.|cache\.)?[a-z]+?(\d+)[a-z-]*\./.exec(nodeClass.toLowerCase());
  return match ? Number(match[1]) : null;
}

function isDatabaseNode(shape: Extract<UsageShape, { kind: 'aws-node' }>, untilMs: number): boolean {
  if (!DATABASE_NODES.has(shape.service)) return false;
  if (shape.service === 'elasticache' && engineOf(shape) !== 'valkey') return false;
  if (shape.service === 'opensearch' && untilMs <= OPENSEARCH_FROM_MS) return false;
  return (nodeGeneration(shape.nodeClass) ?? 0) >= DATABASE_GENERATION_MIN;
}

function isDatabaseUsage(shape: UsageShape, untilMs: number): boolean {
  if (shape.kind === 'aws-node') return isDatabaseNode(shape, untilMs);
  if (shape.kind !== 'aws-metered' || !DATABASE_SERVICES.has(shape.service)) return false;
  return !OPENSEARCH_SERVICES.has(shape.service) || untilMs > OPENSEARCH_FROM_MS;
}

/**
 * Whether the plan applies to this usage at all; its rate may still be unknown.
 * @param untilMs end of the period: Database plans cover more services from March 2026
 */
export function isPlanEligible(
  plan: Pick<SavingsPlan, 'offering' | 'family' | 'region'>,
  { shape }: Pick<UsagePool, 'shape'>,
  untilMs: number,
): boolean {
  switch (plan.offering) {
    case 'compute':
      if (shape.kind === 'aws-instance') return true;
      return (
        shape.kind === 'aws-metered' &&
        (shape.service === 'AWSLambda' || isFargate(shape.service, shape.item))
      );
    case 'ec2-instance':
      return (
        shape.kind === 'aws-instance' &&
        shape.region === plan.region &&
        familyOf(shape.instanceType) === plan.family
      );
    case 'sagemaker':
      return shape.kind === 'aws-metered' && shape.service === 'AmazonSageMaker';
    case 'database':
      return isDatabaseUsage(shape, untilMs);
    default:
      return assertNever(plan.offering);
  }
}

/** Smallest and largest commitment of one plan, USD an hour (Savings Plans user guide). */
const COMMITMENT_MIN_PER_HOUR = 0.001;
const COMMITMENT_MAX_PER_HOUR = 5000;

/** Whether AWS sells such a plan: in range, and Database plans for one year without upfront payment only. */
export function isPlanSold(plan: {
  readonly offering: SavingsPlanOffering;
  readonly termYears: TermYears;
  readonly payment: PaymentOption;
  readonly commitmentPerHour: number;
}): boolean {
  const { offering, termYears, payment, commitmentPerHour } = plan;
  if (commitmentPerHour < COMMITMENT_MIN_PER_HOUR || commitmentPerHour > COMMITMENT_MAX_PER_HOUR)
    return false;
  return offering !== 'database' || (termYears === 1 && payment === 'no-upfront');
}
