/** `trimtab commitments size`: how much of which commitment to buy for hourly usage, and what that risks. */

import type { PaymentOption } from '../engine/index.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { SIZED_INSTRUMENTS, type SizedInstrument } from '../portfolio/purchase.ts';
import { sizeInstruments } from '../portfolio/size-instruments.ts';
import { DEFAULT_STRESSES, parseStress, type Stress } from '../portfolio/stress.ts';
import { commitmentsSizeReport } from '../report/commitments-size-report.ts';
import { commitmentsSizeText } from '../report/text/commitments-size-text.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, type CommandInput, JSON_OPTION, usageError, wholeNumber } from './command.ts';
import { COMMITMENT_OPTIONS, readCommitmentInput } from './commitments-input.ts';

const PAYMENTS: readonly PaymentOption[] = ['no-upfront', 'partial-upfront', 'all-upfront'];
/** Usage falls by this share a year unless the person says otherwise: an assumption, range 0 to 30 %. */
const DEFAULT_DECAY = '10%';

export const commitmentsSize: Command = {
  name: 'commitments size',
  summary:
    'Sizes commitments on the hourly usage (CSV) that an existing portfolio leaves uncovered: the exact optimum, its neighbours, the regret when usage changes (docs/commitments.md).',
  positionals: 'USAGE',
  arity: [1, 1],
  options: {
    instrument: {
      kind: 'text',
      value: 'NAME',
      description: `${SIZED_INSTRUMENTS.join(', ')} (default: all that fit, ranked).`,
    },
    term: { kind: 'text', value: 'YEARS', description: '1 or 3 (default 1).' },
    payment: { kind: 'text', value: 'NAME', description: `${PAYMENTS.join(', ')} (default no-upfront).` },
    account: { kind: 'text', value: 'ID', description: 'Account that buys: its usage comes first.' },
    coverage: {
      kind: 'text',
      value: 'SHARE',
      description: 'Reach this coverage instead of the optimum, for example 80%.',
    },
    'max-regret': {
      kind: 'text',
      value: 'AMOUNT',
      description: 'Most money a month that may be regretted in any stress.',
    },
    stress: {
      kind: 'text',
      value: 'NAMES',
      description: 'usage-20% (any share, + or -), arm, separated by commas (default usage-20%,arm).',
    },
    ladder: {
      kind: 'text',
      value: 'N',
      description: 'Compare with N equal purchases over a year (2 to 12).',
    },
    'compare-terms': { kind: 'flag', description: 'Show one year against three, layer by layer.' },
    decay: {
      kind: 'text',
      value: 'SHARE',
      description: `Usage lost from year to year, for terms and ladders (default ${DEFAULT_DECAY}, assumed).`,
    },
    ...COMMITMENT_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const goal = {
      coverage: shareOption(input, 'coverage'),
      maxRegretPerMonth: amountOption(input, 'max-regret'),
      stresses: stressesOf(input),
      ladder: input.text('ladder') === null ? null : wholeNumber(input, commitmentsSize, 'ladder', 2, 2, 12),
      decayPerYear: shareOption(input, 'decay') ?? Number.parseFloat(DEFAULT_DECAY) / 100,
    };
    const instrument = instrumentOf(input);
    const terms = {
      termYears: wholeTerm(input),
      payment: paymentOf(input),
      account: input.text('account'),
    };
    const { prepared, book, source } = await readCommitmentInput(input, commitmentsSize);
    const result = sizeInstruments(
      { instrument, terms, goal },
      { input: prepared.input, priced: prepared.priced, prices: book },
    );
    const report = commitmentsSizeReport(
      result,
      { ...source, findings: [...source.findings, ...result.findings] },
      { instrument, ...goal },
    );
    if (input.flag('json')) printJson(input.io, report);
    else
      printLines(
        input.io,
        commitmentsSizeText(report, input.io.columns, { withTerms: input.flag('compare-terms') }),
      );
    return 0;
  },
};

function instrumentOf(input: CommandInput): SizedInstrument | null {
  const text = input.text('instrument');
  if (text === null) return null;
  const known = SIZED_INSTRUMENTS.find(name => name === text);
  if (known !== undefined) return known;
  const close = closestWord(text, SIZED_INSTRUMENTS);
  throw usageError(
    commitmentsSize,
    `${JSON.stringify(text)} is no instrument that can be sized.`,
    close === null ? `Known: ${SIZED_INSTRUMENTS.join(', ')}.` : `Did you mean ${close}?`,
  );
}

function wholeTerm(input: CommandInput): 1 | 3 {
  const text = input.text('term') ?? '1';
  if (text === '1' || text === '1y') return 1;
  if (text === '3' || text === '3y') return 3;
  throw usageError(commitmentsSize, `--term must be 1 or 3 years, not ${JSON.stringify(text)}.`);
}

function paymentOf(input: CommandInput): PaymentOption {
  const text = input.text('payment') ?? 'no-upfront';
  const known = PAYMENTS.find(name => name === text);
  if (known !== undefined) return known;
  throw usageError(
    commitmentsSize,
    `--payment ${JSON.stringify(text)} is not known.`,
    `Known: ${PAYMENTS.join(', ')}.`,
  );
}

/** `80%` or `0.8`. */
function shareOption(input: CommandInput, option: string): number | null {
  const text = input.text(option);
  if (text === null) return null;
  const match = /^(\d{1,3}(?:\.\d{1,6})?)\s*(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw usageError(
    commitmentsSize,
    `--${option} must be a share such as 80% or 0.8, not ${JSON.stringify(text)}.`,
  );
}

function amountOption(input: CommandInput, option: string): number | null {
  const text = input.text(option);
  if (text === null) return null;
  if (/^\$?\d{1,12}(?:\.\d{1,6})?$/.test(text)) return Number(text.replace('$', ''));
  throw usageError(
    commitmentsSize,
    `--${option} must be an amount such as 500, not ${JSON.stringify(text)}.`,
  );
}

function stressesOf(input: CommandInput): readonly Stress[] {
  const text = input.text('stress');
  if (text === null) return DEFAULT_STRESSES;
  return text.split(',').map(word => {
    const stress = parseStress(word.trim());
    if (stress !== null) return stress;
    throw usageError(
      commitmentsSize,
      `--stress ${JSON.stringify(word.trim())} is not known.`,
      'Write usage-20%, usage+10%, arm, or several of them separated by commas.',
    );
  });
}
