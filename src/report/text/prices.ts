/** Prices, levers and scenarios as text. */

import type {
  BillFetchReport,
  LeversReport,
  PricesAgeReport,
  PricesGetReport,
  PricesOverrideReport,
  PricesRefreshReport,
  ScenarioListReport,
} from '../contract.ts';
import { plural } from '../format.ts';
import { findingsText } from './findings.ts';
import { table, wrap } from './table.ts';

/** Currency of facts that are no prices (ISO 4217). */
const NO_CURRENCY = 'XXX';

type Fact = PricesGetReport['prices'][number];

const LAYER = {
  override: 'a negotiated rate of this workspace',
  overlay: 'a price read by `prices refresh` or `prices import-spot`',
  book: 'the list price that came with the program',
} as const;

/** Which price counts, and why not the others. */
function precedenceLines({ layer, displaced, paid, unit }: Fact, width: number): string[] {
  const lines = [`In force: ${LAYER[layer]}.`];
  if (paid !== null) {
    lines.unshift(
      `The bill paid ${paid} per ${unit}: that is what its estate is priced with, before every list and agreement.`,
    );
    lines[1] = `Where the bill shows none: ${LAYER[layer]}.`;
  }
  for (const other of displaced)
    lines.push(
      `It stands before ${other.price} per ${other.unit}, ${LAYER[other.layer]} (${other.date}, ${other.source}).`,
    );
  return lines.flatMap(line => wrap(line, width));
}

function factLines(fact: Fact, width: number): string[] {
  const currency = fact.currency === NO_CURRENCY ? '' : `${fact.currency} `;
  return [
    `${fact.provider} ${fact.service} ${fact.item} in ${fact.region}: ${fact.price} ${currency}per ${fact.unit}`,
    `${fact.kind}${fact.confidence === null ? '' : `, confidence ${fact.confidence}`}, ${fact.date}, licence ${fact.licence}`,
    ...precedenceLines(fact, width),
    ...wrap(`Source: ${fact.source}`, width),
    ...(fact.note === null
      ? []
      : wrap(`${fact.kind === 'measured' ? 'Note' : 'How it was made'}: ${fact.note}`, width)),
  ];
}

function nearestLines(nearest: PricesGetReport['nearest'], width: number): string[] {
  if (nearest === null) return [];
  return [
    ...nearest.unknown.map(
      ({ word, nearest: near }) =>
        `Nothing in the book holds "${word}"${near === null ? '' : `; the nearest word is "${near}"`}.`,
    ),
    ...(nearest.alternatives.length === 0 ? [] : ['Near it:']),
    ...nearest.alternatives.map(({ service, item, region }) => `  ${service} ${item} in ${region}`),
  ].flatMap(line => wrap(line, width));
}

function elsewhereLines(regions: PricesGetReport['otherRegions'], width: number): string[] {
  if (regions.length === 0) return [];
  const advice = 'A price of one Region says nothing of another: read the Region with `prices refresh`.';
  return wrap(`It has one in ${regions.join(', ')}. ${advice}`, width);
}

/** Prices with where they come from: one in full, several as a table; where there is none, what comes near. */
export function pricesText({ prices, nearest, otherRegions }: PricesGetReport, width: number): string[] {
  const [only] = prices;
  if (!only) {
    const refused = 'The book has no such price. An unknown price is refused, never taken for 0.';
    return [refused, ...elsewhereLines(otherRegions, width), ...nearestLines(nearest, width)];
  }
  if (prices.length === 1) return factLines(only, width);
  const hasPaid = prices.some(({ paid }) => paid !== null);
  return [
    ...table(
      [
        { head: 'Service' },
        { head: 'Item', shrink: 24 },
        { head: 'Region' },
        { head: 'Price', align: 'right' },
        { head: 'Unit' },
        ...(hasPaid ? [{ head: 'Paid', align: 'right' } as const] : []),
        { head: 'Kind' },
        { head: 'Grade' },
        { head: 'Date' },
        { head: 'Layer' },
        { head: 'Source', shrink: 12 },
      ],
      prices.map(fact => [
        fact.service,
        fact.item,
        fact.region,
        fact.price,
        fact.currency === NO_CURRENCY ? fact.unit : `${fact.currency}/${fact.unit}`,
        ...(hasPaid ? [fact.paid ?? '-'] : []),
        fact.kind,
        fact.confidence ?? '-',
        fact.date,
        fact.layer,
        fact.source,
      ]),
      width,
    ),
    'More words find fewer prices; a single one is shown with its whole source. --json shows all of it.',
  ];
}

/** What a refresh did. */
export function refreshText({ outcomes, findings, workspace }: PricesRefreshReport, width: number): string[] {
  return [
    ...table(
      [
        { head: 'Provider' },
        { head: 'Service' },
        { head: 'Region' },
        { head: 'Result' },
        { head: 'Prices', align: 'right' },
        { head: 'Left out', align: 'right' },
        { head: 'In force since' },
      ],
      outcomes.map(({ provider, service, region, state, prices, refused, readAt }) => [
        provider,
        service,
        region,
        state,
        String(prices),
        String(refused),
        readAt ?? (state === 'failed' ? 'the book' : '-'),
      ]),
      width,
    ),
    ...findingsText(findings),
    ...wrap(`Kept in ${workspace}; what failed was left as it was.`, width),
  ];
}

/** Negotiated rates of a workspace. */
export function overridesText(report: PricesOverrideReport, width: number): string[] {
  const { added, replaced, removed, overrides, findings } = report;
  const changes = [
    ...(added > 0 ? [`${plural(added, 'rate')} added`] : []),
    ...(replaced > 0 ? [`${plural(replaced, 'rate')} replaced`] : []),
    ...(removed > 0 ? [`${plural(removed, 'rate')} removed`] : []),
  ];
  const list =
    overrides.length === 0
      ? ['The workspace has no negotiated rates.']
      : table(
          [
            { head: 'Name', shrink: 24 },
            { head: 'Price', align: 'right' },
            { head: 'Unit' },
            { head: 'From' },
            { head: 'State' },
            { head: 'Note', shrink: 8 },
          ],
          overrides.map(({ name, price, unit, from, inForce, note }) => [
            name,
            price,
            `USD/${unit}`,
            from,
            inForce ? 'in force' : 'not in force',
            note ?? '',
          ]),
          width,
        );
  return [...(changes.length === 0 ? [] : [`${changes.join(', ')}.`]), ...list, ...findingsText(findings)];
}

/** Ages of prices, and what is over the limit. */
export function ageText(
  { groups, maxAgeDays, isAssumedLimit, today }: PricesAgeReport,
  width: number,
): string[] {
  const old = groups.filter(({ overLimit }) => overLimit > 0);
  const limit = `${maxAgeDays} days${isAssumedLimit ? ' (our assumption; --max-age sets it)' : ''}`;
  const prices = groups.reduce((sum, { overLimit }) => sum + overLimit, 0);
  return [
    ...table(
      [
        { head: 'Provider' },
        { head: 'Service', shrink: 12 },
        { head: 'Region' },
        { head: 'Prices', align: 'right' },
        { head: 'Oldest' },
        { head: 'Newest' },
        { head: 'Days', align: 'right' },
        { head: 'Middle', align: 'right' },
        { head: 'Too old', align: 'right' },
      ],
      groups.map(group => [
        group.provider,
        group.service,
        group.region,
        String(group.prices),
        group.oldest,
        group.newest,
        String(group.oldestDays),
        String(group.medianDays),
        group.overLimit === 0 ? '-' : String(group.overLimit),
      ]),
      width,
    ),
    ...wrap(
      old.length === 0
        ? `No price is older than ${limit} on ${today}.`
        : `${plural(prices, 'price')} in ${old.length} of ${groups.length} services and Regions are older than ${limit} on ${today}. \`trimtab prices refresh\` reads newer ones where it can.`,
      width,
    ),
  ];
}

/** What was fetched and what it costs. */
export function billFetchText(report: BillFetchReport, width: number): string[] {
  const { from, to, groupedBy, requests, charged, rows, file, findings } = report;
  return [
    ...wrap(
      `${plural(rows, 'charge')} of ${from} to ${to} by ${groupedBy.join(' and ')} imported from Cost Explorer.`,
      width,
    ),
    `${plural(requests, 'request')}: AWS charges $${charged}.`,
    ...wrap(`The answer is kept in ${file}`, width),
    ...findingsText(findings),
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
