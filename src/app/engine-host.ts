/** Everything a screen or command can ask about one estate. Runs in a worker for the screens, in place for commands. */

import {
  createSimulator,
  DEFAULT_HORIZON_MONTHS,
  type Finding,
  lookAtCommitments,
  type Opportunity,
  type Plan,
  type ReliabilityRange,
  type Run,
  type Simulator,
  score,
  searchOpportunities,
  sum,
  toText,
  UserError,
} from '../engine/index.ts';
import { type EmbeddedPriceBook, openEmbeddedBook } from '../prices/embedded-book.ts';
import { openPriceLayers } from '../prices/override-store.ts';
import { type BillDimension, type BillView, billView } from '../report/bill-view.ts';
import { type CommitmentsView, commitmentsView } from '../report/commitments-view.ts';
import type { OpportunitiesReport, ScoreReport, SimulateReport } from '../report/contract.ts';
import { opportunitiesReport, type Ranking } from '../report/opportunities-report.ts';
import { scoreReport, simulateReport, waterfallOf } from '../report/run-report.ts';
import { judgeChance } from './chance-judge.ts';
import { type EstateRequest, type OpenedEstate, openEstate } from './estate-source.ts';
import { breathe, followSearch } from './follow-search.ts';
import { moneyOfEstate } from './money-of-estate.ts';
import { type Outlook, outlookOf } from './outlook.ts';

/** What is opened, in short. */
export type EstateInfo = {
  readonly title: string;
  readonly summary: string;
  readonly story: string;
  readonly scenario: string | null;
  readonly workspace: string;
  readonly provider: string;
  readonly currency: string;
  /** `yyyy-mm`. */
  readonly month: string;
  readonly effectiveCost: string;
  readonly billedCost: string;
  readonly resources: number;
  readonly workloads: number;
  readonly granularity: string;
  readonly commitments: number;
  readonly team: { readonly engineers: number; readonly engineerDaysPerMonth: number } | null;
  readonly target: Plan['target'] | null;
  readonly guardrails: Plan['guardrails'] | null;
  readonly plans: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
};

/** A plan judged, as the screens show it; the ledger stays with the engine. */
export type PlanView = {
  readonly run: Omit<SimulateReport, 'ledger'>;
  readonly score: ScoreReport;
  readonly waterfall: ReturnType<typeof waterfallOf>;
};

/** Progress of a long answer. */
export type Progress = { readonly text: string; readonly share: number };

/** How an answer may be interrupted and followed. */
export type AskOptions = {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
};

/** The questions. */
export type EngineHost = {
  open(request: EstateRequest, options?: AskOptions): Promise<EstateInfo>;
  bill(by: BillDimension, filters: BillView['filters']): Promise<BillView>;
  /** @param options `leverIds` looks at these levers only; `ranking`: by value when left out */
  opportunities(
    plan: Plan,
    options?: AskOptions & { readonly leverIds?: readonly string[]; readonly ranking?: Ranking },
  ): Promise<OpportunitiesReport>;
  judge(plan: Plan, options?: AskOptions): Promise<PlanView>;
  /** How sure the reliability of the plan is: the ranges that a judgement leaves out, because they take longer than it. */
  judgeRanges(plan: Plan, options?: AskOptions): Promise<ScoreReport['reliabilityRanges']>;
  /** The judgement with what the plan leaves to chance in full: it takes longer than the judgement. */
  judgeChance(plan: Plan, options?: AskOptions): Promise<ScoreReport>;
  /** @param month of the run, from 1; null: the first one that shows every move */
  commitments(plan: Plan, month: number | null, options?: AskOptions): Promise<CommitmentsView>;
  /** Who saves what, and what is left of the plan under stress. */
  outlook(plan: Plan, options?: AskOptions): Promise<Outlook>;
};

/** Draws behind every range that a screen shows. */
export const DEFAULT_RUNS = 2000;
/** Seed of the ranges when nothing else is said. */
export const DEFAULT_SEED = '1';

function infoOf({ estate, scenario, workspace, findings }: OpenedEstate): EstateInfo {
  const month = new Date(estate.period.startMs).toISOString().slice(0, 7);
  return {
    title: scenario?.title ?? `${estate.provider} bill ${month}`,
    summary: scenario?.summary ?? '',
    story: scenario?.story ?? '',
    scenario: scenario?.id ?? null,
    workspace,
    provider: estate.provider,
    currency: estate.currency,
    month,
    effectiveCost: toText(sum(estate.resources.map(resource => resource.effectiveCost))),
    billedCost: toText(sum(estate.resources.map(resource => resource.billedCost))),
    resources: estate.resources.length,
    workloads: estate.workloads.length,
    granularity: estate.granularity,
    commitments: estate.commitments.length,
    team: scenario?.team ?? null,
    target: scenario?.target ?? null,
    guardrails: scenario?.guardrails ?? null,
    plans: scenario?.plans ?? {},
    findings: [...findings, ...estate.findings],
  };
}

/** Own bills are priced with what the workspace has over the book: negotiated rates, list prices read later. */
export function bookFor({ scenario, workspace }: EstateRequest, book: EmbeddedPriceBook): EmbeddedPriceBook {
  if (scenario !== null) return book;
  return openEmbeddedBook(openPriceLayers(workspace, new Date().toISOString().slice(0, 10)));
}

/** Months a run of this plan looks ahead: a year, or as far as its target. */
export function horizonOf(plan: Plan): number {
  return Math.max(DEFAULT_HORIZON_MONTHS, plan.target.byMonth);
}

/**
 * Creates a host that answers in this thread.
 * @param open how a request becomes an estate
 */
export function createEngineHost(
  book: EmbeddedPriceBook,
  open: typeof openEstate = openEstate,
): EngineHost & {
  readonly opened: () => OpenedEstate;
  readonly simulator: () => Simulator;
  readonly run: (plan: Plan, horizonMonths?: number) => Run;
  readonly ranges: (plan: Plan, seed: string) => ReliabilityRange[];
} {
  let current: {
    opened: OpenedEstate;
    book: EmbeddedPriceBook;
    simulator: Simulator | null;
  } | null = null;

  function opened(): OpenedEstate {
    if (current) return current.opened;
    throw new UserError({
      code: 'nothing-open',
      message: 'No bill is open.',
      hint: 'Open one first.',
      exitCode: 3,
    });
  }

  function simulator(): Simulator {
    const { estate, scenario } = opened();
    const known =
      current?.simulator ?? createSimulator(estate, current?.book ?? book, scenario?.assumptions ?? {});
    if (current) current.simulator = known;
    return known;
  }

  const run = (plan: Plan, horizonMonths = horizonOf(plan)) => simulator().run(plan, { horizonMonths });

  return {
    opened,
    simulator,
    run,
    ranges: (plan, seed) => [...simulator().ranges(plan, seed)],
    open: async (request, options) => {
      const prices = bookFor(request, book);
      const found = await open(request, prices, options?.onProgress);
      current = { opened: found, book: prices, simulator: null };
      return infoOf(current.opened);
    },
    bill: async (by, filters) => billView(opened().estate, by, filters),
    opportunities: async (plan, options) => {
      const search = searchOpportunities(simulator(), plan, options?.leverIds);
      const found: Opportunity[] = [];
      const followed = {
        total: search.total,
        next: () => {
          const step = search.next();
          if (step?.found) found.push(step.found);
          return step;
        },
        found: () => found,
      };
      await followSearch(followed, 'Looking for opportunities', options);
      return opportunitiesReport(found, opened().estate.currency, options?.ranking);
    },
    commitments: async (plan, month, options) => {
      const search = lookAtCommitments(simulator(), plan, { month, horizonMonths: horizonOf(plan) });
      const found = await followSearch(search, 'Sizing purchases', options);
      return commitmentsView(found, plan, opened().estate);
    },
    outlook: (plan, options) => {
      const { currency } = opened().estate;
      const terms = { horizonMonths: horizonOf(plan), seed: DEFAULT_SEED, currency };
      return followSearch(outlookOf(simulator(), plan, terms), 'Looking ahead', options);
    },
    judgeRanges: async (plan, options) => {
      const found: ReliabilityRange[] = [];
      for (const range of simulator().ranges(plan, DEFAULT_SEED)) {
        found.push(range);
        await breathe(options?.signal);
      }
      return found;
    },
    judgeChance: (plan, options) =>
      judgeChance(simulator(), run(plan), { ...options, seed: DEFAULT_SEED, runs: DEFAULT_RUNS }),
    judge: async (plan, options) => {
      await breathe(options?.signal);
      const played = run(plan);
      const { ledger: _ledger, ...report } = simulateReport(played, DEFAULT_SEED, {
        ...moneyOfEstate(opened()),
        withLedger: false,
      });
      const judged = score(played, { seed: DEFAULT_SEED, runs: DEFAULT_RUNS, simulator: simulator() });
      return {
        run: report,
        score: scoreReport(played, judged, DEFAULT_SEED),
        waterfall: waterfallOf(played, Math.min(plan.target.byMonth, played.months.length)),
      };
    },
  };
}
