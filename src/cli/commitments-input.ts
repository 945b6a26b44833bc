/** What `commitments simulate` and `commitments size` share: the usage file, the portfolio, and where their findings go. */

import { resolve } from 'node:path';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/index.ts';
import { applicationInput, type PreparedInput } from '../portfolio/application-input.ts';
import { EMPTY_PORTFOLIO, readPortfolio } from '../portfolio/read-portfolio.ts';
import { readUsage, type UsageFile } from '../portfolio/read-usage.ts';
import { type EmbeddedPriceBook, openEmbeddedBook } from '../prices/embedded-book.ts';
import type { CommitmentSource } from '../report/commitments-report.ts';
import { findingsText } from '../report/text/findings.ts';
import { type Command, type CommandInput, type OptionSpec, usageError } from './command.ts';

/** `--portfolio` and `--start`. */
export const COMMITMENT_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  portfolio: {
    kind: 'text',
    value: 'FILE',
    description: 'What was bought, YAML (docs/commitments.md; default: nothing).',
  },
  start: {
    kind: 'text',
    value: 'TIME',
    description: 'Time of hour 0 of a file that counts hours (default 2026-01-01T00:00:00Z).',
  },
};

/** The start of a file that counts hours: any would do, this one is a month of 31 days that begins a year. */
const DEFAULT_START = '2026-01-01T00:00:00Z';
const START = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:00(?::00)?Z)?$/;

function startOf(input: CommandInput, command: Command): number {
  const text = input.text('start') ?? DEFAULT_START;
  const time = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  if (START.test(text) && Number.isFinite(time) && new Date(time).toISOString().startsWith(text.slice(0, 10)))
    return time;
  throw usageError(
    command,
    `--start must be a UTC hour such as ${DEFAULT_START}, not ${JSON.stringify(text)}.`,
  );
}

/** Findings name files as the person wrote them. */
function asWritten(findings: readonly Finding[], path: string, written: string): Finding[] {
  return findings.map(finding =>
    finding.source?.file === path ? { ...finding, source: { ...finding.source, file: written } } : finding,
  );
}

function refuse(what: string, findings: readonly Finding[], hint: string): never {
  const errors = findings.filter(({ severity }) => severity === 'error');
  throw new UserError({
    code: 'input-not-usable',
    message: [`${what} cannot be used.`, ...findingsText(errors, 10)].join('\n'),
    hint,
    exitCode: 3,
  });
}

/** The two files, priced and put together. */
export type CommitmentInput = {
  readonly usage: UsageFile;
  readonly prepared: PreparedInput;
  readonly book: EmbeddedPriceBook;
  /** For the report; its findings are those of reading. */
  readonly source: CommitmentSource;
};

/** Reads what the command names. @throws UserError (exit codes 2 and 3) */
export async function readCommitmentInput(input: CommandInput, command: Command): Promise<CommitmentInput> {
  const { io, positionals } = input;
  const written = positionals[0] ?? '';
  const startMs = startOf(input, command);
  const book = openEmbeddedBook();
  const portfolioFile = input.text('portfolio');
  const bought = readBought(portfolioFile, io.cwd, book);
  const path = resolve(io.cwd, written);
  const read = await readUsage(path, { startMs, signal: io.signal });
  const usageFindings = asWritten(read.findings, path, written);
  const docs = 'docs/commitments.md shows the columns and examples.';
  if (read.usage === null) return refuse('The usage file', usageFindings, docs);
  const usage = { ...read.usage, file: written };
  const prepared = applicationInput(usage, bought.portfolio, book);
  if (prepared.priced.length === 0) return refuse('The usage file', prepared.findings, docs);
  return {
    usage,
    prepared,
    book,
    source: {
      usage,
      pools: prepared.priced,
      leftOut: prepared.leftOut,
      portfolioFile,
      commitments: bought.portfolio.commitments,
      findings: [...bought.findings, ...usageFindings, ...prepared.findings],
    },
  };
}

function readBought(written: string | null, cwd: string, book: EmbeddedPriceBook) {
  if (written === null) return { portfolio: EMPTY_PORTFOLIO, findings: [] };
  const path = resolve(cwd, written);
  const read = readPortfolio(path, book);
  const findings = asWritten(read.findings, path, written);
  if (read.portfolio === null)
    return refuse('The portfolio file', findings, 'docs/commitments.md shows every key and examples.');
  return { portfolio: read.portfolio, findings };
}
