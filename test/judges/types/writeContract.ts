import type ts from 'typescript';
import type { Schema } from './alternatives.ts';
import { objectKey } from './objectKey.ts';
import { operationsOf } from './operationsOf.ts';
import { createSchemaWriter, objectName } from './schemaWriter.ts';
import { openSdk, type SdkProgram } from './sdkProgram.ts';

/** What the SDK's declarations say of Stripe's API, as JSON Schema. */
export interface Contract {
  /** By method and path, such as "POST /v1/charges/{}". */
  readonly operations: Readonly<Record<string, OperationSchemas>>;
  /** By name, as `objectKey` makes it. */
  readonly objects: Readonly<Record<string, Schema>>;
  /** What `error` holds in a refusal. */
  readonly error: Schema;
  readonly definitions: Readonly<Record<string, Schema>>;
}

export interface OperationSchemas {
  /** Of the form, where every value is text. */
  readonly request: Schema;
  readonly answer: Schema;
}

const nothing: Schema = { type: 'object', additionalProperties: false };

/** Reads the SDK in a folder and writes its contract. Takes seconds, and some 400 MB. */
export function writeContract(sdkFolder: string): Contract {
  const sdk = openSdk(sdkFolder);
  const { checker } = sdk;
  const definitions: Record<string, Schema> = {};
  const waiting = new Set<ts.Type>();
  const common = { checker, definitions, onObject: (type: ts.Type) => void waiting.add(type) };
  const requests = createSchemaWriter({ ...common, wire: 'form' });
  const answers = createSchemaWriter({ ...common, wire: 'json' });

  const operations: Record<string, OperationSchemas> = {};
  for (const { method, path, parameters, answer } of operationsOf(sdk)) {
    const awaited = checker.getAwaitedType(checker.getTypeFromTypeNode(answer));
    const [answered] = awaited?.aliasTypeArguments ?? [];
    if (!path.startsWith('/v1/') || !answered) continue;
    operations[`${method} ${path}`] = {
      request: parameters ? requests.schemaOf(checker.getTypeFromTypeNode(parameters)) : nothing,
      answer: answers.schemaOf(answered),
    };
  }
  const error = answers.schemaOf(errorType(sdk));
  const objects: Record<string, Schema> = {};
  // It grows while it is walked: objects hold objects.
  for (const type of waiting) {
    const key = keyOf(checker, type);
    if (key in objects) throw new Error(`the SDK has two types for ${key}`);
    objects[key] = { type: 'object', ...answers.fieldsOf(type) };
  }
  return { operations, objects, error, definitions };
}

function errorType({ checker, file }: SdkProgram): ts.Type {
  const module = checker.getSymbolAtLocation(file('Types.d.ts'))!;
  const error = checker.getExportsOfModule(module).find(({ name }) => name === 'StripeRawError')!;
  return checker.getDeclaredTypeOfSymbol(error);
}

function keyOf(checker: ts.TypeChecker, type: ts.Type): string {
  const typeOf = (field: string) => {
    const property = type.getProperty(field);
    return property && checker.getTypeOfSymbol(property);
  };
  const kind = typeOf('type');
  const deleted = typeOf('deleted');
  return objectKey({
    object: objectName(checker, type)!,
    type: kind?.isStringLiteral() ? kind.value : undefined,
    deleted: deleted !== undefined && checker.typeToString(deleted) === 'true',
  });
}
