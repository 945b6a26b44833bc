/** The CSV layouts of incident exports; docs/reliability.md describes them for people. */

import type { CsvLayout } from '../input/csv-table.ts';

/** Columns that both exports have and that say nothing about rate or length: known, so that nobody is told about them. */
const OTHERS = [
  'incident_number',
  'description',
  'title',
  'status',
  'service_id',
  'escalation_policy_id',
  'escalation_policy_name',
  'team_id',
  'team_name',
  'priority_id',
  'priority_name',
  'priority_order',
  'auto_resolved',
  'escalation_count',
  'auto_escalation_count',
  'acknowledge_count',
  'assignment_count',
  'acknowledged_by_user_ids',
  'acknowledged_by_user_names',
  'assigned_to_user_ids',
  'assigned_to_user_names',
  'assigned_user_ids',
  'assigned_user_names',
  'resolved_by_user_id',
  'resolved_by_user_name',
  'seconds_to_engage',
  'seconds_to_mobilize',
  'engaged_seconds',
  'engaged_user_count',
  'business_hour_interruptions',
  'off_hour_interruptions',
  'sleep_hour_interruptions',
  'snoozed_seconds',
  'user_defined_effort_seconds',
  'major',
];

const MEASURED = ['urgency', 'seconds_to_first_ack', 'seconds_to_resolve'];

/** PagerDuty's incident report as CSV, the file of `reports/raw/incidents.csv`. */
export const REPORT_LAYOUT: CsvLayout<'incident report'> = {
  name: 'incident report',
  required: ['id', 'service_name', 'created_on'],
  optional: ['resolved_on', ...MEASURED, ...OTHERS],
};

/** PagerDuty's analytics, whose times are called `_at`. */
export const ANALYTICS_LAYOUT: CsvLayout<'incident analytics'> = {
  name: 'incident analytics',
  required: ['id', 'service_name', 'created_at'],
  optional: ['resolved_at', ...MEASURED, ...OTHERS],
};

/** Rows after which PagerDuty cuts its export. */
export const EXPORT_ROWS_MAX = 20_000;
