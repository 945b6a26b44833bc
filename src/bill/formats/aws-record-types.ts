/** Record types of Cost Explorer (its console says charge types) as the line item types of a CUR, and what they mean in FOCUS. */

import { sqlText } from '../sql.ts';

/** What a record type means. */
type RecordType = {
  /** Line item type of a CUR. */
  readonly lineType: string;
  /** As Cost Explorer writes it, letters only, in lower case: the API and the console differ in capitals and spaces. */
  readonly names: readonly string[];
  readonly category: 'Usage' | 'Purchase' | 'Tax' | 'Credit';
  readonly isCorrection?: true;
  readonly frequency: 'One-Time' | 'Recurring' | 'Usage-Based';
  /** Null where nothing is priced. */
  readonly pricing: 'Standard' | 'Committed' | null;
};

const usage = { category: 'Usage', frequency: 'Usage-Based', pricing: 'Standard' } as const;
const covered = { category: 'Usage', frequency: 'Usage-Based', pricing: 'Committed' } as const;
const oneTimeFee = { category: 'Purchase', frequency: 'One-Time', pricing: 'Standard' } as const;
const recurringFee = { category: 'Purchase', frequency: 'Recurring', pricing: 'Standard' } as const;

const RECORD_TYPES: readonly RecordType[] = [
  { lineType: 'Usage', names: ['usage'], ...usage },
  { lineType: 'DiscountedUsage', names: ['discountedusage', 'reservationappliedusage'], ...covered },
  { lineType: 'SavingsPlanCoveredUsage', names: ['savingsplancoveredusage'], ...covered },
  { lineType: 'SavingsPlanNegation', names: ['savingsplannegation'], ...covered },
  { lineType: 'RIFee', names: ['rifee', 'recurringreservationfee'], ...recurringFee },
  { lineType: 'SavingsPlanRecurringFee', names: ['savingsplanrecurringfee'], ...recurringFee },
  { lineType: 'SavingsPlanUpfrontFee', names: ['savingsplanupfrontfee'], ...oneTimeFee },
  {
    lineType: 'Fee',
    names: ['fee', 'upfrontreservationfee', 'supportfee', 'support', 'otheroutofcyclecharges'],
    ...oneTimeFee,
  },
  { lineType: 'Tax', names: ['tax'], category: 'Tax', frequency: 'Recurring', pricing: null },
  { lineType: 'Credit', names: ['credit'], category: 'Credit', frequency: 'Usage-Based', pricing: null },
  { lineType: 'Refund', names: ['refund'], ...usage, isCorrection: true },
];

const NAMES = new Set(RECORD_TYPES.flatMap(({ names }) => names));

/** True for a text that Cost Explorer uses as a record type; discounts have many names and one ending. */
export function isRecordType(text: string): boolean {
  const name = text.toLowerCase().replaceAll(/[^a-z]/g, '');
  return NAMES.has(name) || name.endsWith('discount');
}

/** Expression: the name by which `recordTypeSql` knows a record type. */
export function recordTypeNameSql(text: string): string {
  return `regexp_replace(lower(${text}), '[^a-z]', '', 'g')`;
}

function choice(name: string, value: (type: RecordType) => string, otherwise: string): string {
  const branches = RECORD_TYPES.flatMap(type =>
    type.names.map(key => `WHEN ${sqlText(key)} THEN ${value(type)}`),
  );
  return `CASE WHEN ${name} IS NULL THEN NULL ELSE CASE ${name} ${branches.join(' ')} ELSE ${otherwise} END END`;
}

/** What a record type says in FOCUS columns; discounts and types that are not known count as usage, as in a CUR. */
export function recordTypeSql(name: string, written: string) {
  const text = (value: string | null) => (value === null ? 'NULL' : sqlText(value));
  return {
    category: choice(name, ({ category }) => text(category), "'Usage'"),
    class: choice(name, ({ isCorrection }) => text(isCorrection ? 'Correction' : null), 'NULL'),
    frequency: choice(name, ({ frequency }) => text(frequency), "'Usage-Based'"),
    pricing: choice(name, ({ pricing }) => text(pricing), "'Standard'"),
    lineType: choice(
      name,
      ({ lineType }) => text(lineType),
      `CASE WHEN suffix(${name}, 'discount') THEN 'Discount' ELSE ${written} END`,
    ),
  };
}
