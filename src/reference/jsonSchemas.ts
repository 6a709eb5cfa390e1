import { z } from 'zod';
import type { JsonSchema } from './openApi.ts';

type Written = Record<string, unknown>;

const bound = Number.MAX_SAFE_INTEGER;

/** Dates travel as text; and what zod adds to be exact (bounds of safe integers, days as a pattern) says nothing to people. */
function plainer({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Written }) {
  if (zodSchema._zod.def.type === 'date')
    Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (jsonSchema.minimum === -bound) delete jsonSchema.minimum;
  if (jsonSchema.maximum === bound) delete jsonSchema.maximum;
  if (/^date/.test(String(jsonSchema.format))) delete jsonSchema.pattern;
}

/** Writes zod's schemas as JSON Schema, and gathers those with a name of their own. */
export function createJsonSchemas() {
  const named: Record<string, JsonSchema> = {};

  /** @param io what is sent to us, or what we send. @throws Error where two schemas have one name */
  function write(schema: z.ZodType, io: 'input' | 'output'): Written {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: plainer });
    const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $schema: _, $defs = {}, ...written } = JSON.parse(text) as Written;
    for (const [name, one] of Object.entries($defs as Record<string, JsonSchema>)) {
      if (named[name] && JSON.stringify(named[name]) !== JSON.stringify(one))
        throw new Error(`two schemas are called ${name}`);
      named[name] = one;
    }
    return written;
  }

  return { named, write };
}

export type JsonSchemas = ReturnType<typeof createJsonSchemas>;
