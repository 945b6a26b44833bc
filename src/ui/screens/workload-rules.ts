/** What guardrails and the plan's policy say of a workload, each with its rule and where the rule comes from. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { heading } from '../components/heading.ts';
import { fact, item, prose } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { type Line, type Span, span } from '../line.ts';

type Guardrail = ScoreReport['guardrails'][number];
type PolicyResult = WorkloadReliabilityReport['policy'][number];

const WORDS = { true: 'kept', false: 'BROKEN', null: 'not judged' } as const;

function markOf(allowed: boolean | null, { glyphs }: Canvas): Span {
  if (allowed === null) return span(glyphs.open, 'text.muted');
  return allowed ? span(glyphs.check, 'good') : span(glyphs.cross, 'bad');
}

/** A guardrail, without its source: a mark, a word, and the numbers. */
export function guardrailItem({ allowed, message }: Guardrail, canvas: Canvas, width: number): Line[] {
  const token = allowed === false ? 'bad' : 'text';
  return item(markOf(allowed, canvas), `${WORDS[`${allowed}`]}: ${message}`, width, token);
}

/** The gravest first. */
function rank({ allowed }: Pick<Guardrail, 'allowed'>): number {
  return allowed === false ? 0 : allowed === null ? 1 : 2;
}

function guardrailsOf(name: string, { guardrails }: ScoreReport): Guardrail[] {
  return guardrails.filter(({ workload }) => workload === name).sort((a, b) => rank(a) - rank(b));
}

/** How many guardrails are broken, not judged and kept, and which are broken: one fact for the top of the details. */
export function guardrailFact(name: string, score: ScoreReport, width: number): Line[] {
  const own = guardrailsOf(name, score);
  if (own.length === 0) return [];
  const broken = own.filter(({ allowed }) => allowed === false);
  const open = own.filter(({ allowed }) => allowed === null).length;
  const kept = own.length - broken.length - open;
  const parts = [
    ...(broken.length === 0
      ? []
      : [`${broken.length} BROKEN (${broken.map(({ rule }) => rule).join(', ')})`]),
    ...(open === 0 ? [] : [`${open} not judged`]),
    ...(kept === 0 ? [] : [`${kept} kept`]),
  ];
  return fact('Guardrails', parts.join(', '), width, broken.length > 0 ? 'bad' : 'text');
}

/** Every guardrail, the broken ones first. */
export function guardrailLines(name: string, score: ScoreReport, canvas: Canvas, width: number): Line[] {
  const own = guardrailsOf(name, score);
  return [
    heading('Guardrails', width, canvas.glyphs),
    ...(own.length === 0 ? prose('No rule speaks about it.', width, 'text.muted') : []),
    ...own.flatMap(each => [
      ...guardrailItem(each, canvas, width),
      ...item(' ', `${each.rule}; ${each.source}`, width, 'text.muted'),
    ]),
  ];
}

/** Advice is not a guardrail: it does not stop the plan, somebody has to know it. */
function policyMark({ allowed, isGuardrail }: PolicyResult, canvas: Canvas): [mark: Span, word: string] {
  const { glyphs } = canvas;
  if (allowed === false)
    return isGuardrail
      ? [span(glyphs.cross, 'bad'), 'BROKEN']
      : [span(glyphs.warning, 'warning'), 'against it'];
  return allowed === null
    ? [span(glyphs.open, 'text.muted'), 'not judged']
    : [span(glyphs.note, 'text.muted'), 'to do'];
}

/** What the policy says about the months in which moves change the workload. */
export function policyLines(
  { policy, moveIds }: WorkloadReliabilityReport,
  canvas: Canvas,
  width: number,
): Line[] {
  if (moveIds.length === 0) return [];
  const title = heading('Policy of the plan', width, canvas.glyphs);
  if (policy.length === 0)
    return [
      title,
      ...prose(
        'Nothing against the months in which it changes: no freeze, no exhausted budget, no postmortem to expect.',
        width,
      ),
    ];
  return [
    title,
    ...policy.flatMap(result => {
      const [mark, word] = policyMark(result, canvas);
      return [
        ...item(
          mark,
          `${result.month}, ${word}: ${result.message}`,
          width,
          result.allowed === false ? mark.token : 'text',
        ),
        ...item(
          ' ',
          `${result.rule} for ${result.moveIds.join(', ')}; ${result.source}`,
          width,
          'text.muted',
        ),
      ];
    }),
  ];
}
