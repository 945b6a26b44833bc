/** Reads a portfolio file, which is also an estate's `commitments.yaml`: what was bought, and the choices of the engine. */

import type {
  CommitmentRates,
  ContractDiscount,
  FreeTierAllowance,
  VolumeTierGroup,
} from '../engine/commitments/application.ts';
import { ratioTable } from '../engine/commitments/azure/size-flexibility.ts';
import type { Commitment } from '../engine/commitments/commitment.ts';
import {
  type CommitmentRules,
  type CommitmentSettings,
  DEFAULT_COMMITMENT_SETTINGS,
} from '../engine/commitments/settings.ts';
import type { Finding } from '../engine/finding.ts';
import type { Path } from '../input/path-text.ts';
import { pathText } from '../input/path-text.ts';
import { quote } from '../input/quote.ts';
import { type ParsedYaml, parseYaml, readYamlFile } from '../input/yaml-file.ts';
import type { PortfolioPrices } from './book-prices.ts';
import { readEntry } from './commitment-entries.ts';
import { type PortfolioFile, portfolioFileSchema } from './portfolio-schema.ts';
import type { StatedRate } from './spend-rates.ts';

/** What a portfolio file says, ready for an application of commitments. */
export type Portfolio = {
  /** Sorted by id. */
  readonly commitments: readonly Commitment[];
  /** Ends of commitments that only a bill has, epoch milliseconds by id. */
  readonly ends: ReadonlyMap<string, number>;
  readonly settings: CommitmentSettings;
  readonly contractDiscounts: readonly ContractDiscount[];
  readonly freeTier: readonly FreeTierAllowance[];
  readonly volumeTiers: readonly VolumeTierGroup[];
  /** By size in lower case. */
  readonly azureSizeRatios: CommitmentRules['azureSizeRatios'];
  readonly azureSizeRatio: CommitmentRates['azureSizeRatio'];
  /** Rates of commitments to spend that the file states. */
  readonly rates: readonly StatedRate[];
};

/** The portfolio, or why it cannot be used: null when any finding is an error. */
export type PortfolioRead = { readonly portfolio: Portfolio | null; readonly findings: readonly Finding[] };

/** Nothing bought, every setting at its default. */
export const EMPTY_PORTFOLIO: Portfolio = {
  commitments: [],
  ends: new Map(),
  settings: DEFAULT_COMMITMENT_SETTINGS,
  contractDiscounts: [],
  freeTier: [],
  volumeTiers: [],
  azureSizeRatios: new Map(),
  azureSizeRatio: () => null,
  rates: [],
};

type Report = (
  severity: Finding['severity'],
  path: Path,
  problem: Pick<Finding, 'code' | 'message' | 'hint'>,
) => void;

function readCommitments(file: PortfolioFile, prices: PortfolioPrices, report: Report): Commitment[] {
  const first = new Map<string, number>();
  const commitments: Commitment[] = [];
  file.commitments.forEach((entry, index) => {
    const path = ['commitments', index];
    const before = first.get(entry.id);
    if (before !== undefined) {
      const message = `the id ${quote(entry.id)} is given twice: it is that of ${pathText(['commitments', before])} too`;
      report('error', [...path, 'id'], {
        code: 'commitment-duplicate',
        message,
        hint: 'Give each its own id.',
      });
      return;
    }
    first.set(entry.id, index);
    const read = readEntry(entry, prices);
    if (read.kind === 'problem') {
      const { code, key, message, hint } = read.problem;
      const place = [...path, key];
      report('error', place, { code, message: `${pathText(place)}: ${message}`, hint });
      return;
    }
    commitments.push(read.commitment);
    if (read.bookPrice !== null) {
      const { item, region, price, date, kind } = read.bookPrice;
      const message = `the price of ${quote(entry.id)} is the book's ${kind} list price (${item} in ${region}: ${price} an hour, ${date})`;
      const hint = 'Write `effectivePerHour`, or `upfront` and `hourly`, if you paid something else.';
      report('info', path, { code: 'commitment-book-price', message, hint });
    }
  });
  return commitments.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function contractDiscounts({ contractDiscount }: PortfolioFile): ContractDiscount[] {
  if (contractDiscount === undefined) return [];
  if (typeof contractDiscount === 'number') {
    return [{ id: 'contract', poolIds: null, fraction: contractDiscount }];
  }
  return contractDiscount.map(({ id, pools, discount }) => ({
    id,
    poolIds: pools ?? null,
    fraction: discount,
  }));
}

/** Tiers rise and only the last one has no end. */
function checkTiers(file: PortfolioFile, report: Report): void {
  file.volumeTiers.forEach(({ tiers }, group) => {
    tiers.forEach(({ upTo }, index) => {
      const before = tiers[index - 1]?.upTo;
      const isLast = index === tiers.length - 1;
      if ((upTo === null) === isLast && (upTo === null || before === undefined || upTo > (before ?? 0)))
        return;
      report('error', ['volumeTiers', group, 'tiers', index, 'upTo'], {
        code: 'volume-tiers',
        message: `${pathText(['volumeTiers', group, 'tiers', index])}: tiers rise, and only the last one has no end`,
        hint: 'Write `upTo: null` in the last tier, and nowhere else.',
      });
    });
  });
}

/** An account can be in one group only; rates belong to commitments of the file. */
function checkReferences(file: PortfolioFile, report: Report): void {
  const groupOf = new Map<string, number>();
  file.sharing.groups.forEach((accounts, group) => {
    accounts.forEach((account, index) => {
      const path = ['sharing', 'groups', group, index];
      if (groupOf.has(account)) {
        const message = `the account ${quote(account)} is in two groups`;
        report('error', path, { code: 'sharing-groups', message, hint: 'Keep it in one of them.' });
      }
      groupOf.set(account, group);
    });
  });
  const ids = new Set(file.commitments.map(({ id }) => id));
  file.rates.forEach(({ commitment }, index) => {
    if (ids.has(commitment)) return;
    const message = `no commitment has the id ${quote(commitment)}`;
    const hint = 'Write the id of a commitment of this file.';
    report('error', ['rates', index, 'commitment'], { code: 'unknown-commitment', message, hint });
  });
}

function toPortfolio(
  parsed: ParsedYaml<PortfolioFile>,
  file: string,
  prices: PortfolioPrices,
): PortfolioRead {
  const { value, locate } = parsed;
  if (value === null) return { portfolio: null, findings: parsed.findings };
  const findings: Finding[] = [...parsed.findings];
  const report: Report = (severity, path, problem) => {
    const position = locate(path);
    const column = position === null ? null : `${position.line}:${position.column}`;
    findings.push({ ...problem, severity, source: { file, row: position?.line ?? null, column } });
  };
  const commitments = readCommitments(value, prices, report);
  checkTiers(value, report);
  checkReferences(value, report);
  if (findings.some(({ severity }) => severity === 'error')) return { portfolio: null, findings };
  const portfolio: Portfolio = {
    commitments,
    ends: new Map(Object.entries(value.ends)),
    settings: { ...value.settings, sharing: value.sharing },
    contractDiscounts: contractDiscounts(value),
    freeTier: value.freeTier.map(({ id, pools, quantity }) => ({ id, poolIds: pools, quantity })),
    volumeTiers: value.volumeTiers.map(({ id, pools, tiers }) => ({ id, poolIds: pools, tiers })),
    azureSizeRatios: sizeRatios(value.azureSizeRatios),
    azureSizeRatio: ratioTable(value.azureSizeRatios),
    rates: value.rates,
  };
  return { portfolio, findings };
}

function sizeRatios(groups: PortfolioFile['azureSizeRatios']): CommitmentRules['azureSizeRatios'] {
  return new Map(
    Object.entries(groups).flatMap(([group, sizes]) =>
      Object.entries(sizes).map(([size, ratio]) => [size.toLowerCase(), { group, ratio }] as const),
    ),
  );
}

/** Reads portfolio text. @param file its name for the findings */
export function parsePortfolio(text: string, file: string, prices: PortfolioPrices): PortfolioRead {
  return toPortfolio(parseYaml(text, portfolioFileSchema, file), file, prices);
}

/**
 * Reads a portfolio file (docs/commitments.md). Any error makes it unusable: a commitment that is left out would be a saving.
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readPortfolio(path: string, prices: PortfolioPrices): PortfolioRead {
  return toPortfolio(readYamlFile(path, portfolioFileSchema), path, prices);
}
