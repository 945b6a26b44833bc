/** FOCUS service category of OCI's product services; a service outside the table has none. Own reading of each purpose. */

import { sqlText } from '../sql.ts';

const CATEGORIES: readonly (readonly [category: string, services: readonly string[]])[] = [
  [
    'Compute',
    ['COMPUTE', 'CONTAINER_ENGINE_FOR_KUBERNETES', 'CONTAINER_INSTANCES', 'FUNCTIONS', 'VMWARE_SOLUTION'],
  ],
  ['Storage', ['BLOCK_STORAGE', 'OBJECTSTORE', 'OBJECT_STORAGE', 'FILE_STORAGE', 'ARCHIVE_STORAGE']],
  ['Databases', ['DATABASE', 'MYSQL', 'NOSQL', 'POSTGRESQL', 'REDIS']],
  ['Networking', ['NETWORK', 'LOAD_BALANCER', 'LBAAS', 'FASTCONNECT', 'DNS', 'VPN', 'API_GATEWAY']],
  ['Management and Governance', ['TELEMETRY', 'MONITORING', 'LOGGING', 'LOGGING_ANALYTICS', 'APM']],
  ['Security', ['KMS', 'VAULT', 'WAF', 'WAAS', 'BASTION', 'CLOUD_GUARD', 'DATA_SAFE']],
  ['Identity', ['IDENTITY', 'IDCS']],
  ['Analytics', ['ANALYTICS', 'BIGDATA', 'DATA_FLOW', 'DATA_CATALOG']],
  ['Integration', ['ORACLE_STREAMING_SERVICE', 'STREAMING', 'NOTIFICATIONS', 'QUEUE', 'INTEGRATION']],
  ['AI and Machine Learning', ['DATASCIENCE', 'DATA_SCIENCE', 'GENERATIVE_AI']],
];

/** Expression: the category of a product service, or null. */
export function ociServiceCategorySql(service: string): string {
  const branches = CATEGORIES.flatMap(([category, services]) =>
    services.map(name => `WHEN ${sqlText(name)} THEN ${sqlText(category)}`),
  );
  return `CASE upper(${service}) ${branches.join(' ')} END`;
}

/** Expression: the type in an OCI identifier, `instance` of `ocid1.instance.oc1.us-ashburn-1.abc`; null for other names. */
export function ocidTypeSql(resourceId: string): string {
  return `nullif(regexp_extract(${resourceId}, '^ocid[0-9]+\\.([a-z0-9_-]+)\\.', 1), '')`;
}
