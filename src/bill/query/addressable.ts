/** The rules of the addressable ledger: which charges of a bill a plan can touch, and what all the others are. */

import type { ChargeColumn } from '../columns.ts';
import { sqlText } from '../sql.ts';

/**
 * Companies that bill under several names, by patterns of the name in lower case. AWS is sold by Sinnet and Western Cloud
 * Data in China, Azure by 21Vianet.
 */
const FAMILIES: readonly (readonly [family: string, pattern: string])[] = [
  ['aws', String.raw`\b(aws|amazon)\b|sinnet|western cloud data`],
  ['microsoft', String.raw`\b(microsoft|azure)\b|21vianet`],
  ['google', String.raw`\b(google|gcp)\b`],
  ['oracle', String.raw`\b(oracle|oci)\b`],
  ['alibaba', String.raw`\b(alibaba|aliyun)\b`],
  ['ibm', String.raw`\bibm\b`],
];

/** Expression: the company of a name; null where it is none of those above. */
function familySql(name: string): string {
  const branches = FAMILIES.map(
    ([family, pattern]) => `WHEN regexp_matches(lower(${name}), ${sqlText(pattern)}) THEN ${sqlText(family)}`,
  );
  return `CASE ${branches.join(' ')} END`;
}

/** Expression: letters and digits of a name, to see that `Snowflake` is in `Snowflake Inc.`. */
function lettersSql(name: string): string {
  return `regexp_replace(lower(${name}), '[^\\p{L}\\p{N}]', '', 'g')`;
}

/** Condition: two company names mean different companies; false where one is not known. */
function areDifferent(a: string, b: string): string {
  const [first, second] = [lettersSql(a), lettersSql(b)];
  const [left, right] = [familySql(a), familySql(b)];
  return `(${a} IS NOT NULL AND ${b} IS NOT NULL AND (${left} IS DISTINCT FROM ${right}
    OR (${left} IS NULL AND NOT contains(${first}, ${second}) AND NOT contains(${second}, ${first}))))`;
}

/** Condition: the seller is a third party and the cloud provider only passes the bill on. */
const IS_MARKETPLACE = `(contains(lower(coalesce(InvoiceIssuerName, '')), 'marketplace')
  OR x_ServiceCode = 'AWSMarketplace'
  OR ${areDifferent('PublisherName', 'ProviderName')}
  OR (${familySql('InvoiceIssuerName')} IS NOT NULL AND ${areDifferent('ServiceProviderName', 'InvoiceIssuerName')}
    AND ${familySql('ServiceProviderName')} IS NULL))`;

/** Condition: a support plan of a cloud provider. A product that a SaaS company calls "Support" is not one. */
const IS_SUPPORT = `(regexp_matches(coalesce(x_ServiceCode, ''), '^(AWSSupport|AWSEnterpriseOnRamp|OCBPremiumSupport|OCBElasticCompute)')
  OR ServiceSubcategory = 'Support'
  OR (coalesce(${familySql('ProviderName')}, ${familySql('ServiceProviderName')}) IS NOT NULL
    AND regexp_matches(lower(coalesce(ServiceName, '')), '\\bsupport\\b|enterprise on-ramp')))`;

const HAS_COMMITMENT = "(CommitmentDiscountId IS NOT NULL OR PricingCategory = 'Committed')";

/**
 * The rules, in order: the first that holds decides. `when` is a condition on one stored charge, in FOCUS columns and the
 * AWS line item type.
 *
 * A discount line (AWS `EdpDiscount`, `BundledDiscount` ...) has no class of its own: it follows the usage that it is
 * for. A refund is a `Correction` in FOCUS; where the bill says that it is a refund (AWS), it is counted as one.
 */
const RULES = [
  {
    id: 'tax',
    title: 'Tax',
    when: "ChargeCategory = 'Tax' OR x_LineItemType = 'Tax'",
  },
  {
    id: 'credits-and-refunds',
    title: 'Credits and refunds',
    when: "ChargeCategory = 'Credit' OR x_LineItemType IN ('Credit', 'Refund')",
  },
  {
    id: 'corrections',
    title: 'Corrections and adjustments',
    when: "ChargeClass = 'Correction' OR ChargeCategory = 'Adjustment'",
  },
  {
    id: 'commitment-used',
    title: 'Committed: used',
    when: `CommitmentDiscountStatus = 'Used' OR x_LineItemType = 'SavingsPlanNegation'
      OR (${HAS_COMMITMENT} AND ChargeCategory = 'Usage' AND CommitmentDiscountStatus IS NULL)`,
  },
  {
    id: 'commitment-unused',
    title: 'Committed: fees and unused',
    when: "CommitmentDiscountStatus = 'Unused'",
  },
  {
    id: 'commitment-purchases',
    title: 'Committed: purchases',
    when: `CommitmentDiscountId IS NOT NULL AND ChargeCategory = 'Purchase'`,
  },
  { id: 'marketplace', title: 'Marketplace (third party)', when: IS_MARKETPLACE },
  { id: 'support', title: 'Support', when: IS_SUPPORT },
] as const;

/** What no rule above takes: usage, and one-time purchases that are no commitment. */
export const ADDRESSABLE = { id: 'addressable', title: 'Addressable usage' } as const;

/** Class of a charge. */
export type ChargeClassId = (typeof RULES)[number]['id'] | (typeof ADDRESSABLE)['id'];

/** Every class with its name for people, in the order of the ledger. */
export const CHARGE_CLASSES: readonly { readonly id: ChargeClassId; readonly title: string }[] = [
  ...RULES.map(({ id, title }) => ({ id, title })),
  ADDRESSABLE,
];

/** Expression: the class of a stored charge; never null. */
export const CHARGE_CLASS_SQL = `CASE ${RULES.map(({ id, when }) => `WHEN ${when} THEN ${sqlText(id)}`).join(' ')}
  ELSE ${sqlText(ADDRESSABLE.id)} END`;

/** Columns that the rules look at. */
export const CLASS_COLUMNS = [
  'ChargeCategory',
  'ChargeClass',
  'CommitmentDiscountId',
  'CommitmentDiscountStatus',
  'InvoiceIssuerName',
  'PricingCategory',
  'ProviderName',
  'PublisherName',
  'ServiceName',
  'ServiceProviderName',
  'ServiceSubcategory',
  'x_LineItemType',
  'x_ServiceCode',
] as const satisfies readonly ChargeColumn[];
