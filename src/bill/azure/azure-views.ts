/** Azure's two views of one ledger: actual cost is what was billed, amortized cost spreads what benefits cost. Never added. */

import { dirname } from 'node:path';
import { UserError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { toText } from '../../engine/money.ts';
import type { DuckDb } from '../duckdb.ts';
import { notice } from '../import-session.ts';
import type { CostView } from '../manifest.ts';
import type { Loaded } from '../read/load.ts';
import { azureDays, byScope, type Day, scopeName } from './azure-days.ts';
import { repeatedDays } from './azure-repeats.ts';
import { writeAmortized, writePurchases } from './azure-rewrite.ts';

/** A loaded file of cost details. */
type ViewedFile = {
  readonly file: Loaded;
  readonly days: readonly Day[];
  /** Null when the file shows no benefit: then both views are the same. */
  readonly view: CostView | null;
};

/** What a file and the files beside it say about its view. */
export type SettledViews = {
  /** By the place of the file in the import; null where there is no benefit, and for other formats. */
  readonly views: readonly (CostView | null)[];
  readonly findings: readonly Finding[];
};

function problem(code: string, message: string, hint: string): UserError {
  return new UserError({ code, message, hint, exitCode: 3 });
}

const EXPORT_BOTH =
  'Export actual cost and amortized cost of the month as two datasets and import both together.';

/** @throws UserError (data) when one file holds both views: its charges would count twice */
function viewOf(file: Loaded, days: readonly Day[]): CostView | null {
  const has = (count: 'purchases' | 'free' | 'spread') => days.some(day => day[count] > 0);
  if (has('purchases') && has('spread')) {
    throw problem(
      'azure-views-mixed',
      `${file.source.file.name} holds purchases of reservations or savings plans and also their spread cost: actual and amortized cost in one file`,
      EXPORT_BOTH,
    );
  }
  if (has('spread')) return 'amortized';
  return has('purchases') || has('free') ? 'actual' : null;
}

const folderOf = ({ file }: ViewedFile) => dirname(file.source.file.name);

/** The view of each folder whose files all show the same one: an export has a folder of its own. */
function folderViews(files: readonly ViewedFile[]): ReadonlyMap<string, CostView> {
  const views = new Map<string, Set<CostView>>();
  for (const viewed of files) {
    if (viewed.view === null) continue;
    const folder = folderOf(viewed);
    views.set(folder, (views.get(folder) ?? new Set<CostView>()).add(viewed.view));
  }
  return new Map(
    [...views].flatMap(([folder, [view, ...more]]) =>
      view === undefined || more.length > 0 ? [] : [[folder, view] as const],
    ),
  );
}

/** Everything a file says, as one text. */
function signature({ days }: ViewedFile): string {
  return days.map(({ scope, day, rows, cost }) => `${scope} ${day} ${rows} ${toText(cost)}`).join('\n');
}

/**
 * Gives a view to files without benefits: two that say the same day by day are the two views of one ledger; any other is of
 * the view of its folder, since it may be a part of that export.
 */
function withGuessedViews(files: readonly ViewedFile[]): readonly ViewedFile[] {
  const folders = folderViews(files);
  const first = new Map<string, number>();
  const views = files.map(({ view }) => view);
  for (const [index, viewed] of files.entries()) {
    if (viewed.view !== null || viewed.days.every(({ cost }) => cost.isZero())) continue;
    const position = first.get(signature(viewed));
    const twin = position === undefined ? undefined : files[position];
    if (position === undefined || twin === undefined) {
      first.set(signature(viewed), index);
      continue;
    }
    const isFirstActual =
      folders.get(folderOf(twin)) === 'actual' && folders.get(folderOf(viewed)) !== 'actual';
    views[position] = isFirstActual ? 'actual' : 'amortized';
    views[index] = isFirstActual ? 'amortized' : 'actual';
  }
  return files.map((viewed, index) => ({
    ...viewed,
    view: views[index] ?? folders.get(folderOf(viewed)) ?? null,
  }));
}

function daysOf(files: readonly ViewedFile[], view: CostView | null): readonly Day[] {
  return files.filter(file => file.view === view).flatMap(({ days }) => days);
}

/**
 * Scopes that both views tell.
 * @throws UserError (data) when the views do not agree in what no benefit touches, or a file belongs to either of them
 */
function sharedScopes(files: readonly ViewedFile[]): ReadonlySet<string> {
  const actual = byScope(daysOf(files, 'actual'), day => day.plainCost);
  const amortized = byScope(daysOf(files, 'amortized'), day => day.plainCost);
  const shared = new Set([...actual.keys()].filter(scope => amortized.has(scope)));
  for (const { file, days, view } of files) {
    const scope = view === null ? days.find(day => shared.has(day.scope))?.scope : undefined;
    if (scope !== undefined) {
      throw problem(
        'azure-view-unknown',
        `${file.source.file.name} may be actual or amortized cost of ${scopeName(scope)}, and both are imported`,
        'Put each export into a folder of its own and import the folder that holds both.',
      );
    }
  }
  for (const scope of shared) {
    const [billed, spread] = [actual.get(scope), amortized.get(scope)];
    if (billed === undefined || spread === undefined || billed.equals(spread)) continue;
    throw problem(
      'azure-views-differ',
      `Actual and amortized cost of ${scopeName(scope)} do not fit: without reservations and savings plans they are ${toText(billed)} and ${toText(spread)}`,
      'Export both at the same time and import one file (or folder of parts) of each, or import only one of them.',
    );
  }
  return shared;
}

function months(scopes: Iterable<string>): string {
  const names = [...new Set([...scopes].map(scope => scope.split('|')[1] ?? ''))].sort();
  return names.map(name => name || '(no month)').join(', ');
}

function hasBenefit({ purchases, free, spread }: Day): boolean {
  return purchases + free + spread > 0;
}

const ALONE: Readonly<Record<CostView, readonly [code: string, consequence: string, other: string]>> = {
  actual: [
    'azure-actual-only',
    'reservations and savings plans are not spread over what they cover',
    'amortized',
  ],
  amortized: [
    'azure-amortized-only',
    'purchases of reservations and savings plans are not in it, so the billed cost misses them',
    'actual',
  ],
};

/** What the files of an import say together. */
type Months = {
  /** Scopes in both views. */
  readonly shared: ReadonlySet<string>;
  /** Accounts and months in both views. */
  readonly told: ReadonlySet<string>;
  /** Accounts and months with any benefit: only there the views differ. */
  readonly withBenefits: ReadonlySet<string>;
};

/** Says what the costs of a file mean. */
function viewFindings({ file, days, view }: ViewedFile, { shared, told, withBenefits }: Months): Finding[] {
  if (view === null) return [];
  const { name } = file.source.file;
  const findings: Finding[] = [];
  const merged = days.filter(({ scope }) => shared.has(scope)).map(({ scope }) => scope);
  if (merged.length > 0 && view === 'actual') {
    const message = days.some(hasBenefit)
      ? `Merged with the amortized cost of ${months(merged)}: billed costs are those of this file, effective costs those of the other.`
      : `The same charges of ${months(merged)} are in another file: without reservations and savings plans actual and amortized cost are one. They are counted once.`;
    findings.push(notice('azure-views-merged', 'info', message, name));
  }
  const isTold = (day: Day) => told.has(day.accountMonth) && day.plainCost.isZero() && day.free === 0;
  const alone = days
    .filter(day => withBenefits.has(day.accountMonth) && !shared.has(day.scope) && !isTold(day))
    .map(({ scope }) => scope);
  if (alone.length > 0) {
    const [code, consequence, other] = ALONE[view];
    const message = `This is the ${view} cost of ${months(alone)} alone: ${consequence}.`;
    const hint = `Import it together with the ${other} cost of the same month.`;
    findings.push(notice(code, 'warning', message, name, hint));
  }
  return findings;
}

/**
 * Tells the views of the loaded files and makes one bill of those that belong together: rows of the amortized file carry
 * the effective cost (and the billed cost where no benefit pays), purchases of benefits come from the actual file, whose
 * other rows are left out.
 * @throws UserError (data) when views are mixed, unclear or do not agree
 */
export async function settleViews(duckdb: DuckDb, loaded: readonly Loaded[]): Promise<SettledViews> {
  const details: ViewedFile[] = [];
  for (const file of loaded) {
    if (file.source.format !== 'azure-cost-details') continue;
    const days = await azureDays(duckdb, file);
    details.push({ file, days, view: viewOf(file, days) });
  }
  if (details.length === 0) return { views: loaded.map(() => null), findings: [] };
  const files = withGuessedViews(details);
  const shared = sharedScopes(files);
  const days = files.flatMap(file => file.days);
  const together: Months = {
    shared,
    told: new Set(days.filter(({ scope }) => shared.has(scope)).map(day => day.accountMonth)),
    withBenefits: new Set(days.filter(hasBenefit).map(day => day.accountMonth)),
  };
  for (const { file, view } of files) {
    if (view === 'amortized') await writeAmortized(duckdb, file);
    if (view === 'actual' && shared.size > 0)
      await writePurchases(duckdb, file, [...shared], [...together.told]);
  }
  return {
    views: loaded.map(file => files.find(viewed => viewed.file === file)?.view ?? null),
    findings: [
      ...files.flatMap(viewed => viewFindings(viewed, together)),
      ...repeatedDays(files.map(({ file, days, view }) => ({ name: file.source.file.name, days, view }))),
    ],
  };
}
