import { Ajv, type SchemaValidateFunction, type ValidateFunction } from 'ajv';
import type { Schema } from '../types/alternatives.ts';
import { verdictsOf } from './verdicts.ts';

/** What is wrong with a value, as sentences that begin with the subject. */
export type FaultsIn = (schema: Schema, value: unknown, subject: string) => string[];

/**
 * Compiles schemas when they are first needed, and definitions when a value first has a place for them: a session could
 * hold the options of fifty ways to pay, and never does.
 */
export function createValidators(definitionOf: (name: string) => Schema): FaultsIn {
  const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false });
  const compiled = new Map<Schema | string, ValidateFunction>();

  function validatorOf(key: Schema | string): ValidateFunction {
    let validate = compiled.get(key);
    if (!validate) {
      validate = ajv.compile(typeof key === 'string' ? definitionOf(key) : key);
      compiled.set(key, validate);
    }
    return validate;
  }

  const checkNamed: SchemaValidateFunction = (name: string, value, _schema, context) => {
    const validate = validatorOf(name);
    if (validate(value)) return true;
    const above = context?.instancePath ?? '';
    const errors = validate.errors!.map((one) => ({
      ...one,
      instancePath: above + one.instancePath,
    }));
    Object.assign(checkNamed, { errors });
    return false;
  };
  ajv.addKeyword({
    keyword: 'named',
    schemaType: 'string',
    errors: 'full',
    validate: checkNamed,
  });

  return function faultsIn(schema, value, subject) {
    const validate = validatorOf(schema);
    return validate(value) ? [] : verdictsOf(validate.errors!, value, subject);
  };
}
