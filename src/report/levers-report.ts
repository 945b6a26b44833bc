/** The catalogue of levers as data. */

import type { Lever } from '../engine/index.ts';
import type { LeversReport } from './contract.ts';

/** Levers as data. */
export function leversReport(levers: readonly Lever[]): LeversReport {
  return {
    schema: 'trimtab/levers/1',
    levers: levers.map(({ meta, target, params }) => ({
      id: meta.id,
      title: meta.title,
      summary: meta.summary,
      capability: meta.capability,
      stage: meta.stage,
      target,
      effortDays: { ...meta.effortDays },
      leadTimeMonths: meta.leadTimeMonths,
      reversible: meta.reversible,
      headline: { ...meta.headline },
      planning: { ...meta.planning },
      excludes: [...meta.excludes],
      sources: [...meta.sources],
      params: Object.entries(params).map(([name, { kind, label, unit, description, default: standard }]) => ({
        name,
        kind,
        label,
        unit,
        description,
        default: standard,
      })),
    })),
  };
}
