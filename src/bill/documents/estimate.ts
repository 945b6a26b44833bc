/** Infracost's JSON as an estimate. */

import type { Estimate } from '../../engine/cost-document.ts';
import { type Decimal, decimal, sum, toText } from '../../engine/money.ts';
import { type ExactJson, isJsonObject } from '../prepare/exact-json.ts';
import { amountText, type JsonObject, objectsOf, textOf } from './json-members.ts';

/** Deepest nesting of sub-resources that is followed. */
const DEPTH_MAX = 16;

function componentsOf(resource: JsonObject, depth = 0): readonly JsonObject[] {
  const below = depth < DEPTH_MAX ? objectsOf(resource.subresources) : [];
  return [...objectsOf(resource.costComponents), ...below.flatMap(each => componentsOf(each, depth + 1))];
}

function projectOf(
  project: JsonObject,
): Estimate['projects'][number] & { readonly all: readonly JsonObject[] } {
  const breakdown = isJsonObject(project.breakdown) ? project.breakdown : {};
  const metadata = isJsonObject(project.metadata) ? project.metadata : {};
  const all = objectsOf(breakdown.resources);
  return {
    name: textOf(project.displayName) ?? textOf(project.name) ?? '',
    totalMonthlyCost: amountText(breakdown.totalMonthlyCost),
    resources: all.length,
    errors: objectsOf(metadata.errors).map(error => textOf(error.message) ?? 'unknown error'),
    all,
  };
}

/** True for Infracost's own structure: projects with a breakdown. */
export function isEstimate(document: ExactJson): document is JsonObject {
  return isJsonObject(document) && 'totalMonthlyCost' in document && Array.isArray(document.projects);
}

/** Reads an estimate. `subresources` are inside their resource's cost, `past` and `diff` are never added. */
export function readEstimate(document: JsonObject): Estimate {
  const projects = objectsOf(document.projects).map(projectOf);
  const resources = projects.flatMap(({ all }) => all);
  const components = resources.flatMap(resource => componentsOf(resource));
  const costs = resources.map(({ monthlyCost }) => amountText(monthlyCost));
  const known = costs.filter(cost => cost !== null).map((cost): Decimal => decimal(cost));
  return {
    kind: 'estimate',
    source: 'Infracost',
    version: textOf(document.version),
    currency: textOf(document.currency),
    totalMonthlyCost: amountText(document.totalMonthlyCost),
    totalHourlyCost: amountText(document.totalHourlyCost),
    pastTotalMonthlyCost: amountText(document.pastTotalMonthlyCost),
    diffTotalMonthlyCost: amountText(document.diffTotalMonthlyCost),
    projects: projects.map(({ all: _all, ...project }) => project),
    resources: resources.length,
    resourceMonthlyCost: toText(sum(known)),
    resourcesWithoutCost: costs.length - known.length,
    costComponents: components.length,
    usageBasedComponents: components.filter(({ usageBased }) => usageBased === true).length,
    componentsWithoutCost: components.filter(({ monthlyCost }) => amountText(monthlyCost) === null).length,
  };
}
