/** Writes `docs/validation.md`: every worked example that ships, beside what the engine computes, and the published ones left out. */

import { basename } from 'node:path';
import { escapeControl } from '../src/engine/text.ts';
import { openEmbeddedBook } from '../src/prices/embedded-book.ts';
import type { ValidateReport } from '../src/report/contract.ts';
import { figure } from '../src/report/format.ts';
import { errorText, valueText } from '../src/report/text/validation-text.ts';
import { validationReport } from '../src/report/validation-report.ts';
import { packFiles } from '../src/validation/pack-files.ts';
import { readPack } from '../src/validation/read-pack.ts';
import { ANSWERS } from '../src/validation/registry.ts';
import { validatePacks } from '../src/validation/validate.ts';

type Example = ValidateReport['examples'][number];

/** Published examples that were left out of the packs, with the reason. */
const LEFT_OUT: readonly (readonly [string, string])[] = [
  [
    'AWS Billing User Guide, consolidated billing: a total of $7,660',
    'No combination of the usage and rates that the page gives leads to that total.',
  ],
  [
    'Amazon RDS, reserved instances: the monthly charge',
    '400 times 0.115 is 46.00 where the page has 45.60, and another line of it mixes months of 750 and of 730 hours.',
  ],
  [
    'FOCUS, commitment discounts: $8,670 for a year, $182.50 a month',
    'A dollar an hour is 8,760 a year (two digits are swapped), and half a dollar an hour is 365 a month.',
  ],
  [
    'FOCUS, size flexibility: the rows with mixed factors',
    'Its rows use factors that contradict each other: 3 against 4, and 4 against 2.',
  ],
  ['S3 Express One Zone, second example', 'Its GB-months do not follow from the bytes and hours it states.'],
  [
    'CloudWatch, flow logs to S3: $153.01 for the archive',
    '6.5 TB at 0.023 are 153.09; the charge for ingestion beside it is right and is in the pack.',
  ],
  ['EBS, ten volumes of 1,000 IOPS: "100,000 IOPS"', 'Ten times 1,000 are 10,000.'],
  [
    'Azure reservations, SUSE plan: ratios 2 and 2.6 in the text',
    'The table of the same document has 1.92308 and 2.92308; the pack follows the table.',
  ],
  [
    'Google Cloud, c2 rates under sustained use',
    'Four decimals are printed and the rest is cut off instead of rounded, so a rate is right to 0.0001 only.',
  ],
  ['GKE, memory of a node', 'One edition of the page has a slip of sign in its formula.'],
  [
    'A blog on NAT gateways: about $4,600 a month',
    'The total does not follow from the gateways, hours and gigabytes of its own table.',
  ],
  [
    'AWS re:Post, figures of a Savings Plans recommendation',
    'Its averages are printed to a cent, so that 730 times the saving is 313.90 where 315 is printed; the example is in the pack, and passes only within that rounding.',
  ],
  [
    'Infracost, sustained use of GPUs: 126.00 for 100 hours',
    'The calculator takes the discount of a full month; 100 of 730 hours earn none, which is 180.00.',
  ],
  [
    'Infracost, early removal from S3 Intelligent-Tiering',
    'The calculator charges a fee, but that class has no minimum duration.',
  ],
];

/** Text of a table cell: nothing in it ends the cell, starts a tag or acts on a terminal. */
function cell(text: string): string {
  return escapeControl(text).replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function sourceCell({ source }: Example): string {
  const { document, url } = source;
  // Packs name the notes in which a formula stands; those are not published.
  if (url !== null && !url.startsWith('http')) return 'derived from a closed form';
  const name = cell(document ?? '');
  if (url === null || !/^https?:\/\/[^\s)<>]+$/.test(url)) return name;
  return name === '' ? `<${url}>` : `[${name.replaceAll(/[[\]]/g, ' ')}](${url})`;
}

function valuesCell(example: Example, side: 'published' | 'computed'): string {
  const { comparisons, computed } = example;
  if (comparisons.length === 0) {
    if (side === 'published') return '-';
    return cell(
      Object.entries(computed ?? {})
        .map(([key, value]) => `${key} ${valueText(value)}`)
        .join('; '),
    );
  }
  const part = (each: Example['comparisons'][number]) =>
    side === 'published' ? `${each.path} ${valueText(each.published)}` : valueText(each.computed);
  return cell(comparisons.map(part).join('; '));
}

function packMarkdown(file: string, examples: readonly Example[]): readonly string[] {
  return [
    `## ${basename(file, '.json')}`,
    '',
    '| example | kind | published | computed | error | status | source |',
    '|---|---|---|---|---|---|---|',
    ...examples.map(
      example =>
        `| \`${cell(example.id)}\` | ${cell(example.kind)} | ${valuesCell(example, 'published')} | ${valuesCell(example, 'computed')} | ${errorText(example.error)} | ${example.status} | ${sourceCell(example)} |`,
    ),
    '',
  ];
}

/** What is compared and not judged, in money and as a share of what was published. */
function unjudgedMarkdown(examples: readonly Example[]): readonly string[] {
  const rows = examples.flatMap(({ id, status, reason, comparisons }) =>
    status !== 'computed'
      ? []
      : comparisons.flatMap(({ path, published, computed }) =>
          typeof published !== 'number' || typeof computed !== 'number'
            ? []
            : [
                `| \`${cell(id)}\` | ${cell(path)} | ${valueText(published)} | ${valueText(computed)} | ${valueText(computed - published)} (${figure((100 * (computed - published)) / published, 3)} %) | ${cell(reason ?? '')} |`,
              ],
        ),
  );
  if (rows.length === 0) return [];
  return [
    '## Published savings, compared and not judged',
    '',
    'Companies publish what a lever saved them, seldom all that it rests on. The lever is applied to the usage they tell; the error is shown as it is.',
    '',
    '| example | what | published | computed | error | why it is not judged |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

const INTRODUCTION = `# Published worked examples

Generated by \`node tools/docs.ts\`. The providers print examples of their own rules: so much is used, so much is bought, this is the
charge. \`trimtab validate\` puts the inputs of each through the functions that also price a plan, and compares.

\`\`\`
trimtab validate [PACK...] [--only ID|KIND] [--json]
\`\`\`

Without a PACK it runs the examples below, which ship with the program. A PACK is a JSON file or a folder of them:

\`\`\`
{"examples": [{"id": "mine", "kind": "ebs", "inputs": {"type": "st1", "gb": 500, "price_gb": 0.045}, "expected": {"total": 22.5}, "tolerance": 0.005}]}
\`\`\`

- \`fn\` stands for \`kind\` where an example has both. Which rule applies is decided by the kind and by the shape of the inputs, never by the id.
- \`tolerance\` is the largest accepted difference of a number, or \`{"abs": ..., "rel": ...}\` of which the wider one counts; without it numbers
  must be equal, apart from the rounding of floats. Text, lists and mappings must agree in their structure.
- \`expected\` names what is compared, and \`computed\` answers with the same keys. What \`derived\`, \`expectedByClass\` and \`pBreach\` say is
  compared as well where the engine computes it.
- Where the inputs are averages that the source prints rounded (the kind \`recommendation\`), a result that this rounding explains passes, and
  \`reason\` says so.
- \`unjudged\` says why an example is compared without being judged: its source leaves out what the result rests on. Its status is "computed".
- An example without \`expected\` shows everything that is computed. A kind or a shape that no rule fits is "not covered".
- The exit code is 0 when nothing fails and nothing is not covered, 1 otherwise, and 3 for a file that is no pack.
- A list of price bands that stops early is read as if its last price went on. Where an example states no free amount, none is taken off.
- The error is the largest absolute difference of a published number; differences below a billionth are the rounding of floats and show as 0.
`;

/** The page. */
export function validationMarkdown(): string {
  const packs = packFiles([]).map(readPack);
  const report = validationReport(validatePacks(packs, ANSWERS, { book: openEmbeddedBook() }));
  const { examples, passed, computed, failed, notCovered } = report;
  return [
    INTRODUCTION,
    `${examples.length} examples: ${passed} pass, ${computed} computed, ${failed} fail, ${notCovered} not covered.`,
    '',
    ...packs.flatMap(({ file }) =>
      packMarkdown(
        file,
        examples.filter(example => example.file === file),
      ),
    ),
    ...unjudgedMarkdown(examples),
    '## Published, but wrong or not reproducible',
    '',
    'Where a pack has an example of the same page, it holds the part that is right. To agree with the rest would be a mistake.',
    '',
    '| published | why it is left out |',
    '|---|---|',
    ...LEFT_OUT.map(([what, why]) => `| ${cell(what)} | ${cell(why)} |`),
    '',
  ].join('\n');
}
