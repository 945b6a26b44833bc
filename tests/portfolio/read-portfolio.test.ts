/** Portfolio YAML: what each kind becomes, where prices come from, and what is refused by line and column. */

import { describe, expect, test } from 'vitest';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../src/engine/commitments/settings.ts';
import { type PortfolioRead, parsePortfolio } from '../../src/portfolio/read-portfolio.ts';
import { testPrices } from './files.ts';

const HEAD = 'schema: trimtab/commitments/1\n';

function parse(text: string, named: Readonly<Record<string, number>> = {}): PortfolioRead {
  return parsePortfolio(`${HEAD}${text}`, 'p.yaml', testPrices(named));
}

function one(entry: string, named: Readonly<Record<string, number>> = {}) {
  const { portfolio, findings } = parse(`commitments:\n  - { id: a, ${entry} }\n`, named);
  if (portfolio === null) throw new Error(JSON.stringify(findings));
  return portfolio.commitments[0];
}

function problems(text: string): string[] {
  const { portfolio, findings } = parse(text);
  expect(portfolio).toBeNull();
  return findings.map(({ code, source }) => `${code} ${source?.column ?? '-'}`);
}

describe('an entry becomes a commitment', () => {
  test.each([
    [
      'kind: savings-plan, offering: compute, commitment: 1.5',
      { offering: 'compute', commitmentPerHour: 1.5, termYears: null, startMs: null, endMs: null },
    ],
    [
      'kind: savings-plan, offering: ec2-instance, family: m5, region: us-east-1, commitment: 1',
      { family: 'm5', region: 'us-east-1' },
    ],
    [
      'kind: reserved-instance, type: m5.large, region: us-east-1, count: 2, effectivePerHour: 0.06, payment: all-upfront',
      {
        instanceType: 'm5.large',
        count: 2,
        effectivePerHour: 0.06,
        recurringPerHour: 0,
        availabilityZone: null,
        offeringClass: 'standard',
      },
    ],
    [
      'kind: reserved-instance, type: m5.large, region: us-east-1, zone: us-east-1a, upfront: 262.8, hourly: 0.02, term: 1y',
      { availabilityZone: 'us-east-1a', effectivePerHour: 0.05, recurringPerHour: 0.02 },
    ],
    [
      'kind: reserved-node, service: rds, type: db.m5.large, engine: mysql, deployment: multi-az, region: us-east-1, hourly: 0.1',
      { nodeClass: 'db.m5.large', deployment: 'multi-az', effectivePerHour: 0.1, recurringPerHour: 0.1 },
    ],
    [
      'kind: resource-commitment, series: n2, region: us-central1, resource: vcpu, amount: 8, feePerUnitHour: 0.02',
      { amount: 8, isShared: true },
    ],
    [
      'kind: flexible-commitment, commitment: 2, term: 3y',
      { model: 'consumption', product: 'compute', discount: 0.46 },
    ],
    [
      'kind: flexible-commitment, commitment: 2, discount: 25%, product: cloud-sql, region: us-central1',
      { discount: 0.25, region: 'us-central1' },
    ],
    [
      'kind: azure-reservation, type: P30, product: managed-disk, count: 4, effectivePerHour: 0.1',
      { sku: 'P30', quantity: 4, region: null, scope: { level: 'shared', id: null } },
    ],
    [
      'kind: azure-savings-plan, commitment: 3, scope: { level: resource-group, id: rg }',
      { scope: { level: 'resource-group', id: 'rg' } },
    ],
    ['kind: pre-purchase, product: databricks, units: 100, costPerUnit: 0.5', { units: 100 }],
    ['kind: hybrid-benefit, licence: windows-server, cores: 16', { cores: 16 }],
  ])('%s', (entry, expected) => {
    expect(one(entry)).toMatchObject(expected);
  });

  test('a term from a start has its end, whole years later', () => {
    expect(
      one('kind: savings-plan, offering: compute, commitment: 1, term: 3y, start: 2024-02-29'),
    ).toMatchObject({
      startMs: Date.UTC(2024, 1, 29),
      endMs: Date.UTC(2027, 2, 1),
    });
  });

  test('a price that is missing comes from the book, and the finding says which', () => {
    const { portfolio, findings } = parse(
      'commitments:\n  - { kind: reserved-node, id: a, service: elasticache, type: cache.r6g.large, region: us-east-1, term: 1y, payment: partial-upfront }\n',
      { 'elasticache cache.r6g.large redis reserved 1y partial-upfront': 0.13 },
    );

    expect(portfolio?.commitments[0]).toMatchObject({ effectivePerHour: 0.13, recurringPerHour: 0.065 });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['commitment-book-price', 'info'],
    ]);
  });
});

describe('the rest of the file', () => {
  test('an empty portfolio has the documented settings', () => {
    expect(parse('commitments: []\n').portfolio?.settings).toEqual(DEFAULT_COMMITMENT_SETTINGS);
  });

  test('settings, sharing, discounts, tiers, ratios and rates are read', () => {
    const { portfolio } = parse(
      `settings: { freeTier: after-savings-plans }
sharing: { mode: restricted-group, groups: [[a, b]], notSharing: [c] }
contractDiscount: 9%
freeTier: [{ id: lambda, pools: [x], quantity: 400000 }]
volumeTiers: [{ id: s3, pools: [x], tiers: [{ upTo: 10, pricePerUnit: 2 }, { upTo: null, pricePerUnit: 1 }] }]
azureSizeRatios: { DSv2: { DS1: 1, DS2: 2 } }
commitments: [{ kind: savings-plan, id: p, offering: database, commitment: 1 }]
rates: [{ commitment: p, pool: x, rate: 0.5 }]
`,
    );

    expect(portfolio).toMatchObject({
      settings: {
        freeTier: 'after-savings-plans',
        sharing: { mode: 'restricted-group', groups: [['a', 'b']], notSharing: ['c'] },
      },
      contractDiscounts: [{ id: 'contract', poolIds: null, fraction: 0.09 }],
      freeTier: [{ id: 'lambda', poolIds: ['x'], quantity: 400_000 }],
      rates: [{ commitment: 'p', pool: 'x', rate: 0.5 }],
    });
    expect(portfolio?.azureSizeRatio('ds2')).toEqual({ group: 'DSv2', ratio: 2 });
  });
});

describe('what is wrong is named by its code, line and column (the place that ¦ marks)', () => {
  test.each([
    ['an unknown kind', 'commitments:\n  - { kind: ¦saving-plan, id: a }\n', 'unknown-value'],
    [
      'a mistyped key',
      'commitments:\n  - { kind: savings-plan, id: a, offering: compute, ¦comitment: 1 }\n',
      'unknown-key',
    ],
    [
      'a negative commitment',
      'commitments:\n  - { kind: savings-plan, id: a, offering: compute, commitment: ¦-1 }\n',
      'out-of-range',
    ],
    [
      'a commitment that is no number',
      'commitments:\n  - { kind: savings-plan, id: a, offering: compute, commitment: ¦.inf }\n',
      'wrong-type',
    ],
    [
      'a day that does not exist',
      'commitments:\n  - { kind: savings-plan, id: a, offering: compute, commitment: 1, start: ¦2026-02-30 }\n',
      'invalid-value',
    ],
    [
      'an id twice',
      'commitments:\n  - { kind: hybrid-benefit, id: a, licence: rhel, cores: 1 }\n  - { kind: hybrid-benefit, id: ¦a, licence: rhel, cores: 1 }\n',
      'commitment-duplicate',
    ],
    [
      'an end before its start',
      'commitments:\n  - { kind: hybrid-benefit, id: a, licence: rhel, cores: 1, start: 2026-02-01, end: ¦2026-01-01 }\n',
      'commitment-incomplete',
    ],
    [
      'a family plan without a family',
      'commitments:\n  - ¦{ kind: savings-plan, id: a, offering: ec2-instance, commitment: 1 }\n',
      'commitment-incomplete',
    ],
    [
      'a family of a Compute plan',
      'commitments:\n  - { kind: savings-plan, id: a, offering: compute, family: ¦m5, commitment: 1 }\n',
      'commitment-incomplete',
    ],
    [
      'a zonal reservation without a zone',
      'commitments:\n  - { kind: reserved-instance, id: a, scope: ¦zonal, type: m5.large, region: us-east-1, hourly: 1 }\n',
      'commitment-incomplete',
    ],
    [
      'a reservation that nobody knows the price of',
      'commitments:\n  - { kind: reserved-instance, id: ¦a, type: x9.large, region: us-east-1, term: 1y }\n',
      'commitment-incomplete',
    ],
    [
      'an hourly fee above the whole price',
      'commitments:\n  - { kind: reserved-instance, id: a, type: m5.large, region: us-east-1, hourly: ¦2, effectivePerHour: 1 }\n',
      'commitment-price',
    ],
    ['a setting that does not exist', 'settings: { ¦freeTeir: after-reservations }\n', 'unknown-key'],
    ['an account in two groups', 'sharing: { groups: [[a], [¦a]] }\n', 'sharing-groups'],
    [
      'tiers that fall',
      'volumeTiers: [{ id: s, pools: [x], tiers: [{ upTo: 9, pricePerUnit: 1 }, { upTo: ¦5, pricePerUnit: 1 }, { upTo: null, pricePerUnit: 1 }] }]\n',
      'volume-tiers',
    ],
    ['a rate of no commitment', 'rates: [{ commitment: ¦z, pool: x, rate: 1 }]\n', 'unknown-commitment'],
    ['a share above everything', 'contractDiscount: ¦120%\n', 'invalid-value'],
  ])('%s', (_name, marked, code) => {
    const lines = `${HEAD}${marked}`.split('\n');
    const row = lines.findIndex(line => line.includes('¦'));
    const column = (lines[row] ?? '').indexOf('¦') + 1;
    expect(problems(marked.replace('¦', ''))).toContain(`${code} ${row + 1}:${column}`);
  });

  test('a bomb of aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `  k${i}: &a${i} [${
          i === 0
            ? '1'
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]`,
    );

    expect(parse(`azureSizeRatios:\n${levels.join('\n')}\n`).portfolio).toBeNull();
  });
});
