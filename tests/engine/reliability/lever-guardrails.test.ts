import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allOf, decidingRule } from '../../../src/engine/reliability/guardrail-rule.ts';
import type { GuardedLever, GuardrailContext } from '../../../src/engine/reliability/lever-guardrails.ts';
import { leverGuardrails, leverVerdict } from '../../../src/engine/reliability/lever-guardrails.ts';
import { isInEea } from '../../../src/engine/reliability/residency-rules.ts';
import { frameworkOf } from '../../../src/engine/reliability/retention-rules.ts';

const allowed = (lever: GuardedLever, context: GuardrailContext, risk: string | null = null) =>
  leverVerdict(lever, context, risk).allowed;
const logs = (days: number, hotDays: number | null = null): GuardedLever => ({
  kind: 'log-retention',
  days,
  hotDays,
});
const records = (years: number): GuardedLever => ({ kind: 'record-retention', years });
const move = (from: string, to: string): GuardedLever => ({ kind: 'region-move', from, to });
const storage = (to: string, retrieval: 'standard' | 'bulk' | 'expedited' = 'standard'): GuardedLever => ({
  kind: 'storage-class',
  to,
  retrieval,
});
const PCI = { frameworks: ['PCI-DSS'], logClass: 'audit' };

describe('audit logs under PCI DSS', () => {
  test.each([
    [30, null, false],
    [364, null, false],
    [365, null, true],
    [365, 30, false],
    [365, 89, false],
    [365, 90, true],
    [730, 90, true],
  ])('%d days, %s at once: %s', (days, hotDays, expected) => {
    expect(allowed(logs(days, hotDays), PCI)).toBe(expected);
  });

  test('other logs are free; what is not declared or not known is never a yes', () => {
    expect(allowed(logs(7), { ...PCI, logClass: 'debug' })).toBe(true);
    expect(allowed(logs(7), { ...PCI, logClass: 'mystery' })).toBeNull();
    expect(allowed(logs(7), { frameworks: ['PCI-DSS'] })).toBeNull();
    expect(allowed(logs(4000), { logClass: 'audit' })).toBeNull();
    expect(allowed(logs(4000), { frameworks: ['ISO-9'], logClass: 'audit' })).toBeNull();
    expect(allowed(logs(7), { frameworks: [], logClass: 'audit' })).toBe(true);
    expect(allowed(logs(7), { frameworks: [] })).toBeNull();
  });

  test('an owner who did not sign off is a no', () => {
    expect(allowed(logs(400), { ...PCI, ownerSignOff: false })).toBe(false);
    expect(allowed(logs(400), { ...PCI, ownerSignOff: true })).toBe(true);
  });

  test('HIPAA does not speak of logs: a shorter time is for the owner to decide', () => {
    const context = { frameworks: ['HIPAA'], logClass: 'audit' };
    expect(allowed(logs(400), context)).toBeNull();
    expect(allowed(logs(400), { ...context, ownerSignOff: true })).toBe(true);
    expect(allowed(logs(2190), context)).toBe(true);
  });

  test('keeping longer is never forbidden where keeping shorter is allowed', () => {
    const days = fc.integer({ min: 0, max: 4000 });
    const framework = fc.subarray(['PCI-DSS', 'HIPAA', 'SOX', 'GDPR']);
    const logClass = fc.constantFrom('audit', 'debug', 'mystery');
    fc.assert(
      fc.property(days, days, framework, logClass, (a, b, frameworks, kind) => {
        const shorter = allowed(logs(Math.min(a, b)), { frameworks, logClass: kind });
        if (shorter === true)
          expect(allowed(logs(Math.max(a, b)), { frameworks, logClass: kind })).toBe(true);
      }),
    );
  });
});

describe('records', () => {
  test.each([
    ['HIPAA', 'required-documentation', 5.9, false],
    ['HIPAA', 'required-documentation', 6, true],
    ['SOX', 'audit-review-records', 6.9, false],
    ['SOX', 'audit-review-records', 7, true],
    ['SOX', 'required-documentation', 1, true],
    ['HIPAA', 'medical-images', 10, null],
    ['COBIT', 'audit-review-records', 10, null],
  ])('%s, %s, %d years: %s', (framework, recordClass, years, expected) => {
    expect(allowed(records(years), { frameworks: [framework], recordClass })).toBe(expected);
  });

  test('the strictest of several frameworks decides, and is named', () => {
    const context = { frameworks: ['HIPAA', 'SOX'], recordClass: 'audit-review-records' };
    expect(leverVerdict(records(6), context)).toMatchObject({
      allowed: false,
      rule: '17 CFR 210.2-06: 7 years',
    });
  });

  test.each([
    ['PCI DSS v4.0', 'pci-dss'],
    ['pci_dss', 'pci-dss'],
    ['HIPAA', 'hipaa'],
    ['Sarbanes-Oxley', 'sox'],
    ['SEC', 'sox'],
    ['17 CFR 210.2-06', 'sox'],
    ['GDPR', 'gdpr'],
    ['ISO 27001', null],
  ])('%s is %s', (name, framework) => {
    expect(frameworkOf(name)).toBe(framework);
  });
});

describe('personal data out of the EEA', () => {
  const personal = { frameworks: ['GDPR'], personalData: true };

  test.each([
    [{ transferBasis: null }, false],
    [{ transferBasis: '' }, false],
    [{ transferBasis: 'none' }, false],
    [{ transferBasis: 'adequacy decision' }, true],
    [{ transferBasis: 'art. 45' }, true],
    [{ transferBasis: 'EU-US DPF' }, true],
    [{ transferBasis: 'SCC', transferImpactAssessment: true }, true],
    [{ transferBasis: 'SCC', transferImpactAssessment: false }, false],
    [{ transferBasis: 'SCC' }, null],
    [{ transferBasis: 'SCC + TIA' }, true],
    [{}, null],
  ])('%j: %s', (context, expected) => {
    expect(allowed(move('eu-west-1', 'us-east-1'), { ...personal, ...context })).toBe(expected);
  });

  test('stays free inside the EEA, from outside it, and without personal data', () => {
    const none = { ...personal, transferBasis: null };
    expect(allowed(move('eu-west-1', 'eu-north-1'), none)).toBe(true);
    expect(allowed(move('us-east-1', 'us-west-2'), none)).toBe(true);
    expect(allowed(move('eu-west-1', 'us-east-1'), { ...none, personalData: false })).toBe(true);
  });

  test('what is not known is never a yes', () => {
    const none = { frameworks: ['GDPR'], transferBasis: null };
    expect(allowed(move('eu-west-1', 'us-east-1'), none)).toBeNull();
    expect(allowed(move('eu-west-1', 'mars-1'), { ...none, personalData: true })).toBeNull();
    expect(allowed(move('somewhere', 'us-east-1'), { ...none, personalData: true })).toBeNull();
  });

  test('a law does not wait for being declared', () => {
    expect(allowed(move('eu-west-1', 'us-east-1'), { personalData: true, transferBasis: null })).toBe(false);
  });

  test.each([
    ['eu-west-1', true],
    ['eu-central-1', true],
    ['eu-west-1b', true],
    ['eusc-de-east-1', true],
    ['eu-west-2', false],
    ['eu-central-2', false],
    ['europe-west1', true],
    ['europe-west1-b', true],
    ['europe-west2', false],
    ['europe-west6', false],
    ['europe-southwest1', true],
    ['westeurope', true],
    ['North Europe', null],
    ['northeurope', true],
    ['francecentral', true],
    ['norwayeast', true],
    ['uksouth', false],
    ['switzerlandnorth', false],
    ['us-east-1', false],
    ['us-gov-west-1', false],
    ['us-central1', false],
    ['eastus2', false],
    ['southeastasia', false],
    ['ap-southeast-2', false],
    ['asia-northeast1', false],
    ['japaneast', false],
    ['centralindia', false],
    ['atlantis', null],
  ])('%s in the EEA: %s', (region, expected) => {
    expect(isInEea(region)).toBe(expected);
  });
});

describe('storage', () => {
  test.each([
    [{ recreatable: false, otherCopies: 0 }, false],
    [{ recreatable: true }, true],
    [{ otherCopies: 1 }, true],
    [{ recreatable: false }, null],
    [{ otherCopies: 0 }, null],
    [{}, null],
  ])('one zone with %j: %s', (context, expected) => {
    for (const to of ['ONEZONE_IA', 'EXPRESS_ONEZONE', 'LRS'])
      expect(allowed(storage(to), context)).toBe(expected);
    expect(allowed({ kind: 'copy-deletion' }, context)).toBe(expected);
  });

  test.each([
    ['DEEP_ARCHIVE', 'standard', 719, false],
    ['DEEP_ARCHIVE', 'standard', 720, true],
    ['DEEP_ARCHIVE', 'bulk', 720, false],
    ['DEEP_ARCHIVE', 'expedited', 10_000, false],
    ['GLACIER', 'standard', 240, false],
    ['GLACIER', 'standard', 300, true],
    ['GLACIER', 'expedited', 5, true],
    ['GLACIER_IR', 'standard', 0, true],
    ['STANDARD_IA', 'standard', 0, true],
  ] as const)('%s by %s retrieval within %d minutes: %s', (to, retrieval, rtoMinutes, expected) => {
    expect(allowed(storage(to, retrieval), { rtoMinutes })).toBe(expected);
  });

  test('an archive without a declared recovery time, or an unknown class, is not evaluable', () => {
    expect(allowed(storage('DEEP_ARCHIVE'), {})).toBeNull();
    expect(allowed(storage('GOLD'), { rtoMinutes: 1e6 })).toBeNull();
  });

  test('the rule says the time', () => {
    expect(leverVerdict(storage('GLACIER', 'bulk'), {}).rule).toBe(
      'Glacier Flexible bulk restore is 12 h: RTO must be >= 720 min',
    );
    expect(leverVerdict(storage('GLACIER', 'expedited'), {}).rule).toBe(
      'Glacier Flexible expedited restore is 5 min: RTO must be >= 5 min',
    );
  });
});

describe('spot', () => {
  test.each([
    [{ stateful: true }, false],
    [{ stateful: true, replicas: 1 }, false],
    [{ stateful: false, replicas: 1 }, false],
    [{ stateful: false }, true],
    [{ stateful: false, replicas: 10 }, true],
    [{ stateful: true, replicas: 3 }, null],
    [{ stateful: true, replicas: 3, quorumMember: true }, false],
    [{ stateful: true, replicas: 3, quorumMember: false }, true],
    [{ stateful: false, replicas: 5, quorumMember: true }, false],
    [{}, null],
  ])('%j: %s', (context, expected) => {
    expect(allowed({ kind: 'spot' }, context)).toBe(expected);
  });

  test('a checkpoint must come twice before an interruption is expected', () => {
    // 730 hours over a hazard of ln 2 are 1,053 hours: half of it is 31,596 minutes.
    const job = { stateful: false, monthlyProbability: 0.5 };
    expect(allowed({ kind: 'spot' }, { ...job, checkpointIntervalMinutes: 31_500 })).toBe(true);
    expect(allowed({ kind: 'spot' }, { ...job, checkpointIntervalMinutes: 31_700 })).toBe(false);
    expect(allowed({ kind: 'spot' }, { stateful: false, checkpointIntervalMinutes: 60 })).toBeNull();
  });
});

describe('quorum', () => {
  test.each([
    [3, { quorumMember: true, members: 3 }, true],
    [2, { quorumMember: true, members: 3 }, false],
    [3, { quorumMember: true, members: 4 }, false],
    [3, { quorumMember: true }, true],
    [null, { quorumMember: true, members: 1 }, false],
    [1, { quorumMember: false }, true],
    [1, {}, null],
  ])('%s zones, %j: %s', (zones, context, expected) => {
    expect(allowed({ kind: 'zones', zones }, context)).toBe(expected);
  });
});

describe('recovery objectives', () => {
  test.each([
    ['backup-restore', { rtoMinutes: 1440, rpoMinutes: 1440 }, true],
    ['backup-restore', { rtoMinutes: 240, rpoMinutes: 1440 }, false],
    ['pilot-light', { rtoMinutes: 240 }, true],
    ['pilot-light', { rtoMinutes: 10 }, false],
    ['warm-standby', { rtoMinutes: 15, rpoMinutes: 1 }, true],
    ['active-active', { rtoMinutes: 1, rpoMinutes: 0 }, true],
    ['active-active', {}, null],
  ] as const)('%s with %j: %s', (to, context, expected) => {
    expect(allowed({ kind: 'recovery-strategy', to }, context)).toBe(expected);
  });

  test('interval and lag together are what may be lost', () => {
    const lever = { kind: 'backup-interval', intervalMinutes: 55, lagMinutes: 5 } as const;
    expect(allowed(lever, { rpoMinutes: 60 })).toBe(true);
    expect(allowed(lever, { rpoMinutes: 59 })).toBe(false);
    expect(allowed(lever, {})).toBeNull();
    expect(allowed({ kind: 'restore-time', minutes: 60 }, { rtoMinutes: 59 })).toBe(false);
  });
});

describe('any change', () => {
  const change = { kind: 'change' } as const;

  test.each([
    [0.4, null, true],
    [0, null, false],
    [-0.05, null, false],
    [-0.05, 'normal', false],
    [-0.05, 'security-fix', true],
    [-0.05, 'P0', true],
    [-0.05, 'p0-incident', true],
    [-0.05, 'xp01', false],
  ])('%d of the budget left, risk %s: %s', (errorBudgetRemainingFraction, risk, expected) => {
    expect(allowed(change, { errorBudgetRemainingFraction }, risk)).toBe(expected);
  });

  test('a freeze holds up everything but what is urgent', () => {
    expect(allowed(change, { freeze: true })).toBe(false);
    expect(allowed(change, { freeze: true }, 'security')).toBe(true);
    expect(allowed(change, { freeze: false })).toBe(true);
  });

  test('more than two incidents a shift, a budget overrun, or a likely breach is a no', () => {
    expect(allowed(change, { incidentsPerShift: 2.1 })).toBe(false);
    expect(allowed(change, { incidentsPerShift: 2 })).toBe(true);
    expect(allowed(change, { expectedBadMinutes: 44, budgetMinutes: 43.2 })).toBe(false);
    expect(allowed(change, { expectedBadMinutes: 40 })).toBeNull();
    expect(allowed(change, { pBreach: 0.051 })).toBe(false);
    expect(allowed(change, { pBreach: 0.051, maxPBreach: 0.1 })).toBe(true);
    expect(allowed(change, { pBreach: 0.04, baselinePBreach: 0.01 })).toBe(false);
    expect(allowed(change, { pBreach: 0.03, baselinePBreach: 0.01 })).toBe(true);
  });

  test('nothing declared is not evaluable, and neither is a lever without a rule', () => {
    expect(allowed(change, {})).toBeNull();
    expect(allowed({ kind: 'unknown' }, {})).toBeNull();
  });

  test('a change rule forbids what the rule of the lever would allow', () => {
    const context = { rtoMinutes: 1000, errorBudgetRemainingFraction: -0.1 };
    expect(leverVerdict(storage('DEEP_ARCHIVE'), context).id).toBe('error-budget-policy');
    expect(leverGuardrails(storage('DEEP_ARCHIVE'), context).map(({ allowed: each }) => each)).toEqual([
      true,
      false,
    ]);
  });
});

describe('answers together', () => {
  const answer = fc.constantFrom(true, false, null);

  test('one no decides, then one unknown', () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 6 }), answers => {
        const expected = answers.includes(false) ? false : answers.includes(null) ? null : true;
        expect(allOf(...answers)).toBe(expected);
        const results = answers.map(each => ({ id: '', rule: '', source: '', allowed: each }));
        expect(decidingRule(results)?.allowed).toBe(expected);
      }),
    );
    expect(decidingRule([])).toBeNull();
  });

  test('every rule says what it asks for and where it comes from', () => {
    const levers: GuardedLever[] = [
      logs(1),
      records(1),
      move('eu-west-1', 'us-east-1'),
      storage('LRS'),
      storage('GOLD'),
      { kind: 'copy-deletion' },
      { kind: 'backup-interval', intervalMinutes: 1, lagMinutes: 0 },
      { kind: 'spot' },
      { kind: 'zones', zones: 1 },
      { kind: 'change' },
      { kind: 'unknown' },
    ];
    for (const lever of levers) {
      for (const { rule, source, id } of leverGuardrails(lever, {})) {
        expect(rule.length).toBeGreaterThan(10);
        expect(source.length).toBeGreaterThan(10);
        expect(id).toMatch(/^[a-z0-9.-]+$/);
      }
    }
  });
});
