/** The columns of the hourly usage CSV (docs/commitments.md describes each). */

import type { CsvLayout } from '../input/csv-table.ts';

/** What says which pool of usage a row belongs to. */
export const POOL_COLUMNS = [
  'id',
  'account',
  'workload',
  'provider',
  'service',
  'type',
  'region',
  'zone',
  'os',
  'tenancy',
  'engine',
  'deployment',
  'licence',
  'purchase',
  'unit',
  'resource',
  'series',
  'sku',
  'project',
  'subscription',
  'resource_group',
  'management_group',
  'empty_slot',
  'io_optimized',
] as const;

/** Numbers of a pool: prices of one unit, and the reservation units that one unit takes. */
export const NUMBER_COLUMNS = [
  'on_demand_rate',
  'list_rate',
  'compute_sp_rate',
  'compute_sp_rate_3y',
  'ec2_instance_sp_rate',
  'ec2_instance_sp_rate_3y',
  'database_sp_rate',
  'sagemaker_sp_rate',
  'sagemaker_sp_rate_3y',
  'cud_rate',
  'cud_rate_3y',
  'azure_plan_rate',
  'azure_plan_rate_3y',
  'reservation_rate',
  'reservation_rate_3y',
  'units_per_quantity',
] as const;

export type PoolColumn = (typeof POOL_COLUMNS)[number];
export type NumberColumn = (typeof NUMBER_COLUMNS)[number];

/** What a row says of its pool; empty where it says nothing. */
export type PoolAttributes = Readonly<Record<PoolColumn, string>>;

/** The file. The order of the columns in it does not matter. */
export const USAGE_LAYOUT: CsvLayout<'hourly usage'> = {
  name: 'hourly usage',
  required: ['hour', 'quantity'],
  optional: ['hours', ...POOL_COLUMNS, ...NUMBER_COLUMNS],
};

/** Where the cells of the streamed rows stand: hour, quantity, hours, then the pool, then its numbers. */
export const HOUR_CELL = 0;
export const QUANTITY_CELL = 1;
export const HOURS_CELL = 2;
export const FIRST_POOL_CELL = 3;
export const FIRST_NUMBER_CELL = FIRST_POOL_CELL + POOL_COLUMNS.length;
