/** Where personal data may go: the third-country rules of the GDPR, after Schrems II. */

import type { RuleResult } from './guardrail-rule.ts';
import { answered } from './guardrail-rule.ts';
import { frameworkOf } from './retention-rules.ts';

const GDPR_RULE = {
  id: 'gdpr-chapter-5',
  rule: 'GDPR ch. V: third-country transfer needs a recorded transfer basis (art. 45/46/49) and, under 46, a transfer impact assessment',
  source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
};

/** Regions outside the EEA whose names look European: the United Kingdom and Switzerland. */
const NOT_IN_EEA = [
  /^eu-west-2$/,
  /^eu-central-2$/,
  /^europe-west2$/,
  /^europe-west6$/,
  /^uk(south|west|south2)$/,
  /^switzerland(north|west)$/,
];

/** Names of regions in the EEA: AWS, Google Cloud, Azure. */
const IN_EEA = [
  /^eu(sc)?-[a-z-]+-\d+$/,
  /^europe-[a-z]+\d+$/,
  /^(north|west)europe$/,
  /^(france|germany|sweden|norway|italy|spain|poland|austria|belgium|denmark|finland|greece)[a-z]*\d?$/,
  /^(eu|eea|eur|europe)$/,
];

/** Names of regions elsewhere. */
const ELSEWHERE = [
  /^(us|ca|sa|mx|ap|af|me|il|cn)-[a-z-]+-\d+$/,
  /^us-(gov|iso)[a-z-]*-\d+$/,
  /^(us|northamerica|southamerica|asia|australia|me|africa)-[a-z]+\d+$/,
  /^(east|west|central|northcentral|southcentral|westcentral)us\d?(stage|euap)?$/,
  /^(canada|brazil|mexico|chile|japan|korea|china|india|australia|newzealand|southafrica|uae|qatar|israel|indonesia|malaysia|taiwan|jioindia)[a-z]*\d?$/,
  /^(east|southeast)asia$/,
  /^(south|central|west)india$/,
  /^us(gov|dod)[a-z]+$/,
];

/** Whether a region of AWS, Google Cloud or Azure lies in the European Economic Area; null for a name that is not known. */
export function isInEea(region: string): boolean | null {
  // A zone (`eu-west-1a`, `europe-west1-b`) lies where its region does.
  const plain = region
    .toLowerCase()
    .trim()
    .replace(/^(.*\d)-?[a-f]$/, '$1');
  const matches = (patterns: readonly RegExp[]) => patterns.some(pattern => pattern.test(plain));
  if (matches(NOT_IN_EEA)) return false;
  if (matches(IN_EEA)) return true;
  return matches(ELSEWHERE) ? false : null;
}

/** What is known about the data; left out: not declared. */
export type ResidencyContext = {
  readonly frameworks?: readonly string[] | null | undefined;
  readonly personalData?: boolean | null | undefined;
  /** Recorded basis, for example `adequacy`, `SCC` or `art. 49`; null: none is recorded. */
  readonly transferBasis?: string | null | undefined;
  /** A transfer impact assessment is recorded. */
  readonly transferImpactAssessment?: boolean | null | undefined;
};

/** Bases of article 45 (adequacy) and 49 (derogations), which need no assessment. */
const WITHOUT_ASSESSMENT = /adequa|dpf|privacy framework|\b4[59]\b|art\.?\s*4[59]|derogation|consent/i;

function basisHolds({ transferBasis, transferImpactAssessment }: ResidencyContext): boolean | null {
  if (transferBasis === undefined) return null;
  const basis = transferBasis?.trim() ?? '';
  if (basis === '' || /^(none|no|unknown)$/i.test(basis)) return false;
  if (WITHOUT_ASSESSMENT.test(basis)) return true;
  if (/\btia\b|impact assessment/i.test(basis)) return true;
  return transferImpactAssessment ?? null;
}

function applies(from: string, to: string, { frameworks, personalData }: ResidencyContext): boolean | null {
  if (personalData === false) return false;
  const leaves = isInEea(from);
  const arrives = isInEea(to);
  if (leaves === false || arrives === true) return false;
  if (leaves === null || arrives === null) return null;
  if (personalData === true) return true;
  const names = frameworks?.map(frameworkOf);
  // No duty is declared, and every framework is one that is known.
  return names && !names.includes('gdpr') && !names.includes(null) ? false : null;
}

/** Personal data leaves the EEA only on a recorded basis, and under article 46 with an assessment. */
export function regionMoveRules(from: string, to: string, context: ResidencyContext): readonly RuleResult[] {
  const isCovered = applies(from, to, context);
  if (isCovered === false) return [answered(GDPR_RULE, true)];
  const holds = basisHolds(context);
  return [answered(GDPR_RULE, isCovered === null && holds !== true ? null : holds)];
}
