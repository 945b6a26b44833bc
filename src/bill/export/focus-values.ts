/** The values that the FOCUS specification (1.2 and 1.3) allows in its normalised columns. */

import type { ChargeColumn } from '../columns.ts';
import { sqlText } from '../sql.ts';

/** Subcategories by service category. Every category has `Other (...)` too, which is not repeated here. */
const SUBCATEGORIES: Readonly<Record<string, readonly string[]>> = {
  'AI and Machine Learning': [
    'AI Platforms',
    'Bots',
    'Generative AI',
    'Machine Learning',
    'Natural Language Processing',
  ],
  Analytics: [
    'Analytics Platforms',
    'Business Intelligence',
    'Data Processing',
    'Search',
    'Streaming Analytics',
  ],
  'Business Applications': ['Productivity and Collaboration'],
  Compute: ['Containers', 'End User Computing', 'Quantum Compute', 'Serverless Compute', 'Virtual Machines'],
  Databases: [
    'Caching',
    'Data Warehouses',
    'Ledger Databases',
    'NoSQL Databases',
    'Relational Databases',
    'Time Series Databases',
  ],
  'Developer Tools': [
    'Continuous Integration and Deployment',
    'Developer Platforms',
    'Development Environments',
    'Quality Assurance',
    'Source Code Management',
  ],
  Identity: ['Identity and Access Management'],
  Integration: ['API Management', 'Messaging', 'Workflow Orchestration'],
  'Internet of Things': ['IoT Analytics', 'IoT Platforms'],
  'Management and Governance': [
    'Architecture',
    'Compliance',
    'Cost Management',
    'Data Governance',
    'Disaster Recovery',
    'Endpoint Management',
    'Observability',
    'Support',
  ],
  Media: ['Content Creation', 'Gaming', 'Media Streaming', 'Mixed Reality'],
  Migration: ['Data Migration', 'Resource Migration'],
  Mobile: [],
  Multicloud: ['Multicloud Integration'],
  Networking: [
    'Application Networking',
    'Content Delivery',
    'Network Connectivity',
    'Network Infrastructure',
    'Network Routing',
    'Network Security',
  ],
  Other: [],
  Security: ['Secret Management', 'Security Posture Management', 'Threat Detection and Response'],
  Storage: ['Backup Storage', 'Block Storage', 'File Storage', 'Object Storage', 'Storage Platforms'],
  Web: ['Application Platforms'],
};

/** Where a service belongs that fits no other category. */
export const OTHER_CATEGORY = 'Other';

/** Service subcategories with the category that each belongs to. */
export const SERVICE_SUBCATEGORIES: readonly {
  readonly category: string;
  readonly subcategory: string;
}[] = Object.entries(SUBCATEGORIES).flatMap(([category, names]) =>
  [...names, `Other (${category})`].map(subcategory => ({ category, subcategory })),
);

/** Allowed values of the columns that have a closed list. */
export const ALLOWED_VALUES = {
  CapacityReservationStatus: ['Used', 'Unused'],
  ChargeCategory: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  ChargeClass: ['Correction'],
  ChargeFrequency: ['One-Time', 'Recurring', 'Usage-Based'],
  CommitmentDiscountCategory: ['Spend', 'Usage'],
  CommitmentDiscountStatus: ['Used', 'Unused'],
  PricingCategory: ['Standard', 'Dynamic', 'Committed', 'Other'],
  ServiceCategory: Object.keys(SUBCATEGORIES),
  ServiceSubcategory: SERVICE_SUBCATEGORIES.map(({ subcategory }) => subcategory),
} as const satisfies Partial<Record<ChargeColumn, readonly string[]>>;

export type AllowedColumn = keyof typeof ALLOWED_VALUES;

/** Other ways in which allowed values are written: FOCUS 1.0-preview, examples of the specification. */
const OTHER_SPELLINGS: Readonly<Partial<Record<AllowedColumn, Readonly<Record<string, string>>>>> = {
  PricingCategory: { 'on-demand': 'Standard', 'commitment-based': 'Committed' },
  ServiceCategory: { database: 'Databases' },
};

/** Properties of SkuPriceDetails that the specification defines; others carry `x_`. */
export const SKU_PRICE_PROPERTIES: readonly string[] = [
  'CoreCount',
  'DiskMaxIops',
  'DiskSpace',
  'DiskType',
  'GpuCount',
  'InstanceSeries',
  'InstanceType',
  'MemorySize',
  'NetworkMaxIops',
  'NetworkMaxThroughput',
  'OperatingSystem',
  'Redundancy',
  'StorageClass',
];

/** A list of texts in SQL. */
export function sqlTexts(texts: readonly string[]): string {
  return `(${texts.map(sqlText).join(', ')})`;
}

/** Condition: the value is one of the allowed ones; null for null. */
export function isAllowedSql(column: AllowedColumn): string {
  return `${column} IN ${sqlTexts(ALLOWED_VALUES[column])}`;
}

/** The allowed value that is meant, whatever its capitals; null where none is. */
export function meantValueSql(column: AllowedColumn): string {
  const values = Object.fromEntries(ALLOWED_VALUES[column].map(value => [value.toLowerCase(), value]));
  const branches = Object.entries({ ...OTHER_SPELLINGS[column], ...values }).map(
    ([spelling, value]) => `WHEN ${sqlText(spelling)} THEN ${sqlText(value)}`,
  );
  return `CASE lower(trim(${column})) ${branches.join(' ')} END`;
}

/** The category that ServiceSubcategory belongs to; null where it is none of the allowed ones. */
export const PARENT_CATEGORY_SQL = `CASE ServiceSubcategory ${SERVICE_SUBCATEGORIES.map(
  ({ category, subcategory }) => `WHEN ${sqlText(subcategory)} THEN ${sqlText(category)}`,
).join(' ')} END`;
