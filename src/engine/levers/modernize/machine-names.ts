/** Names of AWS machines taken apart: class, generation, processor, extras, size. What runs the same work under another name. */

import { familyOf, sizeOf } from '../../commitments/aws/normalization.ts';

/** Who makes the processor. */
export type Processor = 'intel' | 'amd' | 'graviton';

/** `m7gd.large`: class m, generation 7, Graviton, local disks, size large. */
export type MachineName = {
  readonly machineClass: string;
  readonly generation: number;
  readonly processor: Processor;
  /** Letters after the processor: `d` local disks, `n` network, ... */
  readonly extras: string;
  readonly size: string;
};

/** Processor letter of a family (AWS instance type naming). */
const PROCESSORS: Readonly<Record<string, Processor>> = { i: 'intel', a: 'amd', g: 'graviton' };
/** Generation from which a class has a letter for Intel; before it, and in other classes, it has none. */
const NAMED_INTEL_SINCE: Readonly<Record<string, number>> = { c: 6, i: 4, m: 6, r: 6 };
/** Newest generation to look for; what neither the book nor the bill knows is left out anyway. */
const NEWEST_GENERATION = 9;

/** The parts of an instance type; null for a name that is built otherwise. `flex` sizes count as their plain family. */
export function machineName(instanceType: string): MachineName | null {
  const match = /^([a-z]+)(\d)([a-z]*)(?:-flex)?$/.exec(familyOf(instanceType));
  if (!match?.[1] || !match[2]) return null;
  const letters = match[3] ?? '';
  const processor = PROCESSORS[letters[0] ?? ''];
  return {
    machineClass: match[1],
    generation: Number(match[2]),
    processor: processor ?? 'intel',
    extras: processor ? letters.slice(1) : letters,
    size: sizeOf(instanceType),
  };
}

function nameOf({ machineClass, generation, processor, extras, size }: MachineName): string {
  const since = NAMED_INTEL_SINCE[machineClass] ?? Number.POSITIVE_INFINITY;
  const letter = { intel: generation < since ? '' : 'i', amd: 'a', graviton: 'g' }[processor];
  return `${machineClass}${generation}${letter}${extras}.${size}`;
}

/** Names of the same class, extras and size on another processor or generation, oldest generation first. */
export function successors(
  name: MachineName,
  processor: Processor,
  firstGeneration: number,
): readonly string[] {
  const count = Math.max(0, NEWEST_GENERATION - firstGeneration + 1);
  return Array.from({ length: count }, (_, index) =>
    nameOf({ ...name, processor, generation: firstGeneration + index }),
  );
}
