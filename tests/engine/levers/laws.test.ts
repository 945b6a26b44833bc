/** What every lever promises, whatever the estate: checked on random estates for each lever of the catalogue. */

import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estate, Resource } from '../../../src/engine/estate/estate.ts';
import { matchesPattern } from '../../../src/engine/estate/match-workload.ts';
import { type Lever, STAGES } from '../../../src/engine/lever.ts';
import { defaultParams, paramProblem } from '../../../src/engine/lever-params.ts';
import { LEVERS, leverById } from '../../../src/engine/levers/index.ts';
import { sum, ZERO } from '../../../src/engine/money.ts';
import { DEFAULT_GUARDRAILS, type Move, WHOLE_ESTATE } from '../../../src/engine/plan.ts';
import { applyMove, inScope } from '../../../src/engine/simulate/apply-move.ts';
import { COVERAGE_SHIFT } from '../../../src/engine/simulate/ledger.ts';
import { costOf, createBaseline } from '../../../src/engine/simulate/model-cost.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, movesOf, paramsOf } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, move, plan, ratesOf, WORKLOADS } from '../estates.ts';

const RUNS = { numRuns: 60 };
const GUARDRAILS = { ...DEFAULT_GUARDRAILS, protectedWorkloads: ['vault'] };
const everyLever = LEVERS.map(lever => [lever.meta.id, lever] as const);
const resourceLevers = everyLever.filter(([, lever]) => lever.target !== 'estate');

function apply(estate: Estate, lever: Lever, each: Move) {
  return applyMove(estate, each, lever, GUARDRAILS, ratesOf(estate));
}

/** Freezes everything but typed arrays, which cannot be frozen. */
function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return;
  Object.freeze(value);
  for (const member of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(member);
}

const leverAndEstate = (lever: Lever, limits: Parameters<typeof estates>[0] = {}) =>
  fc.tuple(estates({ mostly: lever.target, leverId: lever.meta.id, ...limits }), movesOf(lever));

describe.each(everyLever)('the file of %s', (id, lever) => {
  const { meta } = lever;

  test('is named after its id, in kebab-case, in the folder of its stage', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    const file = new URL(`../../../src/engine/levers/${meta.stage}/${id}.ts`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    expect(leverById(id)).toBe(lever);
  });

  test('names sources for its rules, its headline and its planning value', () => {
    expect(meta.sources.length).toBeGreaterThan(0);
    for (const source of [...meta.sources, meta.headline.source, meta.planning.source])
      expect(source).toMatch(/^https:\/\/\S+/);
    for (const { text } of [meta.headline, meta.planning]) expect(text.length).toBeGreaterThan(5);
  });

  test('says what it is in words that fit a screen', () => {
    for (const text of [meta.title, meta.summary]) expect(text.trim()).toBe(text);
    expect(meta.title.length).toBeGreaterThan(3);
    expect(meta.title.length).toBeLessThanOrEqual(40);
    expect(meta.summary).toMatch(/\.$/);
  });

  test('estimates effort and realisation as low <= mode <= high', () => {
    const { measured, inferred, assumed } = meta.realization;
    for (const estimate of [meta.effortDays, measured, inferred, assumed]) {
      expect(estimate.low).toBeGreaterThanOrEqual(0);
      expect(estimate.mode).toBeGreaterThanOrEqual(estimate.low);
      expect(estimate.high).toBeGreaterThanOrEqual(estimate.mode);
    }
    for (const share of [measured, inferred, assumed]) expect(share.high).toBeLessThanOrEqual(1);
    expect(measured.mode).toBeGreaterThanOrEqual(inferred.mode);
    expect(inferred.mode).toBeGreaterThanOrEqual(assumed.mode);
  });

  test('starts after whole months and excludes only levers that exist', () => {
    expect(Number.isInteger(meta.leadTimeMonths)).toBe(true);
    expect(meta.leadTimeMonths).toBeGreaterThanOrEqual(0);
    for (const excluded of meta.excludes) expect(leverById(excluded)).not.toBeNull();
  });

  test('has parameters whose defaults are within their own limits, each with words and a step', () => {
    for (const [name, param] of Object.entries(lever.params)) {
      expect(paramProblem(param, param.default), name).toBeNull();
      expect(param.label.length, name).toBeGreaterThan(0);
      expect(param.description.length, name).toBeGreaterThan(0);
      if (param.kind === 'number') {
        expect(param.step, name).toBeGreaterThan(0);
        expect(paramProblem(param, param.min), name).toBeNull();
        expect(paramProblem(param, param.max), name).toBeNull();
      }
    }
  });
});

test('the catalogue has no id twice and stands in the order of the stages', () => {
  const ids = LEVERS.map(({ meta }) => meta.id);
  expect(new Set(ids).size).toBe(ids.length);
  const stages = LEVERS.map(({ meta }) => STAGES.indexOf(meta.stage));
  expect(stages).toEqual([...stages].sort((a, b) => a - b));
});

test('levers exclude each other in both directions, and none itself', () => {
  const oneWay = LEVERS.flatMap(({ meta }) =>
    meta.excludes
      .filter(other => other === meta.id || !leverById(other)?.meta.excludes.includes(meta.id))
      .map(other => `${other} does not exclude ${meta.id}`),
  );
  expect(oneWay).toEqual([]);
});

test('nobody answers to an id that does not exist', () => {
  for (const id of ['', 'rightsize', '__proto__', 'constructor']) expect(leverById(id)).toBeNull();
});

/** A law that no estate puts to the test holds nothing: a tenth of them must bring the lever to a yes, a tenth to a no. */
test.each(everyLever)('the random estates let %s say yes and no often enough', (_id, lever) => {
  const sample = fc.sample(leverAndEstate(lever), { numRuns: 300, seed: 42 });
  const results = sample.map(([estate, each]) => apply(estate, lever, each));
  expect(results.filter(({ applied }) => applied.length > 0).length).toBeGreaterThan(30);
  expect(results.filter(({ skipped }) => skipped.length > 0).length).toBeGreaterThan(30);
});

describe.each(everyLever)('%s', (_id, lever) => {
  test('is pure: the estate stays as it is, and asking twice answers the same', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const before = structuredClone(estate);
        deepFreeze(estate);
        const first = apply(estate, lever, each);
        const second = apply(estate, lever, each);
        expect(estate).toEqual(before);
        expect(second).toEqual(first);
      }),
      RUNS,
    );
  });

  test('finds nothing in an empty estate', () => {
    fc.assert(
      fc.property(paramsOf(lever), params => {
        // A commitment of a stated size is bought even when nothing uses it: the person asked for it.
        const found = apply(
          estateOf([]),
          lever,
          move(lever.meta.id, { params: { ...params, commitmentPerHour: 0 } }),
        );
        expect(found.applied).toEqual([]);
      }),
      RUNS,
    );
  });

  test('never makes a bill negative, in total or for a resource', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const baseline = createBaseline(estate, ratesOf(estate));
        const after = costOf(apply(estate, lever, each).estate, baseline);
        expect(after.effective.isNegative() && !after.effective.isZero()).toBe(false);
        for (const [id, amount] of after.byResource)
          if (id !== COVERAGE_SHIFT) expect(amount.toNumber(), id).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  test('never makes a bill negative where the bill is not what the model says (credits, discounts, private prices)', () => {
    const fit = fc.constantFrom(1, 0.9, 0.5, 0, 1.3);
    fc.assert(
      fc.property(leverAndEstate(lever, { fit }), ([estate, each]) => {
        const baseline = createBaseline(estate, ratesOf(estate));
        const after = costOf(apply(estate, lever, each).estate, baseline);
        expect(after.effective.toNumber()).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  test('saves what two runs of the engine differ by', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const simulator = createSimulator(estate, testBook());
        const before = simulator.run(plan([]), { horizonMonths: 3 }).months[2]?.effectiveCost ?? ZERO;
        const run = simulator.run(plan([each]), { horizonMonths: 3 });
        const saved = before.minus(run.months[2]?.runRateCost ?? ZERO);
        expect(run.moves[0]?.savedPerMonth.toFixed()).toBe(saved.toFixed());
      }),
      RUNS,
    );
  });

  test('leaves the bill exactly as it was once the move is taken out of the plan', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const simulator = createSimulator(estate, testBook());
        const before = simulator.run(plan([]), { horizonMonths: 3 });
        simulator.run(plan([each]), { horizonMonths: 3 });
        const after = simulator.run(plan([]), { horizonMonths: 3 });
        expect(JSON.stringify(after)).toBe(JSON.stringify(before));
        expect(after.reliability.every(({ moveIds }) => moveIds.length === 0)).toBe(true);
        for (const { effectiveCost } of after.months)
          expect(effectiveCost.toFixed()).toBe(sum(estate.resources.map(r => r.effectiveCost)).toFixed());
      }),
      RUNS,
    );
  });

  test('gives a reason for every no, and a why, an effect and at least one statement of risk for every yes', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const { applied, skipped } = apply(estate, lever, each);
        for (const { reason } of skipped) expect(reason.trim().length).toBeGreaterThan(0);
        for (const { why, risks, effect, resourceId } of applied) {
          expect(why.trim().length).toBeGreaterThan(0);
          expect(why).not.toMatch(/NaN|undefined|Infinity|null/);
          expect(risks.length).toBeGreaterThan(0);
          for (const risk of risks) expect(risk.reason.trim().length).toBeGreaterThan(0);
          if (effect.kind !== 'commit') expect(effect.resourceId).toBe(resourceId);
        }
      }),
      RUNS,
    );
  });
});

describe.each(resourceLevers)('%s', (_id, lever) => {
  test('touches nothing out of scope, of another kind, or protected', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const { estate: after, applied } = apply(estate, lever, each);
        const left = new Map(after.resources.map(resource => [resource.id, resource]));
        const touched = new Set(applied.map(({ resourceId }) => resourceId));
        for (const resource of estate.resources) {
          const isCandidate = isInScope(each, resource, lever) && resource.workload !== 'vault';
          if (!isCandidate) expect(touched.has(resource.id)).toBe(false);
          if (!touched.has(resource.id)) expect(left.get(resource.id)).toBe(resource);
        }
      }),
      RUNS,
    );
  });

  test('answers for every candidate in scope exactly once, applied or skipped', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const { applied, skipped } = apply(estate, lever, each);
        const answered = [...applied, ...skipped].map(({ resourceId }) => resourceId).sort();
        const candidates = estate.resources.filter(resource => isInScope(each, resource, lever));
        expect(answered).toEqual(candidates.map(({ id }) => id).sort());
      }),
      RUNS,
    );
  });

  test('applied twice is applied once', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const baseline = createBaseline(estate, ratesOf(estate));
        const once = apply(estate, lever, each);
        const twice = apply(once.estate, lever, { ...each, id: 'again' });
        const savedAgain = costOf(once.estate, baseline).effective.minus(
          costOf(twice.estate, baseline).effective,
        );
        expect(savedAgain.toFixed()).toBe('0');
        expect(twice.oneOff).toEqual([]);
      }),
      RUNS,
    );
  });

  test('saves the same on two workloads in either order', () => {
    const both = fc.tuple(estates({ mostly: lever.target, leverId: lever.meta.id }), paramsOf(lever));
    fc.assert(
      fc.property(both, ([estate, params]) => {
        const baseline = createBaseline(estate, ratesOf(estate));
        const on = (workload: string) =>
          move(lever.meta.id, { id: workload, params, scope: { ...WHOLE_ESTATE, workloads: [workload] } });
        const [shop, staging] = [on('shop'), on('staging')];
        const oneWay = apply(apply(estate, lever, shop).estate, lever, staging).estate;
        const otherWay = apply(apply(estate, lever, staging).estate, lever, shop).estate;
        expect(byResource(otherWay, baseline)).toEqual(byResource(oneWay, baseline));
      }),
      RUNS,
    );
  });
});

function byResource(estate: Estate, baseline: ReturnType<typeof createBaseline>) {
  return new Map([...costOf(estate, baseline).byResource].map(([id, amount]) => [id, amount.toFixed()]));
}

function isInScope(each: Move, resource: Resource, lever: Lever): boolean {
  const environment = WORKLOADS.find(({ name }) => name === resource.workload)?.environment ?? 'other';
  const isTarget =
    lever.target === 'resource' ? resource.kind !== 'commitment' : resource.kind === lever.target;
  return isTarget && inScope(each.scope, resource, environment);
}

describe('terminate-idle-compute', () => {
  const lever = leverById('terminate-idle-compute') as Lever;
  const noCommitments = fc.constant([]);

  test('saves exactly what the terminated instances cost where nothing is committed', () => {
    fc.assert(
      fc.property(
        leverAndEstate(lever, { commitments: noCommitments, fit: fc.constantFrom(1, 0.5, 1.2) }),
        ([estate, each]) => {
          const baseline = createBaseline(estate, ratesOf(estate));
          const { applied, estate: after } = apply(estate, lever, each);
          const costs = applied.map(
            ({ resourceId }) => estate.resources.find(({ id }) => id === resourceId)?.effectiveCost ?? '0',
          );
          const saved = baseline.effective.minus(costOf(after, baseline).effective);
          expect(saved.minus(sum(costs)).abs().toNumber()).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('never saves more than the instances would cost on demand', () => {
    fc.assert(
      fc.property(leverAndEstate(lever), ([estate, each]) => {
        const rates = ratesOf(estate);
        const baseline = createBaseline(estate, rates);
        const { applied, estate: after } = apply(estate, lever, each);
        const gone = new Set(applied.map(({ resourceId }) => resourceId));
        const atMost = estate.resources.filter(({ id }) => gone.has(id)).map(r => atOnDemand(r, rates));
        const saved = baseline.effective.minus(costOf(after, baseline).effective).toNumber();
        expect(saved).toBeLessThanOrEqual(atMost.reduce((a, b) => a + b, 0) + 1e-6);
        expect(saved).toBeGreaterThanOrEqual(-1e-6);
      }),
      { numRuns: 150 },
    );
  });
});

/** The bill of an instance if nothing were committed: its hours at on-demand rates and what the model does not price. */
function atOnDemand(resource: Resource, rates: ReturnType<typeof ratesOf>): number {
  if (resource.kind !== 'instance') return 0;
  const beside = Number(resource.effectiveCost) - resource.modelledCost;
  let total = 0;
  for (const each of resource.compute) {
    const { instanceType, operatingSystem, tenancy } = each;
    const pool = { id: '', region: resource.region ?? '', instanceType, operatingSystem, tenancy };
    const rate =
      each.purchase === 'spot'
        ? each.spotPerHour
        : rates.onDemandPerHour({
            ...pool,
            id: `${pool.region}|${instanceType}|${operatingSystem}|${tenancy}`,
          });
    if (rate === null) return Number(resource.effectiveCost);
    total += each.hours.reduce((a, b) => a + b, 0) * rate;
  }
  return beside + total;
}

describe('compute-savings-plan', () => {
  const lever = leverById('compute-savings-plan') as Lever;
  const sized = fc
    .record({
      shareOfOptimumPercent: fc.integer({ min: 100, max: 150 }),
      termYears: fc.constantFrom('1', '3'),
      payment: fc.constantFrom('no-upfront', 'all-upfront'),
    })
    .map(params => move(lever.meta.id, { params }));

  test('sized twice on the same terms buys nothing more: the first plan left no hour worth committing to', () => {
    fc.assert(
      fc.property(fc.tuple(estates(), sized), ([estate, each]) => {
        const once = apply(estate, lever, each);
        const twice = apply(once.estate, lever, { ...each, id: 'again' });
        expect(twice.applied).toEqual([]);
      }),
      RUNS,
    );
  });

  test('sized at the optimum or below it never costs more than it saves, on any terms', () => {
    const below = sized.chain(each =>
      fc
        .integer({ min: 1, max: 100 })
        .map(share => ({ ...each, params: { ...each.params, shareOfOptimumPercent: share } })),
    );
    fc.assert(
      fc.property(fc.tuple(estates({ mostly: 'instance' }), below), ([estate, each]) => {
        const baseline = createBaseline(estate, ratesOf(estate));
        const { estate: after } = apply(estate, lever, each);
        const saved = baseline.effective.minus(costOf(after, baseline).effective).toNumber();
        expect(saved).toBeGreaterThanOrEqual(-1e-6);
      }),
      { numRuns: 150 },
    );
  });

  test('a plan of a stated size is bought as often as it stands in the plan', () => {
    const each = move(lever.meta.id, { params: { commitmentPerHour: 2 } });
    const once = apply(estateOf([]), lever, each);
    const twice = apply(once.estate, lever, { ...each, id: 'again' });
    expect(twice.estate.commitments.map(({ id }) => id)).toEqual(['compute-savings-plan', 'again']);
  });
});

test('what a protected workload has stays untouched by every lever, whatever the pattern', () => {
  fc.assert(
    fc.property(estates(), fc.constantFrom('shop', 's*', '*', 'VAULT'), (estate, pattern) => {
      const guardrails = { ...DEFAULT_GUARDRAILS, protectedWorkloads: [pattern] };
      for (const lever of LEVERS) {
        if (lever.target === 'estate') continue;
        const each = move(lever.meta.id, { params: defaultParams(lever.params) });
        const { applied, skipped } = applyMove(estate, each, lever, guardrails, ratesOf(estate));
        for (const { workload } of applied) expect(matchesPattern(pattern, workload)).toBe(false);
        for (const { workload, reason } of skipped)
          if (matchesPattern(pattern, workload)) expect(reason).toBe('protected by a guardrail');
      }
    }),
    RUNS,
  );
});
