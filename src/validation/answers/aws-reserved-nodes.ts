/** Answers on reservations of database-like services: units, what they cover, what stays on demand. */

import { isNodeFlexible, nodeUnits } from '../../engine/commitments/aws/node-units.ts';
import { familyOf, sizeOf } from '../../engine/commitments/aws/normalization.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, isRecord, numberOf, textOf } from '../read-inputs.ts';
import { runAws } from './aws-application.ts';
import { type NodeRow, nodePool, nodeReservation, readNodeRow, readNodeRows } from './aws-node-rows.ts';

const kind = 'aws-ri-db';

/** NodeRow of each row that the reservations cover in an hour. */
function coveredNodes(reserved: readonly NodeRow[], running: readonly NodeRow[]) {
  const run = runAws({
    hours: 1,
    pools: running.map(nodePool),
    commitments: reserved.map(nodeReservation),
    isShared: true,
  });
  return {
    covered: running.map((_, usage) => run.covered(usage)),
    unused: run.uses.reduce((sum, { unused }) => sum + unused, 0),
  };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function unitsOf(nodes: readonly NodeRow[]): number {
  return total(
    nodes.map(each => {
      const units = nodeUnits(each);
      if (units === null) throw new Error(`\`${sizeOf(each.nodeClass)}\` is no size with normalized units`);
      return units * each.count;
    }),
  );
}

/** Units where every size has some; instances otherwise. */
function unitFacts(nodes: readonly NodeRow[], name: string) {
  return nodes.every(each => nodeUnits(each) !== null) ? { [`${name}_units`]: unitsOf(nodes) } : {};
}

/** A reservation given by its units: so many of the smallest size with one unit, in the family of what runs. */
function reservationOfUnits(inputs: Inputs, running: readonly NodeRow[]): readonly NodeRow[] {
  const [first] = running;
  if (!first) throw new Error('`running` must name at least one class');
  const family = has(inputs, 'reserved_family')
    ? textOf(inputs, 'reserved_family')
    : familyOf(first.nodeClass);
  const one: NodeRow = { ...first, nodeClass: `${family}.small`, deployment: 'single-az', count: 1 };
  if (!isNodeFlexible(one)) throw new Error('`reserved_units` needs an engine with size flexibility');
  const perNode = nodeUnits({ ...one, isIoOptimized: false }) ?? 1;
  return [{ ...one, count: numberOf(inputs, 'reserved_units') / perNode }];
}

const RUNNING: Answer = {
  kind,
  accepts: inputs =>
    Array.isArray(inputs.running) && (has(inputs, 'reserved_units') || has(inputs, 'reserved')),
  compute: inputs => {
    const running = readNodeRows(inputs, 'running');
    const reserved = has(inputs, 'reserved')
      ? readNodeRows(inputs, 'reserved')
      : reservationOfUnits(inputs, running);
    const { covered, unused } = coveredNodes(reserved, running);
    const count = total(running.map(each => each.count));
    const coveredCount = total(covered);
    return {
      covered_instances: coveredCount,
      on_demand_instances: count - coveredCount,
      covered_by_row: covered,
      covered_fraction: count > 0 ? coveredCount / count : null,
      covered_percent: count > 0 ? (100 * coveredCount) / count : null,
      unused_units: unused,
      ...unitFacts(reserved, 'reserved'),
      ...unitFacts(running, 'running'),
    };
  },
};

const CONVERSION: Answer = {
  kind,
  accepts: inputs => has(inputs, 'from', 'to') && (isRecord(inputs.from) || Array.isArray(inputs.from)),
  compute: inputs => {
    const [from, to] = [unitsOf(readNodeRows(inputs, 'from')), unitsOf(readNodeRows(inputs, 'to'))];
    return { from_units: from, to_units: to, equal: from === to, equivalent: from === to };
  },
};

const RUNNING_PART = /^running_(.+)$/;

/** `running_same_family`, `running_other_family`, ...: whether the reservation applies to each by itself. */
const FAMILIES: Answer = {
  kind,
  accepts: inputs =>
    has(inputs, 'reserved') &&
    Object.keys(inputs).some(key => RUNNING_PART.test(key) && key !== 'running_clusters_nodes'),
  compute: inputs => {
    const reserved = readNodeRows(inputs, 'reserved');
    const result: Record<string, unknown> = { ...unitFacts(reserved, 'reserved') };
    for (const [key, value] of Object.entries(inputs)) {
      const name = RUNNING_PART.exec(key)?.[1];
      if (name === undefined || value === null) continue;
      const running = readNodeRows(inputs, key);
      const { covered } = coveredNodes(reserved, running);
      result[`covers_${name}`] = total(covered) > 0;
      result[`covered_${name}`] = total(covered);
      Object.assign(result, unitFacts(running, `running_${name}`));
      if (total(covered) > 0) Object.assign(result, unitFacts(running, 'running'));
    }
    return result;
  },
};

/** Each candidate by itself against the whole reservation. */
const CANDIDATES: Answer = {
  kind,
  accepts: inputs => has(inputs, 'reserved') && Array.isArray(inputs.candidates),
  compute: inputs => {
    const reserved = readNodeRows(inputs, 'reserved');
    const candidates = readNodeRows(inputs, 'candidates');
    const covered = candidates.map(candidate => total(coveredNodes(reserved, [candidate]).covered));
    return {
      covered_candidates: covered,
      covers: covered.map(count => count > 0),
      on_demand_candidates: candidates.map(({ count }, index) => count - (covered[index] ?? 0)),
    };
  },
};

/** Clusters of one moment: numbers of nodes, or mappings with a type of their own. */
function clusterFacts(inputs: Inputs, clusters: readonly unknown[]) {
  const shared = { ...inputs, service: 'redshift', type: inputs.node_type };
  const running = clusters.map(cluster =>
    typeof cluster === 'number'
      ? readNodeRow({ type: inputs.node_type, count: cluster }, 'running_clusters_nodes', shared)
      : readNodeRow(
          isRecord(cluster)
            ? { type: inputs.node_type, ...cluster, count: cluster.nodes ?? cluster.count }
            : cluster,
          'running_clusters_nodes',
          shared,
        ),
  );
  const reserved = readNodeRow(
    { type: inputs.node_type, count: numberOf(inputs, 'reserved_nodes') },
    'reserved_nodes',
    shared,
  );
  const { covered, unused } = coveredNodes([reserved], running);
  return {
    discounted_nodes: total(covered),
    on_demand_nodes: total(running.map(({ count }) => count)) - total(covered),
    unused_reserved_nodes: unused,
  };
}

/** Redshift. A list of lists is one moment after the other: before and after a resize. */
const NODES: Answer = {
  kind,
  accepts: inputs =>
    has(inputs, 'reserved_nodes', 'node_type') && Array.isArray(inputs.running_clusters_nodes),
  compute: inputs => {
    const clusters = inputs.running_clusters_nodes as readonly unknown[];
    textOf(inputs, 'node_type');
    if (!Array.isArray(clusters[0])) return clusterFacts(inputs, clusters);
    const moments = clusters.map(each => clusterFacts(inputs, Array.isArray(each) ? each : [each]));
    return {
      discounted_nodes: moments.map(each => each.discounted_nodes),
      on_demand_nodes: moments.map(each => each.on_demand_nodes),
      unused_reserved_nodes: moments.map(each => each.unused_reserved_nodes),
    };
  },
};

/** The narrower shapes first: the first one that fits answers. */
export const RESERVED_NODE_ANSWERS: readonly Answer[] = [NODES, CANDIDATES, RUNNING, FAMILIES, CONVERSION];
