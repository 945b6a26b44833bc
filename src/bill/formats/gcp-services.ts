/** FOCUS service category of Google services by their description; one outside the table has none. Own reading of each service's purpose. */

import { sqlText } from '../sql.ts';

/** Commonest first: the list is searched in this order for every record. */
const CATEGORIES: readonly (readonly [category: string, services: readonly string[]])[] = [
  [
    'Compute',
    [
      'Compute Engine',
      'Kubernetes Engine',
      'Cloud Run',
      'Cloud Run Functions',
      'Cloud Functions',
      'App Engine',
      'VMware Engine',
    ],
  ],
  ['Storage', ['Cloud Storage', 'Cloud Filestore', 'Backup and DR Service', 'NetApp Volumes']],
  [
    'Analytics',
    [
      'BigQuery',
      'BigQuery Reservation API',
      'BigQuery Storage API',
      'Cloud Dataflow',
      'Cloud Dataproc',
      'Cloud Composer',
      'Looker',
    ],
  ],
  ['Networking', ['Networking', 'Cloud DNS', 'Cloud CDN', 'Cloud Load Balancing']],
  [
    'Databases',
    [
      'Cloud SQL',
      'Cloud Spanner',
      'Cloud Bigtable',
      'Cloud Firestore',
      'Cloud Memorystore for Redis',
      'AlloyDB',
      'Cloud Datastore',
    ],
  ],
  [
    'Management and Governance',
    ['Cloud Logging', 'Stackdriver Logging', 'Cloud Monitoring', 'Stackdriver Monitoring', 'Support'],
  ],
  ['Integration', ['Cloud Pub/Sub', 'Cloud Tasks', 'Cloud Scheduler', 'Workflows', 'Eventarc']],
  [
    'Security',
    ['Security Command Center', 'Cloud Key Management Service (KMS)', 'Secret Manager', 'Cloud Armor'],
  ],
  [
    'AI and Machine Learning',
    ['Vertex AI', 'Gemini API', 'Cloud Natural Language API', 'Cloud Vision API', 'Translate'],
  ],
  ['Developer Tools', ['Artifact Registry', 'Cloud Build', 'Container Registry', 'Source Repository']],
];

/** Expression: the category of a service description, or null. One comparison a service: DuckDB would join a list instead. */
export function gcpServiceCategorySql(description: string): string {
  const branches = CATEGORIES.flatMap(([category, services]) =>
    services.map(service => `WHEN ${sqlText(service)} THEN ${sqlText(category)}`),
  );
  return `CASE ${description} ${branches.join(' ')} END`;
}
