/** Prices, levers and scenarios as text. */

import type { LeversReport, PricesGetReport, ScenarioListReport } from '../contract.ts';
import { table, wrap } from './table.ts';

/** Currency of facts that are no prices (ISO 4217). */
const NO_CURRENCY = 'XXX';

type Fact = PricesGetReport['prices'][number];

function factLines(fact: Fact, width: number): string[] {
  const currency = fact.currency === NO_CURRENCY ? '' : `${fact.currency} `;
  return [
    `${fact.provider} ${fact.service} ${fact.item} in ${fact.region}: ${fact.price} ${currency}per ${fact.unit}`,
    `${fact.kind}${fact.confidence === null ? '' : `, confidence ${fact.confidence}`}, ${fact.date}, licence ${fact.licence}`,
    ...wrap(fact.source, width),
    ...(fact.note === null ? [] : wrap(fact.note, width)),
  ];
}

/** Prices with where they come from: one in full, several as a table. */
export function pricesText({ prices }: PricesGetReport, width: number): string[] {
  const [only] = prices;
  if (!only) return ['The book has no such price. An unknown price is refused, never taken for 0.'];
  if (prices.length === 1) return factLines(only, width);
  return [
    ...table(
      [
        { head: 'Service' },
        { head: 'Item', shrink: 24 },
        { head: 'Region' },
        { head: 'Price', align: 'right' },
        { head: 'Unit' },
        { head: 'Kind' },
        { head: 'Grade' },
        { head: 'Date' },
        { head: 'Source', shrink: 12 },
      ],
      prices.map(fact => [
        fact.service,
        fact.item,
        fact.region,
        fact.price,
        fact.currency === NO_CURRENCY ? fact.unit : `${fact.currency}/${fact.unit}`,
        fact.kind,
        fact.confidence ?? '-',
        fact.date,
        fact.source,
      ]),
      width,
    ),
    'More words find fewer prices; a single one is shown with its whole source. --json shows all of it.',
  ];
}

/** The catalogue, or one lever with its parameters. */
export function leversText({ levers }: LeversReport, width: number): string[] {
  const [only] = levers;
  if (levers.length === 1 && only) {
    return [
      `${only.title} (${only.id})`,
      ...wrap(only.summary, width),
      '',
      `Acts on: ${only.target}. Stage: ${only.stage}. ${only.reversible ? 'Reversible' : 'Not reversible'}. Effort ${only.effortDays.low}-${only.effortDays.high} engineer-days per workload (assumed).`,
      ...wrap(`Headline: ${only.headline.text} (${only.headline.source})`, width),
      ...wrap(`To plan with: ${only.planning.text} (${only.planning.source})`, width),
      ...(only.excludes.length === 0 ? [] : [`Not together with: ${only.excludes.join(', ')}`]),
      '',
      'Parameters:',
      ...only.params.flatMap(param =>
        wrap(
          `- ${param.name} = ${param.default}${param.unit === '' ? '' : ` ${param.unit}`}: ${param.label}. ${param.description}`,
          width,
        ),
      ),
      '',
      'Sources:',
      ...only.sources.map(source => `- ${source}`),
    ];
  }
  return table(
    [{ head: 'Lever' }, { head: 'Stage' }, { head: 'Acts on' }, { head: 'What it does', shrink: 12 }],
    levers.map(({ id, stage, target, summary }) => [id, stage, target, summary]),
    width,
  );
}

/** Scenarios that ship with the program. */
export function scenariosText({ scenarios }: ScenarioListReport, width: number): string[] {
  return table(
    [{ head: 'Scenario' }, { head: 'What it is', shrink: 12 }],
    scenarios.map(({ id, summary }) => [id, summary]),
    width,
  );
}
