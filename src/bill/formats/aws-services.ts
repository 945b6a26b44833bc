/** FOCUS service category of AWS product codes; a code outside the table has none. Own reading of each product's purpose. */

import { sqlText } from '../sql.ts';

/** Commonest first: the list is searched in this order for every record. */
const CATEGORIES: readonly (readonly [category: string, codes: readonly string[]])[] = [
  [
    'Compute',
    [
      'AmazonEC2',
      'AWSLambda',
      'AmazonECS',
      'AmazonEKS',
      'AmazonLightsail',
      'ComputeSavingsPlans',
      'AWSBatch',
    ],
  ],
  [
    'Storage',
    ['AmazonS3', 'AmazonEFS', 'AmazonFSx', 'AWSBackup', 'AmazonGlacier', 'AmazonS3GlacierDeepArchive'],
  ],
  [
    'Databases',
    ['AmazonRDS', 'AmazonDynamoDB', 'AmazonElastiCache', 'AmazonDocDB', 'AmazonNeptune', 'AmazonMemoryDB'],
  ],
  [
    'Networking',
    [
      'AWSDataTransfer',
      'AWSELB',
      'AmazonVPC',
      'AmazonCloudFront',
      'AmazonRoute53',
      'AWSGlobalAccelerator',
      'AmazonApiGateway',
    ],
  ],
  [
    'Management and Governance',
    [
      'AmazonCloudWatch',
      'AWSCloudTrail',
      'AWSConfig',
      'AWSSystemsManager',
      'AWSSupportBusiness',
      'AWSSupportEnterprise',
    ],
  ],
  [
    'Security',
    ['awskms', 'AWSSecretsManager', 'awswaf', 'AmazonGuardDuty', 'AmazonInspectorV2', 'AWSSecurityHub'],
  ],
  [
    'Analytics',
    [
      'AmazonRedshift',
      'AWSGlue',
      'AmazonAthena',
      'AmazonES',
      'ElasticMapReduce',
      'AmazonKinesis',
      'AmazonKinesisFirehose',
      'AmazonMSK',
    ],
  ],
  ['Integration', ['AWSQueueService', 'AmazonSNS', 'AmazonStates', 'AWSEvents', 'AmazonMQ']],
  ['AI and Machine Learning', ['AmazonSageMaker', 'AmazonBedrock', 'AmazonRekognition', 'comprehend']],
  ['Developer Tools', ['CodeBuild', 'AWSCodePipeline', 'AWSXRay', 'AmazonECR', 'AmazonECRPublic']],
];

/** Expression: the category of a product code, or null. One comparison a code: DuckDB would join a list instead. */
export function serviceCategorySql(productCode: string): string {
  const branches = CATEGORIES.flatMap(([category, codes]) =>
    codes.map(code => `WHEN ${sqlText(code)} THEN ${sqlText(category)}`),
  );
  return `CASE ${productCode} ${branches.join(' ')} END`;
}
