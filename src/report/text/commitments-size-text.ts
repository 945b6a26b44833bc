/** Sized commitments as text. */

import type { CommitmentsSizeReport } from '../contract.ts';
import { count, money, percent, plural } from '../format.ts';
import { dollars, findingLines, NONE, right, shareText, sourceLines } from './commitments-text.ts';
import { table, wrap } from './table.ts';

const PURCHASES_SHOWN = 15;

/** An hourly commitment: steps of a tenth of a cent. */
const hourly = (amount: string, currency: string) => `${money(amount, currency, 3)}/h`;

type Sized = CommitmentsSizeReport['instruments'][number];

/** How often the margin is used, in a rule that can be said aloud. */
function ruleSentence({ purchases }: Sized, report: CommitmentsSizeReport): string {
  const [first] = purchases;
  if (first === undefined)
    return 'No such commitment saves anything on the usage that is not covered yet: leave it on demand.';
  const used = percent(first.usedInHours, 0);
  const isTarget = report.goal.coverage !== null || report.goal.maxRegretPerMonth !== null;
  const what = isTarget ? 'It covers' : 'The optimum covers';
  if (purchases.length > 1) {
    const [low, high] = [
      Math.min(...purchases.map(({ usedInHours }) => usedInHours)),
      Math.max(...purchases.map(({ usedInHours }) => usedInHours)),
    ];
    const range = low === high ? percent(low, 0) : `${percent(low, 0)} to ${percent(high, 0)}`;
    return `${what} levels of use that are reached in at least ${range} of the hours.`;
  }
  const breakEven = first.breakEvenUtilization;
  const because = breakEven === null ? '' : `; what it covers pays from ${percent(breakEven, 0)} use on`;
  return `${what} the level of use that is reached in at least ${used} of the hours${because}.`;
}

function purchaseText({ purchases, commitmentPerHour, termYears, payment }: Sized, currency: string): string {
  const [first] = purchases;
  const terms = `${termYears} year${termYears === 1 ? '' : 's'}, ${payment}`;
  if (first === undefined) return `nothing (${terms})`;
  if (purchases.length > 1) {
    return `${plural(purchases.length, 'purchase')}, together ${hourly(commitmentPerHour, currency)} (${terms})`;
  }
  const units = first.units === null ? '' : `${count(first.units)} x ${first.scope}, `;
  return `${units}${hourly(commitmentPerHour, currency)} (${terms})`;
}

function levelTable({ levels }: Sized, currency: string, width: number): string[] {
  if (levels.length === 0) return [];
  const rows = levels.map(level => [
    `${Math.round(level.factor * 100)} %${level.factor === 1 ? ' *' : ''}`,
    hourly(level.commitmentPerHour, currency),
    dollars(level.savingsPerMonth, currency),
    shareText(level.coverage),
    shareText(level.utilization),
  ]);
  return [
    '',
    ...table(
      [
        { head: 'Size' },
        right('Commitment'),
        right('Saves a month'),
        right('Coverage'),
        right('Utilisation'),
      ],
      rows,
      width,
    ),
  ];
}

function purchaseTable({ purchases }: Sized, currency: string, width: number): string[] {
  if (purchases.length < 2) return [];
  const rows = purchases
    .slice(0, PURCHASES_SHOWN)
    .map(each => [
      each.scope,
      each.units === null ? NONE : count(each.units),
      hourly(each.commitmentPerHour, currency),
      dollars(each.savingsPerMonth, currency),
      shareText(each.coverage),
      shareText(each.utilization),
      percent(each.usedInHours, 0),
    ]);
  const rest = purchases.length - rows.length;
  return [
    '',
    ...table(
      [
        { head: 'For', shrink: 14 },
        right('Units'),
        right('Commitment'),
        right('Saves/mo'),
        right('Coverage'),
        right('Used'),
        right('Hours'),
      ],
      rows,
      width,
    ),
    ...(rest > 0 ? [`... and ${count(rest)} smaller (--json shows all of them)`] : []),
  ];
}

/** Stresses, baseline, terms, ladder: one line each. */
function riskLines(sized: Sized, report: CommitmentsSizeReport): string[] {
  const { currency } = report;
  const amount = (value: string | number) => money(value, currency, 2);
  const { policyCostPerMonth, reach, terms, ladder } = sized;
  const decay = percent(report.goal.decayPerYear, 0);
  const lines = sized.regrets.map(
    ({ stress, regretPerMonth }) =>
      `Regret if ${stress === 'arm' ? 'its x86 usage moves to ARM' : `usage changes (${stress})`}: ${amount(regretPerMonth)} a month more than the best size would then cost.`,
  );
  if (policyCostPerMonth !== null) {
    lines.push(
      `Without any forecast (buy a level once it has cost a whole commitment on demand) this usage would cost ${amount(policyCostPerMonth)} a month over two terms, against ${amount(reach.withPurchasesPerMonth)} with this size and ${amount(reach.onDemandPerMonth)} on demand.`,
    );
  }
  if (terms !== null) {
    const [one, three] = [Number(terms.oneYearOnly), Number(terms.threeYearOnly)];
    const better = three < one ? 'three years are' : 'one year at a time is';
    lines.push(
      `One year against three, usage falling ${decay} a year: ${better} cheaper (${amount(one)} against ${amount(three)} over three years; best mix ${amount(terms.layered)}).`,
    );
  }
  if (ladder !== null) {
    lines.push(
      `In ${ladder.purchases} equal purchases over a year, usage falling ${decay} a year: ${amount(ladder.costPerMonth)} a month over the term, against ${amount(ladder.atOnceCostPerMonth)} bought at once.`,
    );
  }
  return lines;
}

function termTable({ terms }: Sized, currency: string, width: number): string[] {
  if (terms === null) return ['', 'One year against three: a rate of one of the terms is not known.'];
  const rows = [
    ['on demand', dollars(terms.onDemand, currency), '', ''],
    ['one year, again and again', dollars(terms.oneYearOnly, currency), shareText(terms.oneYearDiscount), ''],
    ['three years', dollars(terms.threeYearOnly, currency), shareText(terms.threeYearDiscount), ''],
    [
      'three years, then one year on top',
      dollars(terms.layered, currency),
      '',
      `${hourly(terms.threeYearCommitmentPerHour, currency)} + ${hourly(terms.oneYearCommitmentPerHour, currency)}`,
    ],
  ];
  return [
    '',
    ...table(
      [{ head: 'Over three years', shrink: 20 }, right('Cost'), right('Discount'), right('Commitment')],
      rows,
      width,
    ),
  ];
}

function oneInstrument(
  sized: Sized,
  report: CommitmentsSizeReport,
  width: number,
  withTerms: boolean,
): string[] {
  const { currency } = report;
  const amount = money(sized.savingsPerMonth, currency, 2);
  const headline =
    sized.purchases.length === 0
      ? ''
      : ` It saves ${amount} a month, at ${shareText(sized.after.commitmentCoverage)} coverage and ${shareText(sized.utilization)} utilisation.`;
  return [
    ...wrap(`${sized.instrument}: buy ${purchaseText(sized, currency)}.${headline}`, width),
    ...wrap(ruleSentence(sized, report), width),
    ...sourceLines(report, width),
    ...levelTable(sized, currency, width),
    ...purchaseTable(sized, currency, width),
    ...(sized.purchases.length === 0
      ? []
      : ['', ...riskLines(sized, report).flatMap(line => wrap(line, width))]),
    ...(withTerms && sized.purchases.length > 0 ? termTable(sized, currency, width) : []),
  ];
}

function rankingTable(report: CommitmentsSizeReport, width: number): string[] {
  const { currency } = report;
  const rows = report.instruments.map(each => [
    each.instrument,
    `${each.termYears}y`,
    hourly(each.commitmentPerHour, currency),
    dollars(each.savingsPerMonth, currency),
    shareText(each.after.commitmentCoverage),
    shareText(each.utilization),
    each.alternativeTo === null ? '' : `or: ${each.alternativeTo}`,
  ]);
  return table(
    [
      { head: 'Instrument', shrink: 16 },
      { head: 'Term' },
      right('Commitment'),
      right('Saves/mo'),
      right('Coverage'),
      right('Used'),
      { head: 'Alternative', shrink: 10 },
    ],
    rows,
    width,
  );
}

function ranking(report: CommitmentsSizeReport, width: number): string[] {
  const [best] = report.instruments;
  const isAlternative = report.instruments.some(({ alternativeTo }) => alternativeTo !== null);
  const headline =
    best === undefined || Number(best.savingsPerMonth) <= 0
      ? 'No commitment saves anything on the usage that is not covered yet: leave it on demand.'
      : `${best.instrument} saves most: ${money(best.savingsPerMonth, report.currency, 2)} a month with ${hourly(best.commitmentPerHour, report.currency)}.`;
  return [
    ...wrap(headline, width),
    ...sourceLines(report, width),
    ...(report.instruments.length === 0 ? [] : ['', ...rankingTable(report, width)]),
    ...(isAlternative
      ? [
          '',
          ...wrap(
            'Rows marked `or` take the same usage as the row they name: their savings do not add up.',
            width,
          ),
        ]
      : []),
    '',
    ...wrap('--instrument NAME shows levels, stresses and terms of one of them.', width),
  ];
}

/** The answer of `commitments size`. */
export function commitmentsSizeText(
  report: CommitmentsSizeReport,
  width: number,
  options: { readonly withTerms: boolean },
): string[] {
  const [only] = report.instruments;
  const body =
    report.goal.instrument !== null && only !== undefined
      ? oneInstrument(only, report, width, options.withTerms)
      : ranking(report, width);
  return [...body, ...findingLines(report.findings, width)];
}
