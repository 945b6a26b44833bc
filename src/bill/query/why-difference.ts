/** Why the effective cost of a charge is not its billed cost: the reasons, told apart by what the charge says of itself. */

import { sqlText } from '../sql.ts';

/** The first that holds decides. `words` is one sentence for people, `when` a condition on a stored charge. */
const REASONS = [
  {
    id: 'effective-cost-unknown',
    when: 'EffectiveCost IS NULL',
    words: 'The effective cost could not be read, so it adds nothing.',
  },
  {
    id: 'billed-cost-unknown',
    when: 'BilledCost IS NULL',
    words: 'The billed cost is missing, so it adds nothing.',
  },
  { id: 'same', when: 'EffectiveCost = BilledCost', words: 'Both costs are the same.' },
  {
    id: 'commitment-negation',
    when: "x_LineItemType = 'SavingsPlanNegation'",
    words:
      'A negation takes back what the covered usage is billed at; it is a matter of the invoice only and has no effective cost.',
  },
  {
    id: 'commitment-used',
    when: "CommitmentDiscountStatus = 'Used'",
    words:
      'Usage under a commitment: it is paid with the commitment, so little or nothing is billed here; the effective cost is its share of the commitment.',
  },
  {
    id: 'commitment-fee',
    when: "CommitmentDiscountStatus = 'Unused' AND ChargeCategory = 'Purchase'",
    words:
      'Fee of a commitment: all of it is billed here; only the part that nothing used stays here as effective cost, the rest is with the usage it covered.',
  },
  {
    id: 'commitment-unused',
    when: "CommitmentDiscountStatus = 'Unused'",
    words:
      'Unused commitment: paid with the purchase and not billed again; it is a cost that bought nothing.',
  },
  {
    id: 'commitment-purchase',
    when: "ChargeCategory = 'Purchase' AND CommitmentDiscountId IS NOT NULL",
    words:
      'Purchase of a commitment: billed here at once, and spread as effective cost over the usage that it covers.',
  },
  {
    id: 'purchase',
    when: "ChargeCategory = 'Purchase'",
    words: 'Purchase that covers other charges: billed here, with another effective cost.',
  },
  {
    id: 'credit-or-refund',
    when: "ChargeCategory = 'Credit' OR x_LineItemType IN ('Credit', 'Refund')",
    words: 'Credit or refund with another amount in the effective cost.',
  },
  {
    id: 'correction',
    when: "ChargeClass = 'Correction' OR ChargeCategory = 'Adjustment'",
    words: 'Correction of an earlier charge with another amount in the effective cost.',
  },
] as const;

const OTHER = {
  id: 'other',
  words: 'The bill gives another effective cost and names no commitment that would explain it.',
} as const;

/** Expression: reason of the difference of a stored charge; never null. */
export const REASON_SQL = `CASE ${REASONS.map(({ id, when }) => `WHEN ${when} THEN ${sqlText(id)}`).join(' ')}
  ELSE ${sqlText(OTHER.id)} END`;

/** One sentence for a reason of `REASON_SQL`. */
export function reasonWords(id: string): string {
  return [...REASONS, OTHER].find(reason => reason.id === id)?.words ?? OTHER.words;
}
