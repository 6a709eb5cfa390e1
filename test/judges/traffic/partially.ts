import type { Schema } from '../types/alternatives.ts';

/**
 * The schema of a part of what a schema describes: nothing has to be there, and all may be null, as in the
 * previous_attributes of an event. What is there must still be right.
 */
export function partially(schema: Schema): Schema {
  const part = Object.entries(schema).map(([keyword, value]) => [keyword, looser(keyword, value)]);
  const { required: _, ...rest } = Object.fromEntries(part) as Record<string, unknown>;
  return rest;
}

function looser(keyword: string, value: unknown): unknown {
  if (keyword === 'type') return [...[value].flat(), 'null'];
  if (keyword === 'enum') return [...(value as unknown[]), null];
  if (keyword === 'properties') {
    const fields = Object.entries(value as Record<string, Schema>);
    return Object.fromEntries(fields.map(([name, field]) => [name, partially(field)]));
  }
  if (keyword === 'allOf' || keyword === 'anyOf') return (value as Schema[]).map(partially);
  const holdsSchema = ['then', 'items', 'additionalProperties'].includes(keyword);
  return holdsSchema && typeof value === 'object' ? partially(value as Schema) : value;
}
