/** A JSON Schema. Its keyword `named` refers to a definition, like `$ref`; but it is looked up when it is first met. */
export type Schema = { readonly [keyword: string]: unknown };

export type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** One thing that a value may be: its kind, and what it must be beyond that. */
export interface Alternative {
  readonly kind: Kind;
  /** The only values allowed. */
  readonly oneOf?: readonly (string | number | boolean)[];
  /** The object's type, where it is an object of Stripe's own that is judged apart. */
  readonly object?: string;
  readonly schema?: Schema;
}

/** What is one of Stripe's own objects, of one of these names. */
const objectNamed = (names: readonly string[]): Schema => ({
  required: ['object'],
  properties: { object: { enum: names } },
});

/** What a value of one kind must be. Empty where anything of the kind will do. */
function demandOf(alternatives: readonly Alternative[]): Schema {
  const literals = alternatives.flatMap(({ oneOf }) => oneOf ?? []);
  const names = alternatives.flatMap(({ object }) => object ?? []);
  const rest = alternatives.filter(({ oneOf, object }) => !oneOf && object === undefined);
  if (rest.some(({ schema }) => schema === undefined)) return {};
  if (literals.includes(true) && literals.includes(false)) return {};
  const demands = [
    ...(literals.length > 0 ? [{ enum: [...new Set(literals)] }] : []),
    ...(names.length > 0 ? [objectNamed([...new Set(names)])] : []),
    ...rest.map(({ schema }) => schema!),
  ];
  return demands.length === 1 ? demands[0]! : { anyOf: demands };
}

/**
 * Puts alternatives together so that what is wrong is said of the alternative that was meant: an object is compared with
 * the object alone, never with the text that could have stood there instead.
 */
export function schemaOfAlternatives(alternatives: readonly Alternative[]): Schema {
  const kinds = [...new Set(alternatives.map(({ kind }) => kind))];
  const demands = kinds.map((kind) => {
    const demand = demandOf(alternatives.filter((one) => one.kind === kind));
    return [kind, demand] as const;
  });
  if (demands.length === 1) return { type: kinds[0], ...demands[0]![1] };
  const conditions = demands
    .filter(([, demand]) => Object.keys(demand).length > 0)
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's word, and nobody awaits a schema
    .map(([kind, demand]) => ({ if: { type: kind }, then: demand }));
  return { type: kinds, ...(conditions.length > 0 && { allOf: conditions }) };
}
