/** Which screen is shown, and which report values it gets. */

import type { EstateInfo, PlanView } from '../app/engine-host.ts';
import type { SessionState } from '../app/session-state.ts';
import { isUpToDate } from './commitment-choice.ts';
import type { Glyphs } from './glyphs.ts';
import { type Canvas, canvasOf, type Layout } from './layout.ts';
import { isBillOf } from './lists.ts';
import { billScreen } from './screens/bill.ts';
import { briefScreen } from './screens/brief.ts';
import { commitmentListScreen } from './screens/commitment-list.ts';
import { commitmentsScreen } from './screens/commitments.ts';
import { helpScreen } from './screens/help.ts';
import { leverScreen } from './screens/lever.ts';
import { leversScreen } from './screens/levers.ts';
import { moveScreen } from './screens/move.ts';
import { failedScreen, openingScreen } from './screens/opening.ts';
import { outlookScreen } from './screens/outlook.ts';
import { planScreen } from './screens/plan.ts';
import { plansScreen } from './screens/plans.ts';
import { riskScreen } from './screens/risk.ts';
import { scoreScreen } from './screens/score.ts';
import type { Screen } from './screens/screen.ts';
import { workloadScreen } from './screens/workload.ts';
import { type DetailId, openPlace, type Place, type ScreenId, type UiState } from './ui-state.ts';

/** The place that can really be shown: what was opened may be gone. */
export function shownPlace(state: SessionState, ui: UiState): ScreenId | DetailId {
  const place = openPlace(ui);
  const { lever, move, workload } = ui.opened;
  switch (place) {
    case 'lever':
      return state.opportunities?.opportunities.some(({ id }) => id === lever) ? place : 'levers';
    case 'move':
      return state.plan.moves.some(({ id }) => id === move) ? place : 'plan';
    case 'workload':
      return state.view?.score.reliability.some(each => each.workload === workload) ? place : 'risk';
    case 'commitment-list':
      return state.commitments ? place : 'commitments';
    default:
      return place;
  }
}

/** Where keys go: to the place that is shown. */
export function keyPlace(state: SessionState, ui: UiState): Place {
  if (ui.isHelpOpen) return 'help';
  if (state.phase !== 'open') return 'opening';
  return ui.field === null ? shownPlace(state, ui) : 'field';
}

type Laid = { readonly state: SessionState; readonly ui: UiState; readonly canvas: Canvas };

/** What is open on a screen; null when nothing is, or when it is gone. */
function detailScreen(info: EstateInfo, { state, ui, canvas }: Laid): Screen | null {
  const { plan, view, opportunities } = state;
  const { currency } = info;
  const { opened, field } = ui;
  switch (openPlace(ui)) {
    case 'lever': {
      const opportunity = opportunities?.opportunities.find(({ id }) => id === opened.lever);
      if (!opportunities || !opportunity) return null;
      const { ranking } = opportunities;
      return leverScreen({ opportunity, ranking, plan, currency, canvas });
    }
    case 'move': {
      const move = plan.moves.find(({ id }) => id === opened.move);
      const outcome = view?.run.moves.find(({ moveId }) => moveId === opened.move) ?? null;
      const cursor = ui.cursors.move ?? 0;
      return move ? moveScreen({ move, outcome, field, currency, cursor, canvas }) : null;
    }
    case 'plans':
      return plansScreen({ names: Object.keys(info.plans), canvas });
    case 'workload': {
      const workload = view?.score.reliability.find(each => each.workload === opened.workload);
      return view && workload ? workloadScreen({ workload, score: view.score, canvas }) : null;
    }
    case 'commitment-list': {
      const cursor = ui.cursors['commitment-list'] ?? 0;
      const { commitments } = state;
      return commitments ? commitmentListScreen({ view: commitments.view, cursor, canvas }) : null;
    }
    default:
      return null;
  }
}

function mainScreen(info: EstateInfo, { state, ui, canvas }: Laid): Screen {
  const { plan, view, isJudging, isRanging } = state;
  const { currency, month } = info;
  const score = view?.score ?? null;
  const cursor = ui.cursors[ui.screen] ?? 0;
  switch (ui.screen) {
    case 'brief': {
      const { isSaved, services } = state;
      return briefScreen({ info, plan, isSaved, services, score, canvas });
    }
    case 'bill': {
      const bill = isBillOf(state.bill, ui.bill) ? state.bill : null;
      return billScreen({ bill, ...ui.bill, filter: ui.filters.bill, month, currency, canvas });
    }
    case 'levers': {
      const { opportunities: report, searchShare } = state;
      const { order, filters } = ui;
      const shared = { plan, bill: info.effectiveCost, currency, cursor, canvas };
      return leversScreen({ ...shared, report, searchShare, order, filter: filters.levers });
    }
    case 'plan':
      return planScreen({ info, plan, view, isJudging, cursor, canvas });
    case 'risk':
      return riskScreen({ score, isJudging, isRanging, cursor, canvas });
    case 'score':
      return scoreScreen({ info, view: withChance(state), isJudging, share: state.chanceShare, canvas });
    case 'commitments': {
      const isCurrent = isUpToDate(state, ui.commitments);
      const shared = { choice: ui.commitments, share: state.commitmentsShare, isCurrent, canvas };
      return commitmentsScreen({ ...shared, view: state.commitments?.view ?? null });
    }
    case 'outlook': {
      const { outlook, outlookShare: share } = state;
      const isCurrent = outlook?.plan === plan;
      return outlookScreen({ info, view, outlook: outlook?.view ?? null, isCurrent, share, canvas });
    }
  }
}

/** The judgement with what the plan leaves to chance, as soon as that is drawn for this plan. */
function withChance({ view, chance, plan }: SessionState): PlanView | null {
  if (view === null || chance === null || chance.plan !== plan) return view;
  const { reliabilityRanges } = view.score;
  return { ...view, score: { ...chance.score, reliabilityRanges } };
}

/** The screen of a state, laid out. */
export function pickScreen(state: SessionState, ui: UiState, layout: Layout, glyphs: Glyphs): Screen {
  const canvas = canvasOf(layout, glyphs);
  if (ui.isHelpOpen) return helpScreen(ui, canvas);
  if (state.phase === 'failed' && state.failure) return failedScreen(state.failure, canvas);
  const { info } = state;
  if (state.phase !== 'open' || !info) return openingScreen(state.progress, canvas);
  const laid = { state, ui, canvas };
  return detailScreen(info, laid) ?? mainScreen(info, laid);
}
