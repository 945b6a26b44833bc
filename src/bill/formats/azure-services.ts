/** FOCUS service category of an Azure charge, from the meter category or else the service family. Own reading. */

import { sqlText } from '../sql.ts';

/** Service families that FOCUS names otherwise; the others have the name of a FOCUS category. */
const FAMILIES: readonly (readonly [family: string, category: string])[] = [
  ['AI + Machine Learning', 'AI and Machine Learning'],
  ['Containers', 'Compute'],
  ['Windows Virtual Desktop', 'Compute'],
  ['Azure Arc', 'Multicloud'],
  ['Azure Stack', 'Multicloud'],
  ['Azure Communication Services', 'Integration'],
  ['Data', 'Analytics'],
  ['Dynamics', 'Business Applications'],
  ['Power Platform', 'Business Applications'],
  ['Office 365', 'Business Applications'],
  ['Blockchain', 'Other'],
  ['Gaming', 'Other'],
  ['Mixed Reality', 'Other'],
  ['Quantum Computing', 'Other'],
  ['Telecommunications', 'Networking'],
];

/** Families and FOCUS categories of one name. */
const SAME_NAMES: readonly string[] = [
  'Compute',
  'Storage',
  'Networking',
  'Databases',
  'Analytics',
  'Security',
  'Management and Governance',
  'Integration',
  'Developer Tools',
  'Internet of Things',
  'Web',
  'Identity',
  'Media',
  'Other',
];

/** Meter categories; real files have service families that are wrong (a tenant of Microsoft's own says Compute everywhere). */
const METER_CATEGORIES: readonly (readonly [category: string, meters: readonly string[]])[] = [
  [
    'Compute',
    [
      'Virtual Machines',
      'Virtual Machines Licenses',
      'Azure App Service',
      'Functions',
      'Azure Kubernetes Service',
      'Container Instances',
      'Container Registry',
      'Cloud Services',
    ],
  ],
  ['Storage', ['Storage', 'Backup', 'Azure NetApp Files']],
  [
    'Networking',
    [
      'Bandwidth',
      'Virtual Network',
      'Load Balancer',
      'Application Gateway',
      'VPN Gateway',
      'ExpressRoute',
      'Azure Firewall',
      'Azure DNS',
      'Content Delivery Network',
      'Traffic Manager',
      'NAT Gateway',
    ],
  ],
  [
    'Databases',
    [
      'SQL Database',
      'SQL Managed Instance',
      'Azure Cosmos DB',
      'Azure Database for MySQL',
      'Azure Database for PostgreSQL',
      'Redis Cache',
    ],
  ],
  ['Management and Governance', ['Log Analytics', 'Azure Monitor', 'Automation']],
  ['Integration', ['Service Bus', 'Event Grid', 'API Management', 'Logic Apps']],
  ['Analytics', ['Azure Data Factory v2', 'Azure Databricks', 'Azure Synapse Analytics', 'Event Hubs']],
  ['Security', ['Key Vault', 'Advanced Threat Protection', 'Advanced Data Security', 'Sentinel']],
];

/** Expression: the category, or null. One comparison a name: DuckDB would join a list instead. */
export function azureServiceCategorySql(family: string, meterCategory: string): string {
  const same = SAME_NAMES.map(name => [name, name] as const);
  const families = [...same, ...FAMILIES].map(
    ([name, category]) => `WHEN ${sqlText(name)} THEN ${sqlText(category)}`,
  );
  const meters = METER_CATEGORIES.flatMap(([category, names]) =>
    names.map(name => `WHEN ${sqlText(name)} THEN ${sqlText(category)}`),
  );
  return `CASE ${meterCategory} ${meters.join(' ')} ELSE CASE ${family} ${families.join(' ')} END END`;
}
