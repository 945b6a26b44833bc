/** SQL that turns the generator's tables into rows of a CUR 2.0 export. Costs are doubles rounded to ten decimals, as AWS writes them. */

/** Columns that every row has. `start_hour` counts from the start of the month. */
const COMMON = `
  'Anniversary' AS bill_bill_type,
  'AWS' AS bill_billing_entity,
  make_timestamp((bill.start_ms * 1000)::BIGINT) AS bill_billing_period_start_date,
  make_timestamp((bill.start_ms * 1000)::BIGINT) + to_hours(bill.hours::INTEGER) AS bill_billing_period_end_date,
  'Amazon Web Services, Inc.' AS bill_invoicing_entity,
  bill.payer AS bill_payer_account_id,
  bill.payer_name AS bill_payer_account_name,
  'USD' AS line_item_currency_code,
  'Amazon Web Services, Inc.' AS line_item_legal_entity,
  'USD' AS pricing_currency`;

const period = (startHour: string, hours: string) => `
  make_timestamp((bill.start_ms * 1000)::BIGINT) + to_hours((${startHour})::INTEGER) AS line_item_usage_start_date,
  make_timestamp((bill.start_ms * 1000)::BIGINT) + to_hours((${startHour} + ${hours})::INTEGER) AS line_item_usage_end_date`;

const textMap = (json: string) =>
  `CAST(from_json(${json}, '"MAP(VARCHAR, VARCHAR)"') AS MAP(VARCHAR, VARCHAR))`;

const planColumns = (when: string) => `
  CASE WHEN ${when} THEN c.arn END AS savings_plan_savings_plan_a_r_n,
  CASE WHEN ${when} THEN c.offering END AS savings_plan_offering_type,
  CASE WHEN ${when} THEN c.term END AS savings_plan_purchase_term,
  CASE WHEN ${when} THEN c.payment END AS savings_plan_payment_option,
  CASE WHEN ${when} THEN 'Any' END AS savings_plan_region,
  CASE WHEN ${when} THEN make_timestamp((c.start_ms * 1000)::BIGINT) END AS savings_plan_start_time,
  CASE WHEN ${when} THEN make_timestamp((c.end_ms * 1000)::BIGINT) END AS savings_plan_end_time`;

const IS_PLAN = "c.kind = 'savings-plan'";
const IS_RESERVED = "c.kind = 'reserved-instance'";

/** Usage: on demand, spot, under a savings plan or a reservation; and fees that are metered once. */
export const LINE_ROWS_SQL = `
SELECT ${COMMON}, ${period('row * l.row_hours', 'l.row_hours')},
  CASE WHEN ${IS_PLAN} THEN 'SavingsPlanCoveredUsage' WHEN ${IS_RESERVED} THEN 'DiscountedUsage' ELSE l.kind END AS line_item_line_item_type,
  l.account AS line_item_usage_account_id,
  l.account_name AS line_item_usage_account_name,
  l.service AS line_item_product_code,
  l.usage_type AS line_item_usage_type,
  l.operation AS line_item_operation,
  l.zone AS line_item_availability_zone,
  l.resource AS line_item_resource_id,
  r.quantity AS line_item_usage_amount,
  l.product || ' ' || l.usage_type AS line_item_line_item_description,
  CASE WHEN ${IS_RESERVED} THEN 0 ELSE round(r.quantity * l.rate, 10) END AS line_item_unblended_cost,
  l.unit AS pricing_unit,
  CASE WHEN l.pricing = 'spot' THEN 'Spot' WHEN ${IS_RESERVED} THEN 'Reserved' ELSE 'OnDemand' END AS pricing_term,
  CASE WHEN l.pricing = 'spot' THEN NULL ELSE round(r.quantity * l.rate, 10) END AS pricing_public_on_demand_cost,
  CASE WHEN l.pricing = 'spot' THEN NULL ELSE CAST(l.rate AS VARCHAR) END AS pricing_public_on_demand_rate,
  CASE WHEN ${IS_RESERVED} THEN c.offering END AS pricing_offering_class,
  CASE WHEN ${IS_RESERVED} THEN c.term END AS pricing_lease_contract_length,
  CASE WHEN ${IS_RESERVED} THEN c.payment END AS pricing_purchase_option,
  l.instance_type AS product_instance_type,
  bill.region AS product_region_code,
  MAP {'product_name': l.product, 'region': bill.region} AS product,
  ${textMap('l.tags')} AS resource_tags,
  CASE WHEN ${IS_RESERVED} THEN c.arn END AS reservation_reservation_a_r_n,
  CASE WHEN ${IS_RESERVED} THEN round(r.quantity * r.committed_rate, 10) ELSE 0 END AS reservation_effective_cost,
  CASE WHEN ${IS_PLAN} THEN round(r.quantity * r.committed_rate, 10) ELSE 0 END AS savings_plan_savings_plan_effective_cost,
  CASE WHEN ${IS_PLAN} THEN r.committed_rate ELSE 0 END AS savings_plan_savings_plan_rate,
  ${planColumns(IS_PLAN)}
FROM bill, run r JOIN line l USING (line) LEFT JOIN commitment c USING (commitment),
  unnest(range(r.first_row::BIGINT, (r.first_row + r.row_count)::BIGINT)) AS t(row)`;

/** What a savings plan covered is taken off again, grouped by hour, plan, operation, usage type and zone. */
export const NEGATION_ROWS_SQL = `
SELECT ${COMMON}, ${period('n.row', '1')},
  'SavingsPlanNegation' AS line_item_line_item_type,
  n.account AS line_item_usage_account_id,
  n.service AS line_item_product_code,
  n.usage_type AS line_item_usage_type,
  n.operation AS line_item_operation,
  n.zone AS line_item_availability_zone,
  n.quantity AS line_item_usage_amount,
  -round(n.cost, 10) AS line_item_unblended_cost,
  'Hrs' AS pricing_unit,
  bill.region AS product_region_code,
  MAP {'product_name': n.product, 'region': bill.region} AS product,
  ${planColumns('true')}
FROM bill, (
  SELECT t.row, r.commitment, l.account, l.service, l.product, l.usage_type, l.operation, l.zone,
    sum(r.quantity) AS quantity, sum(round(r.quantity * l.rate, 10)::DECIMAL(18, 10))::DOUBLE AS cost
  FROM run r JOIN line l USING (line) JOIN commitment c USING (commitment),
    unnest(range(r.first_row::BIGINT, (r.first_row + r.row_count)::BIGINT)) AS t(row)
  WHERE ${IS_PLAN}
  GROUP BY ALL
) n JOIN commitment c USING (commitment)`;

/** The hourly fee of every savings plan, with what the hour used of it. */
export const PLAN_FEE_ROWS_SQL = `
SELECT ${COMMON}, ${period('u.hour', '1')},
  'SavingsPlanRecurringFee' AS line_item_line_item_type,
  bill.payer AS line_item_usage_account_id,
  'ComputeSavingsPlans' AS line_item_product_code,
  'ComputeSP:' || c.term || replace(c.payment, ' ', '') AS line_item_usage_type,
  1 AS line_item_usage_amount,
  round(c.recurring_per_hour, 10) AS line_item_unblended_cost,
  MAP {'product_name': 'Savings Plans for AWS Compute usage'} AS product,
  round(c.recurring_per_hour, 10) AS savings_plan_recurring_commitment_for_billing_period,
  round(c.per_hour, 10) AS savings_plan_total_commitment_to_date,
  u.used AS savings_plan_used_commitment,
  ${planColumns('true')}
FROM bill, used u JOIN commitment c USING (commitment)`;

/** The monthly fee of every reservation, with the part of its price that no usage took. */
export const RESERVATION_FEE_ROWS_SQL = `
SELECT ${COMMON}, ${period('0', 'bill.hours')},
  'RIFee' AS line_item_line_item_type,
  bill.payer AS line_item_usage_account_id,
  'AmazonEC2' AS line_item_product_code,
  'HeavyUsage:' || c.instance_type AS line_item_usage_type,
  'RunInstances' AS line_item_operation,
  c.count * bill.hours AS line_item_usage_amount,
  round(c.recurring_per_hour * bill.hours, 10) AS line_item_unblended_cost,
  'Hrs' AS pricing_unit,
  c.offering AS pricing_offering_class,
  c.term AS pricing_lease_contract_length,
  c.payment AS pricing_purchase_option,
  bill.region AS product_region_code,
  MAP {'product_name': 'Amazon Elastic Compute Cloud', 'region': bill.region} AS product,
  c.arn AS reservation_reservation_a_r_n,
  CAST(c.count AS BIGINT)::VARCHAR AS reservation_number_of_reservations,
  make_timestamp((c.start_ms * 1000)::BIGINT) AS reservation_start_time,
  make_timestamp((c.end_ms * 1000)::BIGINT) AS reservation_end_time,
  round(greatest(0, c.per_hour * bill.hours - c.used_total), 10) * (1 - c.recurring_per_hour / c.per_hour) AS reservation_unused_amortized_upfront_fee_for_billing_period,
  round(greatest(0, c.per_hour * bill.hours - c.used_total), 10) * (c.recurring_per_hour / c.per_hour) AS reservation_unused_recurring_fee
FROM bill, commitment c WHERE ${IS_RESERVED}`;

/** The support plan, charged on everything else. */
export const SUPPORT_ROW_SQL = `
SELECT ${COMMON}, ${period('0', 'bill.hours')},
  'Fee' AS line_item_line_item_type,
  bill.payer AS line_item_usage_account_id,
  'AWSSupportBusiness' AS line_item_product_code,
  'Dollar' AS line_item_usage_type,
  1 AS line_item_usage_amount,
  bill.support AS line_item_unblended_cost,
  'Dollar' AS pricing_unit,
  MAP {'product_name': 'AWS Support (Business)'} AS product
FROM bill`;
