/** Usage and Savings Plans of an example, as the engine sees them. */

import { familyOf } from '../../engine/commitments/aws/normalization.ts';
import { nodeGeneration } from '../../engine/commitments/aws/savings-plan-eligibility.ts';
import type { SavingsPlan, SavingsPlanOffering } from '../../engine/commitments/commitment.ts';
import type { NodeService, UsagePool, UsageShape } from '../../engine/commitments/usage.ts';
import type { Inputs } from '../answer.ts';
import { has, numberIn, numberOf, numberOr, numbersOf, textOf } from '../read-inputs.ts';
import { EXAMPLE_REGION, platformOf, tenancyOf, UNSAID } from './aws-application.ts';

const textIn = (row: Inputs, ...keys: readonly string[]): string | null => {
  const key = keys.find(each => has(row, each));
  return key === undefined ? null : textOf(row, key);
};

const OFFERINGS: readonly (readonly [RegExp, SavingsPlanOffering])[] = [
  [/ec2|instance/i, 'ec2-instance'],
  [/compute/i, 'compute'],
  [/sage ?maker/i, 'sagemaker'],
  [/database|db/i, 'database'],
];

/** Key of the plan rate of a usage row, and the name of an offering in result keys. */
export const OFFERING_KEYS: Readonly<Record<SavingsPlanOffering, string>> = {
  'ec2-instance': 'ec2_instance_sp',
  compute: 'compute_sp',
  sagemaker: 'sagemaker_sp',
  database: 'database_sp',
};

/** @throws Error when the type is none that AWS sells, or the commitment is missing */
export function readPlan(row: Inputs, index: number): SavingsPlan {
  const type = textOf(row, 'type');
  const offering = OFFERINGS.find(([pattern]) => pattern.test(type))?.[1];
  if (!offering)
    throw new Error('`type` of a savings plan must be Compute, EC2Instance, SageMaker or Database');
  const isFamily = offering === 'ec2-instance';
  return {
    ...UNSAID,
    kind: 'savings-plan',
    id: textIn(row, 'id') ?? `plan-${index + 1}`,
    ownerAccount: textIn(row, 'account', 'owner'),
    offering,
    family: isFamily ? textOf(row, 'family') : null,
    region: isFamily ? (textIn(row, 'region') ?? EXAMPLE_REGION) : null,
    commitmentPerHour: numberOf(row, 'commitment_per_hour', 'commitment'),
  };
}

/** Service codes for the names that examples use. */
const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/fargate/i, 'AWSFargate'],
  [/lambda/i, 'AWSLambda'],
  [/sage ?maker/i, 'AmazonSageMaker'],
  [/dynamo/i, 'AmazonDynamoDB'],
];

const NODE_SERVICES: readonly (readonly [RegExp, NodeService])[] = [
  [/aurora/i, 'aurora'],
  [/rds/i, 'rds'],
  [/elasticache/i, 'elasticache'],
  [/memorydb/i, 'memorydb'],
  [/redshift/i, 'redshift'],
  [/opensearch|amazones$/i, 'opensearch'],
  [/docdb|documentdb/i, 'documentdb'],
  [/neptune/i, 'neptune'],
];

const TYPE = /^[a-z][a-z0-9-]*\.(?:nano|micro|small|medium|\d{0,3}x?large|metal(?:-\d+xl)?)(?![a-z0-9])/;

/** Type of an instance: said, or at the beginning of the id; a family alone has one unknown size. */
function instanceTypeOf(row: Inputs, id: string, family: string | null): string | null {
  const said = textIn(row, 'instance_type') ?? TYPE.exec(id)?.[0] ?? null;
  return said ?? (family === null ? null : `${family}.unknown`);
}

function nodeShape(row: Inputs, service: NodeService, region: string): UsageShape | null {
  const nodeClass = textIn(row, 'instance_class', 'node_type', 'instance_type');
  if (nodeClass === null || nodeGeneration(nodeClass) === null) return null;
  return {
    kind: 'aws-node',
    service,
    nodeClass,
    engine: textIn(row, 'engine'),
    deployment: 'single-az',
    licence: null,
    isIoOptimized: false,
    region,
  };
}

function shapeOf(row: Inputs, id: string): UsageShape {
  const region = textIn(row, 'region') ?? EXAMPLE_REGION;
  const service = textIn(row, 'service') ?? '';
  const family = textIn(row, 'family');
  const node = NODE_SERVICES.find(([pattern]) => pattern.test(service))?.[1];
  const asNode = node ? nodeShape(row, node, region) : null;
  if (asNode) return asNode;
  const instanceType = instanceTypeOf(row, id, family);
  const isMachine = /ec2|elastic ?compute/i.test(service) || service === '';
  if (isMachine && instanceType !== null) {
    return {
      kind: 'aws-instance',
      instanceType,
      region,
      availabilityZone: textIn(row, 'az'),
      operatingSystem: platformOf(
        textIn(row, 'platform', 'os') ?? /windows|rhel|suse/.exec(id)?.[0] ?? 'linux',
      ),
      tenancy: tenancyOf(textIn(row, 'tenancy') ?? id),
      isEmptySlot: row.empty_slot === true,
    };
  }
  const code = SERVICES.find(([pattern]) => pattern.test(service))?.[1] ?? service;
  return { kind: 'aws-metered', service: code, region, item: id };
}

/** A row of usage: what it is, its family for keys that name it, and its rates under each type of plan. */
export type ExampleUse = {
  readonly id: string;
  readonly service: string;
  readonly family: string | null;
  readonly pool: UsagePool;
  readonly quantity: number;
  readonly rates: Readonly<Partial<Record<SavingsPlanOffering, number>>>;
};

/** @param hours each of them has the quantity of the row, unless the row lists `quantities` by the hour */
export function readUse(row: Inputs, index: number, hours: number): ExampleUse {
  const id = textIn(row, 'id') ?? `usage-${index + 1}`;
  const onDemandRate = numberOf(row, 'on_demand_rate');
  const listed = has(row, 'quantities') ? numbersOf(row, 'quantities') : null;
  const each = listed ? 0 : numberOr(row, 'quantity', 1);
  const quantities = Float64Array.from({ length: hours }, (_, hour) => (listed ? (listed[hour] ?? 0) : each));
  const rates: Partial<Record<SavingsPlanOffering, number>> = {};
  for (const [offering, key] of Object.entries(OFFERING_KEYS) as [SavingsPlanOffering, string][]) {
    const rate = numberIn(row, `${key}_rate`);
    if (rate !== null) rates[offering] = rate;
  }
  const shape = shapeOf(row, id);
  return {
    id,
    service: textIn(row, 'service') ?? '',
    family: textIn(row, 'family') ?? (shape.kind === 'aws-instance' ? familyOf(shape.instanceType) : null),
    quantity: quantities.reduce((sum, quantity) => sum + quantity, 0),
    rates,
    pool: {
      // Rows may repeat an id: the index keeps them apart.
      id: `${id}|${index}`,
      account: textIn(row, 'account') ?? '',
      workload: null,
      shape,
      unit: textIn(row, 'unit') ?? 'unit',
      listRate: onDemandRate,
      onDemandRate,
      quantities,
    },
  };
}
