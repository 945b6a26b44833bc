/** Duties to keep logs and records: no saving on storage may go below them. */

import type { RuleResult } from './guardrail-rule.ts';
import { answered } from './guardrail-rule.ts';

/** A framework that a duty comes from. */
export type Framework = 'pci-dss' | 'hipaa' | 'sox' | 'gdpr';

/** The framework of a name such as `PCI-DSS v4.0`; null for one without a rule here. */
export function frameworkOf(name: string): Framework | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain.startsWith('pci')) return 'pci-dss';
  if (plain.startsWith('hipaa') || plain.includes('164316')) return 'hipaa';
  if (plain.startsWith('sox') || plain.startsWith('sarbanes') || plain === 'sec' || plain.includes('210206'))
    return 'sox';
  return plain.startsWith('gdpr') || plain.startsWith('eugdpr') ? 'gdpr' : null;
}

const DAYS_PER_YEAR = 365;
/** Twelve months, of which the latest three can be read at once. */
const PCI_DAYS = 365;
const PCI_HOT_DAYS = 90;

const PCI_RULE = {
  id: 'pci-dss-10.5.1',
  rule: 'PCI-10.5.1: audit logs >= 12 months, last 3 months immediately available',
  source: 'https://www.pcisecuritystandards.org/document_library/',
};
const HIPAA_RULE = {
  id: 'hipaa-164.316',
  rule: 'HIPAA 164.316(b)(2)(i): 6 years',
  source: 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C/section-164.316',
};
const SOX_RULE = {
  id: 'sec-210.2-06',
  rule: '17 CFR 210.2-06: 7 years',
  source: 'https://www.ecfr.gov/current/title-17/chapter-II/part-210/section-210.2-06',
};
const SIGN_OFF_RULE = {
  id: 'evidence-sign-off',
  rule: 'compliance evidence: keeping less of a log class that a framework names needs a recorded sign-off of its owner',
  source: 'policy of the plan',
};
const NO_DUTY_RULE = {
  id: 'no-retention-duty',
  rule: 'no declared framework sets a retention for this class',
  source: 'frameworks declared for the workload',
};

/** What is known about a log or a record; null or left out: not declared. */
export type RetentionContext = {
  readonly frameworks?: readonly string[] | null | undefined;
  readonly logClass?: string | null | undefined;
  readonly recordClass?: string | null | undefined;
  /** The owner of the evidence agreed in writing. */
  readonly ownerSignOff?: boolean | null | undefined;
};

/** Kinds of logs that answer who did what: an audit trail in the sense of PCI DSS. */
const AUDIT_LOGS = ['audit', 'auditlog', 'auditlogs', 'audittrail', 'security', 'access'];
/** Kinds of logs that are known to be none. */
const OTHER_LOGS = [
  'application',
  'app',
  'debug',
  'trace',
  'metrics',
  'performance',
  'flow',
  'vpcflow',
  'build',
];

function isAuditLog(logClass: string | null | undefined): boolean | null {
  const plain = (logClass ?? '').toLowerCase().replace(/[^a-z]/g, '');
  if (AUDIT_LOGS.includes(plain)) return true;
  return OTHER_LOGS.includes(plain) ? false : null;
}

/** How long logs are to be kept. */
export type LogRetention = {
  readonly days: number;
  /** Days that can be read at once; all of them when left out, as in a log store without tiers. */
  readonly hotDays?: number | null | undefined;
};

/** Duties on logs. Frameworks or a class that are not declared, or not known, are never a yes. */
export function logRetentionRules(retention: LogRetention, context: RetentionContext): readonly RuleResult[] {
  const { days, hotDays } = retention;
  const declared = context.frameworks?.map(frameworkOf) ?? null;
  const isAudit = isAuditLog(context.logClass);
  const results: RuleResult[] = [];
  if (declared === null || declared.includes('pci-dss')) {
    const isKept = days >= PCI_DAYS && (hotDays ?? days) >= PCI_HOT_DAYS;
    results.push(answered(PCI_RULE, ruling(isKept, declared === null ? null : isAudit)));
  }
  // The text speaks of documentation; keeping audit logs as long is common practice, so a shorter time is the owner's to decide.
  if (declared?.includes('hipaa') && isAudit !== false) {
    const isKept = days >= 6 * DAYS_PER_YEAR;
    results.push(answered(HIPAA_RULE, isKept || context.ownerSignOff === true ? true : null));
  }
  if (declared?.includes(null)) results.push(answered(NO_DUTY_RULE, null));
  const { ownerSignOff } = context;
  if (typeof ownerSignOff === 'boolean') results.push(answered(SIGN_OFF_RULE, ownerSignOff));
  return results.length > 0 ? results : [answered(NO_DUTY_RULE, isAudit === null ? null : true)];
}

/** A rule that is not known to apply is never a yes; one that does not apply forbids nothing. */
function ruling(isKept: boolean, applies: boolean | null): boolean | null {
  if (applies === null) return null;
  return applies ? isKept : true;
}

function isRecord(
  recordClass: string | null | undefined,
  words: readonly string[],
  others: readonly string[],
): boolean | null {
  const plain = (recordClass ?? '').toLowerCase().replace(/[^a-z]/g, '');
  if (words.some(word => plain.includes(word))) return true;
  return others.some(word => plain.includes(word)) ? false : null;
}

const HIPAA_RECORDS = ['requireddocumentation', 'policy', 'policies', 'procedure', 'documentation'];
const SOX_RECORDS = ['auditreview', 'auditrecord', 'reviewrecord', 'workpaper', 'auditandreview'];

/** Duties on records: HIPAA's required documentation, and the audit and review records of accountants. */
export function recordRetentionRules(years: number, context: RetentionContext): readonly RuleResult[] {
  const { recordClass, ownerSignOff } = context;
  const declared = context.frameworks?.map(frameworkOf) ?? null;
  const results: RuleResult[] = [];
  if (declared?.includes('hipaa'))
    results.push(answered(HIPAA_RULE, ruling(years >= 6, isRecord(recordClass, HIPAA_RECORDS, SOX_RECORDS))));
  if (declared?.includes('sox'))
    results.push(answered(SOX_RULE, ruling(years >= 7, isRecord(recordClass, SOX_RECORDS, HIPAA_RECORDS))));
  if (declared === null || declared.includes(null)) results.push(answered(NO_DUTY_RULE, null));
  if (typeof ownerSignOff === 'boolean') results.push(answered(SIGN_OFF_RULE, ownerSignOff));
  return results.length > 0 ? results : [answered(NO_DUTY_RULE, true)];
}
