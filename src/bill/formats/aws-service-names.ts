/** FOCUS service category of the service names in Cost Explorer; a name outside the table has none. Own reading. */

import { sqlText } from '../sql.ts';

const CATEGORIES: readonly (readonly [category: string, names: readonly string[]])[] = [
  [
    'Compute',
    [
      'Amazon Elastic Compute Cloud - Compute',
      'Amazon Elastic Compute Cloud',
      'EC2 - Other',
      'AWS Lambda',
      'Amazon Elastic Container Service',
      'Amazon Elastic Container Service for Kubernetes',
      'Amazon Elastic Kubernetes Service',
      'Amazon Lightsail',
      'Savings Plans for AWS Compute usage',
    ],
  ],
  [
    'Storage',
    [
      'Amazon Simple Storage Service',
      'Amazon Elastic File System',
      'Amazon FSx',
      'AWS Backup',
      'Amazon Glacier',
    ],
  ],
  [
    'Databases',
    [
      'Amazon Relational Database Service',
      'Amazon DynamoDB',
      'Amazon ElastiCache',
      'Amazon DocumentDB (with MongoDB compatibility)',
      'Amazon Neptune',
      'Amazon MemoryDB',
    ],
  ],
  [
    'Networking',
    [
      'Amazon Virtual Private Cloud',
      'Amazon Elastic Load Balancing',
      'Elastic Load Balancing',
      'AWS Data Transfer',
      'Amazon CloudFront',
      'Amazon Route 53',
      'AWS Global Accelerator',
      'Amazon API Gateway',
    ],
  ],
  [
    'Management and Governance',
    ['AmazonCloudWatch', 'AWS CloudTrail', 'AWS Config', 'AWS Systems Manager', 'AWS Cost Explorer'],
  ],
  ['Security', ['AWS Key Management Service', 'AWS Secrets Manager', 'AWS WAF', 'Amazon GuardDuty']],
  [
    'Analytics',
    ['Amazon Redshift', 'AWS Glue', 'Amazon Athena', 'Amazon OpenSearch Service', 'Amazon Kinesis'],
  ],
  [
    'Integration',
    ['Amazon Simple Queue Service', 'Amazon Simple Notification Service', 'AWS Step Functions'],
  ],
  [
    'AI and Machine Learning',
    ['Amazon SageMaker', 'Amazon Bedrock', 'Amazon Rekognition', 'Amazon Comprehend'],
  ],
  [
    'Developer Tools',
    ['Amazon EC2 Container Registry (ECR)', 'AWS CodeBuild', 'AWS CodePipeline', 'AWS X-Ray'],
  ],
];

/** Expression: the category of a service name, or null. */
export function serviceNameCategorySql(serviceName: string): string {
  const branches = CATEGORIES.flatMap(([category, names]) =>
    names.map(name => `WHEN ${sqlText(name)} THEN ${sqlText(category)}`),
  );
  return `CASE ${serviceName} ${branches.join(' ')} END`;
}
