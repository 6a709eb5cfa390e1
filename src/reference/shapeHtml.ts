import { type Html, html } from '../ground/html.ts';
import type { JsonSchema } from './openApi.ts';

/** Text with `code` in it, as the description has it. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;

const joined = (parts: readonly Html[], glue: string): Html =>
  html`${parts.map((part, i) => html`${i > 0 && glue}${part}`)}`;

const schemasIn = (value: unknown): JsonSchema[] =>
  Array.isArray(value) ? (value as JsonSchema[]) : [];

const formats: Readonly<Record<string, string>> = {
  'date-time': 'time',
  date: 'day',
  uri: 'address',
};

function plainType(type: string, schema: JsonSchema): string {
  const { format, minimum, maximum, exclusiveMinimum } = schema;
  if (type === 'string') return formats[String(format)] ?? 'text';
  if (type !== 'integer') return type === 'boolean' ? 'true or false' : type;
  const least = minimum ?? (exclusiveMinimum === 0 ? 1 : undefined);
  if (least !== undefined && maximum !== undefined) return `integer, ${least} to ${maximum}`;
  return least === undefined ? 'integer' : `integer, ${least} or more`;
}

/** What a value is, in a few words; a shape with a name is a link to it. */
export function typeWords(schema: JsonSchema): Html {
  const { $ref, type, items, prefixItems, additionalProperties } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1)!;
    return html`<a href="#shape-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (Array.isArray(schema.enum))
    return joined(
      schema.enum.map((one) => html`<code>${String(one)}</code>`),
      ' | ',
    );
  if (schema.anyOf) return joined(schemasIn(schema.anyOf).map(typeWords), ' or ');
  if (Array.isArray(type))
    return joined(
      type.map((one: string) => html`${plainType(one, schema)}`),
      ' or ',
    );
  if (prefixItems) return html`[${joined(schemasIn(prefixItems).map(typeWords), ', ')}]`;
  if (type === 'array') return html`list of ${typeWords(items as JsonSchema)}`;
  if (type === 'object' && !schema.properties && typeof additionalProperties === 'object')
    return html`map of ${typeWords(additionalProperties as JsonSchema)}`;
  return html`${type === undefined ? 'anything' : plainType(String(type), schema)}`;
}

/** The object with fields of its own that a value is, holds a list of, or may be. */
function objectIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties) return schema;
  const inner = [schema.items, ...schemasIn(schema.anyOf), schema.additionalProperties];
  for (const one of inner) {
    const found = one && typeof one === 'object' ? objectIn(one as JsonSchema) : undefined;
    if (found) return found;
  }
  return undefined;
}

export interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly description?: string | undefined;
}

function fieldHtml({ name, schema, required, description }: Field): Html {
  const pattern = typeof schema.pattern === 'string' && schema.pattern.length < 60;
  return html`<li><code class="name">${name}</code> <span class="type">${typeWords(schema)}${!required && ', optional'}</span>${
    description && html` <span class="says">${prose(description)}</span>`
  }${pattern && html` <span class="type">matching <code>${String(schema.pattern)}</code></span>`}${fieldsOf(schema)}</li>`;
}

export const fieldList = (fields: readonly Field[]): Html =>
  html`<ul class="fields">${fields.map(fieldHtml)}</ul>`;

/** The fields of an object, and theirs in turn; nothing of a value without any. */
export function fieldsOf(schema: JsonSchema): Html | undefined {
  const object = objectIn(schema);
  if (!object) return undefined;
  const required = (object.required ?? []) as string[];
  const properties = object.properties as Record<string, JsonSchema>;
  return fieldList(
    Object.entries(properties).map(([name, one]) => ({
      name,
      schema: one,
      required: required.includes(name),
      description: one.description as string | undefined,
    })),
  );
}
