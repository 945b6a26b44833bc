/** What the contract levers share: which charges are AWS's own, a support plan's, or a third party's, and what they risk. */

import type { Resource } from '../../estate/estate.ts';
import { type Ineligible, no } from '../../lever.ts';
import type { RiskChange } from '../../reliability/index.ts';

/** Product codes of Marketplace sellers are random; their meters begin with `MP:`. */
const SELLER = /^[a-z0-9]{24,26}$/;

/** Whether AWS only passes the charge on. */
export function isMarketplace({ serviceCode, serviceName, meters }: Resource): boolean {
  return (
    serviceCode === 'AWSMarketplace' ||
    SELLER.test(serviceCode ?? '') ||
    /marketplace/i.test(serviceName) ||
    meters.some(({ usageType }) => /(^|-)MP:/.test(usageType))
  );
}

/** Support plans of AWS, the least first. */
export const SUPPORT_PLANS = ['basic', 'developer', 'business', 'enterprise_on_ramp', 'enterprise'] as const;
export type SupportPlan = (typeof SUPPORT_PLANS)[number];

const PLAN_NAMES: readonly (readonly [RegExp, SupportPlan])[] = [
  [/on-?\s?ramp/i, 'enterprise_on_ramp'],
  [/enterprise/i, 'enterprise'],
  [/business/i, 'business'],
  [/developer/i, 'developer'],
];

/** The support plan that a charge pays for; null for a charge that pays for none, or for one that is not known. */
export function supportPlanOf({ serviceCode, serviceName }: Resource): SupportPlan | null {
  const isSupport =
    /^AWS(Support|EnterpriseOnRamp|DeveloperSupport)/.test(serviceCode ?? '') ||
    /^AWS Support\b/i.test(serviceName);
  if (!isSupport) return null;
  return PLAN_NAMES.find(([name]) => name.test(`${serviceCode} ${serviceName}`))?.[1] ?? null;
}

/** Why nothing can be negotiated about a charge; null where something can. */
export function notNegotiable({ effectiveCost, contractFactor }: Resource): Ineligible | null {
  if (!(Number(effectiveCost) > 0)) return no('nothing is paid for it');
  return contractFactor === 1 ? null : no('an earlier move of the plan has negotiated it');
}

/** An invoice changes, and nothing that runs. */
export const INVOICE_ONLY: readonly RiskChange[] = [
  { kind: 'none', reason: 'an invoice changes, nothing that runs' },
];
