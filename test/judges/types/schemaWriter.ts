import ts from 'typescript';
import { type Alternative, type Schema, schemaOfAlternatives } from './alternatives.ts';

const { TypeFlags: Flag } = ts;

/** As an object of Stripe's travels: in an answer it is JSON, in a request each value is text in a form. */
export type Wire = 'json' | 'form';

export interface SchemaWriterDependencies {
  readonly checker: ts.TypeChecker;
  readonly wire: Wire;
  /** Where the schemas of named types are put. */
  readonly definitions: Record<string, Schema>;
  /** Hears of each type that is an object of Stripe's own, which is judged apart from what holds it. */
  readonly onObject: (type: ts.Type) => void;
}

// The declarations say only `number`. Stripe's amounts, times and counts are whole; these are not.
const fractional = /percent|_rate$|^rate$|latitude|longitude|score|height|width|grams|probability/;
const wholeText: Schema = { pattern: '^-?\\d+$' };
const numberText: Schema = { pattern: '^-?\\d+(\\.\\d+)?$' };

/** Enums of Stripe's are open, by a trick: a text that is also an empty record. Judged strictly they are closed. */
const isOpenEnd = (type: ts.Type) =>
  type.isIntersection() && type.types.some((part) => part.flags & Flag.String);

const isDecimal = (type: ts.Type) => type.aliasSymbol?.name === 'Decimal';

/** The literal in a type's `object`, such as "charge"; lists are not objects of their own. */
export function objectName(checker: ts.TypeChecker, type: ts.Type): string | undefined {
  const property = type.getProperty('object');
  const literal = property && checker.getTypeOfSymbol(property);
  if (!literal?.isStringLiteral()) return;
  return /^(list|search_result)$/.test(literal.value) ? undefined : literal.value;
}

/** Writes types of the SDK as JSON Schema: closed enums, no unknown fields, each field present that is not optional. */
export function createSchemaWriter(dependencies: SchemaWriterDependencies) {
  const { checker, wire, definitions, onObject } = dependencies;
  const names = new Map<ts.Type, string>();

  function plain(type: ts.Type, field: string): Alternative | undefined {
    const form = wire === 'form';
    const whole = !fractional.test(field);
    if (type.isStringLiteral()) return { kind: 'string', oneOf: [type.value] };
    if (type.flags & (Flag.String | Flag.TemplateLiteral)) return { kind: 'string' };
    if (type.flags & Flag.BooleanLiteral) {
      const value = checker.typeToString(type) === 'true';
      return form
        ? { kind: 'string', oneOf: [String(value)] }
        : { kind: 'boolean', oneOf: [value] };
    }
    if (type.flags & Flag.Null) return form ? { kind: 'string', oneOf: [''] } : { kind: 'null' };
    if (type.isNumberLiteral())
      return form
        ? { kind: 'string', oneOf: [String(type.value)] }
        : { kind: 'integer', oneOf: [type.value] };
    if (type.flags & Flag.Number && form)
      return { kind: 'string', schema: whole ? wholeText : numberText };
    if (type.flags & Flag.Number) return { kind: whole ? 'integer' : 'number' };
    if (isDecimal(type)) return { kind: 'string', schema: numberText };
    return undefined;
  }

  function alternativeOf(type: ts.Type, field: string): Alternative {
    const value = plain(type, field);
    if (value) return value;
    if (checker.isArrayType(type)) {
      const [items] = checker.getTypeArguments(type as ts.TypeReference);
      return { kind: 'array', schema: { items: schemaOf(items!, field) } };
    }
    const object = wire === 'json' ? objectName(checker, type) : undefined;
    if (object !== undefined) {
      onObject(type);
      return { kind: 'object', object };
    }
    return { kind: 'object', schema: named(type) };
  }

  /** A type that has a name is written once. */
  function named(type: ts.Type): Schema {
    const generic = checker.getTypeArguments(type as ts.TypeReference).length > 0;
    if (!(type.flags & Flag.Object) || generic || !type.isClassOrInterface()) return fieldsOf(type);
    let name = names.get(type);
    if (name === undefined) {
      name = nameOf(type);
      names.set(type, name);
      definitions[name] = fieldsOf(type);
    }
    return { named: name };
  }

  function nameOf(type: ts.Type): string {
    const file = type.symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
    const place = file.replace(/.*\/esm\/(resources\/)?/, '').replace('.d.ts', '');
    const path = checker.getFullyQualifiedName(type.symbol).replace(/^".*?"\./, '');
    return `${wire} ${place.replaceAll('/', '.')} ${path}`;
  }

  /** The fields of an object. The types of events narrow nothing here: what an event holds is judged apart. */
  function fieldsOf(type: ts.Type): Schema {
    if (type.aliasSymbol?.name === 'Partial') return {};
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional);
      const schema = schemaOf(checker.getTypeOfSymbol(property), property.name);
      // `deleted?: void` says that the field is not there.
      if (isOptional && 'not' in schema) continue;
      properties[property.name] = schema;
      if (!isOptional) required.push(property.name);
    }
    const others = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      properties,
      ...(required.length > 0 && { required }),
      additionalProperties: others ? schemaOf(others.type, '') : false,
    };
  }

  /** @param field the name of the field that holds the value: it says whether a number may be broken */
  function schemaOf(type: ts.Type, field = ''): Schema {
    if (type.flags & (Flag.Any | Flag.Unknown)) return {};
    const parts = (type.isUnion() ? type.types : [type]).filter(
      (part) => !(part.flags & (Flag.Undefined | Flag.Void | Flag.Never)) && !isOpenEnd(part),
    );
    if (parts.length > 0) return schemaOfAlternatives(parts.map((p) => alternativeOf(p, field)));
    return isOpenEnd(type) ? { type: 'string' } : { not: {} };
  }

  return { schemaOf, fieldsOf };
}
