/** One workload's reliability: its budget, what fails, which move did it, what buys it back, and what the rules say. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { heading } from '../components/heading.ts';
import { fact } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { type Line, span } from '../line.ts';
import { rowsOf, type Screen, textScreen } from './screen.ts';
import { budgetLines } from './workload-budget.ts';
import { buyBackLines, classLines, moveLines, section } from './workload-causes.ts';
import { evidenceFact, evidenceLines, reachLines, recoveryLines } from './workload-consequences.ts';
import { guardrailFact, guardrailLines, policyLines } from './workload-rules.ts';

/** What the details show. */
export type WorkloadProps = {
  readonly workload: WorkloadReliabilityReport;
  readonly score: ScoreReport;
  readonly canvas: Canvas;
};

/** The details as rows: the pane beside the list and the screen of its own show the same. */
export function workloadLines(
  workload: WorkloadReliabilityReport,
  score: ScoreReport,
  canvas: Canvas,
  width: number,
): Line[] {
  const { glyphs } = canvas;
  const { after, moveIds } = workload;
  const driver = after.topDriver === null ? [] : [span(`mostly ${after.topDriver}`, 'text.muted')];
  return [
    heading(workload.workload, width, glyphs, driver),
    ...budgetLines(workload, score, canvas, width),
    ...guardrailFact(workload.workload, score, width),
    ...fact('Moves', moveIds.length === 0 ? 'none touches it' : moveIds.join(', '), width),
    ...evidenceFact(workload, width),
    ...section(classLines(workload, canvas, width)),
    ...section(moveLines(workload, score, canvas, width)),
    ...section(buyBackLines(workload, score, canvas, width)),
    ...section(recoveryLines(workload, score, canvas, width)),
    ...section(reachLines(workload, canvas, width)),
    ...section(evidenceLines(workload, canvas, width)),
    ...section(policyLines(workload, canvas, width)),
    ...section(guardrailLines(workload.workload, score, canvas, width)),
  ];
}

/** Details of a workload. */
export function workloadScreen({ workload, score, canvas }: WorkloadProps): Screen {
  return textScreen(
    rowsOf(workloadLines(workload, score, canvas, canvas.width)),
    'Esc goes back to the list; 4 opens the plan, where d takes a move out.',
  );
}
