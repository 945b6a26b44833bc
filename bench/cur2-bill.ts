/** Generates an hourly AWS CUR 2.0 of any size with the 127 columns of a real export: seeded, so that two runs measure the same file. */

import type { DuckDBConnection } from '@duckdb/node-api';

/** Columns of a CUR 2.0 export in order: s text, d double, t timestamp, m map of text, n map of double. */
const COLUMNS =
  `bill_bill_type:s bill_billing_entity:s bill_billing_period_end_date:t bill_billing_period_start_date:t
bill_invoice_id:s bill_invoicing_entity:s bill_payer_account_id:s bill_payer_account_name:s cost_category:m discount:n
discount_bundled_discount:d discount_total_discount:d identity_line_item_id:s identity_time_interval:s
line_item_availability_zone:s line_item_blended_cost:d line_item_blended_rate:s line_item_currency_code:s
line_item_legal_entity:s line_item_line_item_description:s line_item_line_item_type:s line_item_net_unblended_cost:d
line_item_net_unblended_rate:s line_item_normalization_factor:d line_item_normalized_usage_amount:d line_item_operation:s
line_item_product_code:s line_item_resource_id:s line_item_tax_type:s line_item_unblended_cost:d
line_item_unblended_rate:s line_item_usage_account_id:s line_item_usage_account_name:s line_item_usage_amount:d
line_item_usage_end_date:t line_item_usage_start_date:t line_item_usage_type:s line_item_user_identifier:s
pricing_currency:s pricing_lease_contract_length:s pricing_offering_class:s pricing_public_on_demand_cost:d
pricing_public_on_demand_rate:s pricing_purchase_option:s pricing_rate_code:s pricing_rate_id:s pricing_term:s
pricing_unit:s product:m product_comment:s product_fee_code:s product_fee_description:s product_from_location:s
product_from_location_type:s product_from_region_code:s product_instance_family:s product_instance_type:s
product_instancesku:s product_location:s product_location_type:s product_operation:s product_pricing_unit:s
product_product_family:s product_region_code:s product_servicecode:s product_sku:s product_to_location:s
product_to_location_type:s product_to_region_code:s product_usagetype:s reservation_amortized_upfront_cost_for_usage:d
reservation_amortized_upfront_fee_for_billing_period:d reservation_availability_zone:s reservation_effective_cost:d
reservation_end_time:s reservation_modification_status:s reservation_net_amortized_upfront_cost_for_usage:d
reservation_net_amortized_upfront_fee_for_billing_period:d reservation_net_effective_cost:d
reservation_net_recurring_fee_for_usage:d reservation_net_unused_amortized_upfront_fee_for_billing_period:d
reservation_net_unused_recurring_fee:d reservation_net_upfront_value:d reservation_normalized_units_per_reservation:s
reservation_number_of_reservations:s reservation_recurring_fee_for_usage:d reservation_reservation_a_r_n:s
reservation_start_time:s reservation_subscription_id:s reservation_total_reserved_normalized_units:s
reservation_total_reserved_units:s reservation_units_per_reservation:s
reservation_unused_amortized_upfront_fee_for_billing_period:d reservation_unused_normalized_unit_quantity:d
reservation_unused_quantity:d reservation_unused_recurring_fee:d reservation_upfront_value:d resource_tags:m
savings_plan_amortized_upfront_commitment_for_billing_period:d savings_plan_end_time:s
savings_plan_instance_type_family:s savings_plan_net_amortized_upfront_commitment_for_billing_period:d
savings_plan_net_recurring_commitment_for_billing_period:d savings_plan_net_savings_plan_effective_cost:d
savings_plan_offering_type:s savings_plan_payment_option:s savings_plan_purchase_term:s
savings_plan_recurring_commitment_for_billing_period:d savings_plan_region:s savings_plan_savings_plan_a_r_n:s
savings_plan_savings_plan_effective_cost:d savings_plan_savings_plan_rate:d savings_plan_start_time:s
savings_plan_total_commitment_to_date:d savings_plan_used_commitment:d split_line_item_actual_usage:d
split_line_item_net_split_cost:d split_line_item_net_unused_cost:d split_line_item_parent_resource_id:s
split_line_item_public_on_demand_split_cost:d split_line_item_public_on_demand_unused_cost:d
split_line_item_reserved_usage:d split_line_item_split_cost:d split_line_item_split_usage:d
split_line_item_split_usage_ratio:d split_line_item_unused_cost:d tags:m`
    .split(/\s+/)
    .map(column => ({ name: column.slice(0, -2), type: column.slice(-1) }));

const TYPES: Readonly<Record<string, string>> = {
  s: 'VARCHAR',
  d: 'DOUBLE',
  t: 'TIMESTAMP',
  m: 'MAP(VARCHAR, VARCHAR)',
  n: 'MAP(VARCHAR, DOUBLE)',
};

/** Doubles that a real export fills with 0.0 on every line. */
const ZERO_FILLED =
  /^(reservation_(amortized|effective|recurring|unused|upfront)|savings_plan_(amortized|recurring|savings_plan|total|used))/;

/** What kinds of resources there are: share in percent, service, meter, hourly rate, usage a line. */
const KINDS = `(0, 45, 'AmazonEC2', 'Amazon Elastic Compute Cloud', 'BoxUsage:m6i.xlarge', 'RunInstances', 'Hrs', 0.192, 'Usage', 'Compute Instance', 'm6i.xlarge'),
 (45, 65, 'AmazonEC2', 'Amazon Elastic Compute Cloud', 'BoxUsage:c7g.xlarge', 'RunInstances', 'Hrs', 0.145, 'SavingsPlanCoveredUsage', 'Compute Instance', 'c7g.xlarge'),
 (65, 72, 'AmazonRDS', 'Amazon Relational Database Service', 'InstanceUsage:db.r6g.large', 'CreateDBInstance:0014', 'Hrs', 0.225, 'Usage', 'Database Instance', 'db.r6g.large'),
 (72, 86, 'AmazonEC2', 'Amazon Elastic Compute Cloud', 'EBS:VolumeUsage.gp3', 'CreateVolume-Gp3', 'GB-Mo', 0.08, 'Usage', 'Storage', NULL),
 (86, 92, 'AmazonEC2', 'Amazon Elastic Compute Cloud', 'NatGateway-Bytes', 'NatGateway', 'GB', 0.045, 'Usage', 'NAT Gateway', NULL),
 (92, 97, 'AmazonS3', 'Amazon Simple Storage Service', 'Requests-Tier1', 'PutObject', 'Requests', 0.000005, 'Usage', 'API Request', NULL),
 (97, 100, 'AWSDataTransfer', 'AWS Data Transfer', 'DataTransfer-Out-Bytes', 'RunInstances', 'GB', 0.09, 'Usage', 'Data Transfer', NULL)`;

const PLAN = 'arn:aws:savingsplans::210000000011:savingsplan/00000000-1111-2222-3333-444444444444';

/** Lines of a month: `rows` divided over 720 hours, savings-plan negation and fee lines on top. */
function linesSql(rows: number): string {
  const resources = Math.ceil(rows / 720);
  // hash() of DuckDB is the random number: the same seed text gives the same bill everywhere.
  const random = (name: string) => `((hash('trimtab', ${name}, r.id, h.hour) % 1000000) / 1000000.0)`;
  return `
    CREATE TEMP TABLE resources AS
      SELECT id, k.*, 'i-' || substr(md5('resource' || id), 1, 17) AS resource_id, CAST(310000000000 + id % 12 AS VARCHAR) AS account,
        ['us-east-1a','us-east-1b','us-east-1c'][1 + id % 3] AS zone,
        MAP {'user_team': 'team-' || id % 17, 'user_environment': ['production','staging','development'][1 + id % 3], 'user_service': 'service-' || id % 60} AS tags
      FROM (SELECT id, hash('kind', id) % 100 AS draw FROM range(${resources}) t(id))
      JOIN (VALUES ${KINDS}) k(low, high, code, service, meter, operation, unit, rate, line_type, family, instance) ON draw >= low AND draw < high;
    CREATE TEMP TABLE lines AS
      SELECT r.*, h.hour, TIMESTAMP '2025-09-01' + to_hours(CAST(h.hour AS BIGINT)) AS start,
        CASE r.unit WHEN 'Hrs' THEN CASE WHEN ${random("'part'")} < 0.02 THEN round(${random("'amount'")}, 10) ELSE 1 END
          WHEN 'Requests' THEN floor(${random("'amount'")} * 5000) ELSE round(${random("'amount'")} * 3, 10) END AS amount
      FROM range(720) h(hour) CROSS JOIN resources r ORDER BY h.hour, r.id LIMIT ${rows};
    CREATE TEMP TABLE all_lines AS
      SELECT *, CAST(round(amount * rate, 10) AS DECIMAL(18,10)) AS cost, 0 AS fee FROM lines
      UNION ALL BY NAME
      SELECT code, service, meter, operation, unit, 'SavingsPlanNegation' AS line_type, hour, start, round(sum(amount), 10) AS amount,
        -sum(CAST(round(amount * rate, 10) AS DECIMAL(18,10))) AS cost, 0 AS fee
        FROM lines WHERE line_type = 'SavingsPlanCoveredUsage' GROUP BY ALL
      UNION ALL BY NAME
      SELECT 'ComputeSavingsPlans' AS code, 'Savings Plans for AWS Compute usage' AS service, 'ComputeSP:1yrNoUpfront' AS meter,
        'SavingsPlanRecurringFee' AS line_type, h.hour, TIMESTAMP '2025-09-01' + to_hours(CAST(h.hour AS BIGINT)) AS start, 1 AS amount, 30 AS cost, 30 AS fee
        FROM range(720) h(hour)`;
}

/** Values of the columns that are filled; every other column is null, or 0.0 where AWS writes that. */
const FILLED: Readonly<Record<string, string>> = {
  bill_bill_type: "'Anniversary'",
  bill_billing_entity: "'AWS'",
  bill_billing_period_start_date: "TIMESTAMP '2025-09-01'",
  bill_billing_period_end_date: "TIMESTAMP '2025-10-01'",
  bill_invoice_id: "'2101234567'",
  bill_invoicing_entity: "'Amazon Web Services, Inc.'",
  bill_payer_account_id: "'210000000011'",
  bill_payer_account_name: "'payer'",
  cost_category: "MAP {'team': coalesce(tags['user_team'], 'unallocated')}",
  discount: 'MAP {}',
  identity_line_item_id:
    "md5(concat_ws('|', hour, id, line_type)) || substr(md5(concat_ws('/', id, hour, line_type)), 1, 20)",
  identity_time_interval:
    "strftime(start, '%Y-%m-%dT%H:%M:%SZ') || '/' || strftime(start + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%M:%SZ')",
  line_item_availability_zone: 'zone',
  line_item_blended_cost: 'cost',
  line_item_blended_rate: "printf('%.10f', rate)",
  line_item_currency_code: "'USD'",
  line_item_legal_entity: "'Amazon Web Services, Inc.'",
  line_item_line_item_description: "concat('$', rate, ' per ', unit, ' ', meter)",
  line_item_line_item_type: 'line_type',
  line_item_normalization_factor: "CASE unit WHEN 'Hrs' THEN 8.0 END",
  line_item_normalized_usage_amount: "CASE unit WHEN 'Hrs' THEN round(8.0 * amount, 10) END",
  line_item_operation: 'operation',
  line_item_product_code: 'code',
  line_item_resource_id: 'resource_id',
  line_item_unblended_cost: 'cost',
  line_item_unblended_rate: "printf('%.10f', rate)",
  line_item_usage_account_id: "coalesce(account, '210000000011')",
  line_item_usage_account_name: "concat('account-', account)",
  line_item_usage_amount: 'amount',
  line_item_usage_start_date: 'start',
  line_item_usage_end_date: 'start + INTERVAL 1 HOUR',
  line_item_usage_type: 'meter',
  pricing_currency: "'USD'",
  pricing_public_on_demand_cost:
    "CASE WHEN line_type NOT IN ('SavingsPlanNegation', 'SavingsPlanRecurringFee') THEN cost END",
  pricing_public_on_demand_rate: "printf('%.10f', rate)",
  pricing_rate_code: "upper(substr(md5(meter), 1, 16)) || '.JRTCKXETXF.6YS6EN2CT7'",
  pricing_rate_id: 'CAST(hash(meter) % 100000000000 AS VARCHAR)',
  pricing_term: "'OnDemand'",
  pricing_unit: 'unit',
  product: "MAP {'product_name': service, 'region': 'us-east-1', 'servicename': service}",
  product_instance_type: 'instance',
  product_location: "'US East (N. Virginia)'",
  product_location_type: "'AWS Region'",
  product_operation: 'operation',
  product_product_family: 'family',
  product_region_code: "'us-east-1'",
  product_servicecode: 'code',
  product_sku: 'upper(substr(md5(meter), 1, 16))',
  product_usagetype: 'meter',
  reservation_subscription_id: 'CAST(23517367458 + id % 40 AS VARCHAR)',
  resource_tags: 'coalesce(tags, MAP {})',
  savings_plan_offering_type: "CASE WHEN line_type LIKE 'SavingsPlan%' THEN 'ComputeSavingsPlans' END",
  savings_plan_payment_option: "CASE WHEN line_type LIKE 'SavingsPlan%' THEN 'No Upfront' END",
  savings_plan_purchase_term: "CASE WHEN line_type LIKE 'SavingsPlan%' THEN '1yr' END",
  savings_plan_region: "CASE WHEN line_type LIKE 'SavingsPlan%' THEN 'Any' END",
  savings_plan_savings_plan_a_r_n: `CASE WHEN line_type LIKE 'SavingsPlan%' THEN '${PLAN}' END`,
  savings_plan_savings_plan_effective_cost:
    "CASE line_type WHEN 'SavingsPlanCoveredUsage' THEN round(CAST(cost AS DOUBLE) * 0.7, 10) ELSE 0.0 END",
  savings_plan_start_time: "CASE WHEN line_type LIKE 'SavingsPlan%' THEN '2025-01-01T00:00:00.000Z' END",
  savings_plan_end_time: "CASE WHEN line_type LIKE 'SavingsPlan%' THEN '2026-01-01T00:00:00.000Z' END",
  savings_plan_total_commitment_to_date: 'fee',
  savings_plan_used_commitment: 'CASE WHEN fee > 0 THEN 27.5 ELSE 0.0 END',
  tags: 'coalesce(tags, MAP {})',
};

function selectSql(forCsv: boolean): string {
  const columns = COLUMNS.map(({ name, type }) => {
    const value = FILLED[name] ?? (ZERO_FILLED.test(name) && type === 'd' ? '0.0' : 'NULL');
    const typed = `CAST(${value} AS ${TYPES[type]})`;
    if (!forCsv) return `${typed} AS ${name}`;
    // The CSV export writes maps as JSON and instants with milliseconds.
    if (type === 'm' || type === 'n') return `to_json(${typed}) AS ${name}`;
    return `${type === 't' ? `strftime(${typed}, '%Y-%m-%dT%H:%M:%S.%gZ')` : typed} AS ${name}`;
  });
  return `SELECT ${columns.join(', ')} FROM all_lines ORDER BY start`;
}

/** Writes the same bill as CSV.gz and as Parquet (snappy, as AWS does). @param rows usage lines; a few more come on top */
export async function writeCur2Bill(
  connection: DuckDBConnection,
  rows: number,
  csv: string,
  parquet: string,
): Promise<void> {
  await connection.run(linesSql(rows));
  await connection.run(`COPY (${selectSql(false)}) TO '${parquet}' (FORMAT parquet, COMPRESSION snappy)`);
  await connection.run(`COPY (${selectSql(true)}) TO '${csv}' (FORMAT csv, HEADER, COMPRESSION gzip)`);
}
