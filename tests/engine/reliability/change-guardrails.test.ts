import { expect, test } from 'vitest';
import type { Workload } from '../../../src/engine/estate/workload.ts';
import {
  type Tier,
  UNDECLARED_DATA,
  UNDECLARED_POLICY,
  UNDECLARED_TIER,
} from '../../../src/engine/estate/workload-inputs.ts';
import {
  applyRisk,
  changeGuardrails,
  freezeGuardrail,
  type RiskChange,
} from '../../../src/engine/reliability/index.ts';
import { SHOP, withTier } from './estates.ts';

const tier = (more: Partial<Tier>): Tier => ({ ...UNDECLARED_TIER, name: 'app', kind: 'compute', ...more });
const data = (more: Partial<typeof UNDECLARED_DATA>) => ({ data: { ...UNDECLARED_DATA, ...more } });
const policy = (more: Partial<typeof UNDECLARED_POLICY>) => ({ policy: { ...UNDECLARED_POLICY, ...more } });

const SPOT: RiskChange = { kind: 'spot', share: 0.5, pools: 4, reason: '' };
const TO_US: RiskChange = { kind: 'region', from: 'eu-central-1', to: 'us-east-1', addedMs: 90, reason: '' };
const LOGS: RiskChange = { kind: 'log-retention', daysBefore: 400, days: 90, reason: '' };
const TWO_ZONES: RiskChange = { kind: 'zones', zones: 2, reason: '' };

function answers(workload: Partial<Workload>, ...changes: RiskChange[]) {
  const after = applyRisk(withTier(4, 3, 0.3), changes);
  return changeGuardrails({ ...SHOP, ...workload }, after, changes).map(({ allowed }) => allowed);
}

test.each<[string, Partial<Workload>, RiskChange, (boolean | null)[]]>([
  [
    'spot on a consensus group is refused',
    { tiers: [tier({ stateful: true, quorumMember: true })] },
    SPOT,
    [false],
  ],
  ['spot on many stateless machines is allowed', { tiers: [tier({ stateful: false })] }, SPOT, [true]],
  ['spot on nobody knows what cannot be judged', {}, SPOT, [null]],
  [
    'two zones for a tier that votes are refused',
    { tiers: [tier({ quorumMember: true, count: 3 })] },
    TWO_ZONES,
    [false],
  ],
  ['two zones for a tier that does not vote break no published rule', {}, TWO_ZONES, []],
  [
    'a recovery point beyond the objective is refused',
    { rpoMinutes: 60 },
    { kind: 'backup', intervalMinutes: 1440, reason: '' },
    [false],
  ],
  [
    'a slower recovery strategy against an objective is refused',
    { rtoMinutes: 30 },
    { kind: 'recovery-strategy', to: 'backup-restore', reason: '' },
    [false],
  ],
  [
    'the only copy in one zone is refused',
    data({ recreatable: false, otherCopies: 0 }),
    { kind: 'storage-class', to: 'ONEZONE_IA', retrieval: 'standard', reason: '' },
    [false],
  ],
  ['a statement about a lever that no rule knows is no answer', {}, { kind: 'none', reason: '' }, []],
])('%s', (_what, workload, change, expected) => {
  const allowed = answers(workload, change);
  if (expected.length === 1) expect(allowed).toContain(expected[0]);
  else expect(allowed).toEqual([]);
  if (expected[0] === true) expect(allowed).not.toContain(false);
});

test('personal data leaves the Union only on a recorded basis', () => {
  expect(answers(policy({ personalData: true, frameworks: ['GDPR'] }), TO_US)).not.toContain(true);
  expect(
    answers(
      policy({
        personalData: true,
        frameworks: ['GDPR'],
        transferBasis: 'SCC',
        transferImpactAssessment: true,
      }),
      TO_US,
    ),
  ).toEqual([true]);
});

test('audit logs under PCI DSS are kept for a year', () => {
  expect(answers({ ...data({ logClass: 'audit' }), ...policy({ frameworks: ['PCI DSS'] }) }, LOGS)).toContain(
    false,
  );
  expect(answers({}, LOGS)).not.toContain(true);
});

test('of several answers of one rule the worst counts, once', () => {
  const workload = { tiers: [tier({ stateful: false })] };
  expect(answers(workload, SPOT, SPOT)).toEqual(answers(workload, SPOT));
});

test('memory that nobody measured needs a person', () => {
  const change: RiskChange = {
    kind: 'capacity',
    resourceId: 'i-0',
    ratio: 0.5,
    memoryRatio: 0.5,
    reason: '',
  };
  expect(answers({}, change)).toEqual([null]);
});

test('a freeze holds changes, and nothing that is none', () => {
  const frozen: Workload = { ...SHOP, ...policy({ freeze: true }) };
  const move: RiskChange = { kind: 'change-event', multiplier: 1, reason: '' };

  expect(freezeGuardrail(frozen, [move], false).map(({ allowed }) => allowed)).toEqual([false]);
  expect(freezeGuardrail(frozen, [move], true).map(({ allowed }) => allowed)).toEqual([true]);
  expect(freezeGuardrail(frozen, [{ kind: 'none', reason: '' }], false)).toEqual([]);
  expect(freezeGuardrail(SHOP, [move], false)).toEqual([]);
});
