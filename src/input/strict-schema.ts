/** Holds schemas to one rule: no object lets an unknown key pass in silence. */

import type { z } from 'zod';
import { assert } from '../engine/assert.ts';

const checked = new WeakSet<z.ZodType>();

function isSchema(value: unknown): value is z.core.$ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

function innerSchemas(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { def } = schema._zod;
  const shape = 'shape' in def && typeof def.shape === 'object' ? Object.values(def.shape ?? {}) : [];
  const lazy =
    def.type === 'lazy' && 'getter' in def && typeof def.getter === 'function' ? [def.getter()] : [];
  return [...Object.values(def).flat(), ...shape, ...lazy].filter(isSchema);
}

/**
 * A mistyped key that is dropped is a setting that does not work and says nothing: every object of the schema must be
 * `z.strictObject`.
 * @throws BugError naming the keys of the first object that is not
 */
export function assertStrict(schema: z.ZodType): void {
  if (checked.has(schema)) return;
  const seen = new Set<z.core.$ZodType>([schema]);
  for (const inner of seen) {
    const { def } = inner._zod;
    if (def.type === 'object') {
      const keys = 'shape' in def ? Object.keys(def.shape ?? {}).join(', ') : '';
      assert('catchall' in def && isSchema(def.catchall), `the object schema of ${keys} is strict`);
    }
    for (const next of innerSchemas(inner)) seen.add(next);
  }
  checked.add(schema);
}
