/** The month a plan was made on and the months that have a bill since: which there are, and opening them. */

import { readBilledMonths } from '../bill/query/month-sums.ts';
import {
  addMonths,
  chooseMonths,
  createSimulator,
  type Estate,
  type Finding,
  type MonthBill,
  type MonthCoverage,
  type MonthPair,
  mainCurrency,
  monthCoverages,
  monthIndexOf,
  type PriceBook,
  type Simulator,
  UserError,
} from '../engine/index.ts';
import { type EmbeddedPriceBook, openEmbeddedBook } from '../prices/embedded-book.ts';
import { bookFor } from './engine-host.ts';
import {
  type EstateRequest,
  type OpenedEstate,
  openEstate,
  workloadsFileOf,
  workspaceOf,
} from './estate-source.ts';

/** What is looked for. Months are `yyyy-mm`; null: the latest whole ones. */
export type LaterRequest = {
  readonly estate: EstateRequest;
  /** Workspace of the later bills; null: the same. */
  readonly laterWorkspace: string | null;
  readonly from: string | null;
  readonly to: string | null;
};

/** Told what is being opened. */
export type OnOpen = (step: { readonly text: string; readonly share: number }) => void;

/** The reference month, ready to play plans on, and a later one. */
export type OpenedMonths = {
  readonly simulator: Simulator;
  readonly from: MonthBill;
  readonly to: MonthBill;
  readonly book: PriceBook;
  readonly findings: readonly Finding[];
};

type Sources = {
  readonly request: EstateRequest;
  readonly later: EstateRequest;
  readonly book: EmbeddedPriceBook;
  /** Months before and after, each once, sorted. */
  readonly months: readonly MonthCoverage[];
  readonly currency: string | null;
};

/** First month that is the later workspace's: what comes before it is that of the plan, even where both have it. */
function firstLater({ from, to }: LaterRequest, others: readonly MonthCoverage[]): string {
  if (to !== null) return to;
  if (from !== null) return addMonths(from, 1);
  return others.findLast(({ state }) => state === 'whole')?.month ?? '';
}

/** Both sources of bills and the months they have. The workloads of the reference month name those of the later one. */
async function sourcesOf(request: LaterRequest, onOpen: OnOpen): Promise<Sources> {
  const { estate, laterWorkspace } = request;
  const book = bookFor(estate, openEmbeddedBook());
  const { workspace, scenario } = await workspaceOf(estate, book, onOpen);
  const later: EstateRequest =
    laterWorkspace === null
      ? estate
      : {
          ...estate,
          scenario: null,
          workspace: laterWorkspace,
          workloadsFile: workloadsFileOf(estate, workspace, scenario),
        };
  const billed = await readBilledMonths({ workspace });
  const currency = estate.currency ?? mainCurrency(billed);
  const own = monthCoverages(billed, currency);
  if (laterWorkspace === null) return { request: estate, later, book, months: own, currency };
  await workspaceOf(later, book);
  const others = monthCoverages(await readBilledMonths({ workspace: laterWorkspace }), currency);
  const first = firstLater(request, others);
  const months = [
    ...own.filter(({ month }) => month < first),
    ...others.filter(({ month }) => month >= first),
  ];
  return { request: estate, later, book, months, currency };
}

async function openMonth(
  request: EstateRequest,
  month: string,
  sources: Sources,
  onOpen: OnOpen,
): Promise<OpenedEstate> {
  return openEstate({ ...request, period: month, currency: sources.currency }, sources.book, onOpen);
}

const billOf = ({ estate, extract }: OpenedEstate): MonthBill => ({ estate, extract });

function simulatorOf({ estate, scenario }: OpenedEstate, book: PriceBook): Simulator {
  return createSimulator(estate, book, scenario?.assumptions ?? {});
}

/** Two whole months: a plan is not held against a part of a bill. @throws UserError without options that are not there */
function wholePair(months: readonly MonthCoverage[], from: string | null, to: string | null): MonthPair {
  try {
    return chooseMonths(months, { from, to, allowPartial: false });
  } catch (error) {
    if (!(error instanceof UserError) || !error.hint.includes('--allow-partial')) throw error;
    const { code, message, exitCode } = error;
    throw new UserError({ code, message, hint: 'Import the bill of the whole month.', exitCode });
  }
}

/**
 * Opens two months.
 * @throws UserError usage: a month that is not there; data: one that is not whole
 */
export async function openTwoMonths(request: LaterRequest, onOpen: OnOpen): Promise<OpenedMonths> {
  const sources = await sourcesOf(request, onOpen);
  const pair = wholePair(sources.months, request.from, request.to);
  const from = await openMonth(sources.request, pair.from.month, sources, onOpen);
  const to = await openMonth(sources.later, pair.to.month, sources, onOpen);
  return {
    simulator: simulatorOf(from, sources.book),
    from: billOf(from),
    to: billOf(to),
    book: sources.book,
    findings: [...from.findings, ...to.findings.filter(({ code }) => code !== 'no-workloads')],
  };
}

/** Months of a back-test. */
export type OpenedHistory = {
  readonly simulator: Simulator;
  /** Estates of the later months, by month of the run. */
  readonly later: ReadonlyMap<number, Estate>;
  /** Effective cost of the whole months up to the reference month, that one last, without a gap. */
  readonly history: readonly MonthCoverage['effectiveCost'][];
  readonly findings: readonly Finding[];
};

function leftOut({ month, missing }: MonthCoverage): Finding {
  return {
    code: 'partial-month',
    severity: 'warning',
    message: `${month} is left out: it is not a whole month${missing === null ? '' : `, ${missing}`}.`,
    hint: 'Import the rest of it.',
    source: null,
  };
}

/** Costs of the unbroken run of whole months that ends with one. */
function historyUpTo(months: readonly MonthCoverage[], month: string): MonthCoverage['effectiveCost'][] {
  const costs: MonthCoverage['effectiveCost'][] = [];
  for (const each of months.filter(known => known.month <= month).toReversed()) {
    if (each.state !== 'whole' || monthIndexOf(month, each.month) !== costs.length) break;
    costs.unshift(each.effectiveCost);
  }
  return costs;
}

/**
 * Opens a reference month and the whole months after it.
 * @param count months after the reference month that are looked at
 * @throws UserError usage: the month is not there; data: it is not whole, or no month after it is
 */
export async function openHistory(
  request: LaterRequest & { readonly from: string },
  count: number,
  onOpen: OnOpen,
): Promise<OpenedHistory> {
  const sources = await sourcesOf(request, onOpen);
  const after = sources.months.filter(({ month }) => {
    const index = monthIndexOf(month, request.from);
    return index >= 1 && index <= count;
  });
  const whole = after.filter(({ state }) => state === 'whole');
  // Names what is missing as any other comparison of months does.
  wholePair(sources.months, request.from, whole[0]?.month ?? null);
  if (whole.length === 0)
    throw new UserError({
      code: 'no-later-month',
      message: `No whole month among the ${count} after ${request.from} has a bill.`,
      hint: 'Import one, or look further with --months.',
      exitCode: 3,
    });
  const from = await openMonth(sources.request, request.from, sources, onOpen);
  const later = new Map<number, Estate>();
  for (const { month } of whole) {
    const opened = await openMonth(sources.later, month, sources, onOpen);
    later.set(monthIndexOf(month, request.from), opened.estate);
  }
  return {
    simulator: simulatorOf(from, sources.book),
    later,
    history: historyUpTo(sources.months, request.from),
    findings: [...from.findings, ...after.filter(({ state }) => state !== 'whole').map(leftOut)],
  };
}
