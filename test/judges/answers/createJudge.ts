import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApi } from '../../../src/reference/openApi.ts';
import { verdictsOf } from '../traffic/verdicts.ts';
import type { Answer } from './overhear.ts';

const escaped = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
const literalOf = (path: string) => path.replace(/\{\w+\}/g, '').length;
const step = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** Holds answers against a description of them. What is not described at all may only be refused. */
export function createJudge(document: OpenApi) {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'described');
  const paths = Object.keys(document.paths)
    .sort((a, b) => literalOf(b) - literalOf(a))
    .map((path) => ({
      path,
      pattern: new RegExp(`^${escaped(path).replace(/\{\w+\}/g, '[^/]+')}/?$`),
    }));

  function faultsOf({ method, path, status, type, body }: Answer): string[] {
    const found = paths.find(({ pattern }) => pattern.test(path))?.path;
    const verb = method.toLowerCase() as 'get';
    const operation = found === undefined ? undefined : document.paths[found]![verb];
    const subject = `${method} ${found ?? path} → ${status}`;
    if (!operation) return status >= 400 ? [] : [`${subject} is not described`];
    const named = operation.responses[status] ? String(status) : 'default';
    const { content } = operation.responses[named]!;
    if (!content) return type === '' ? [] : [`${subject} says something, of type ${type}`];
    if (!content[type]) return [`${subject} is of type ${type || 'none'}`];
    if (!type.endsWith('json')) return [];
    const at = ['paths', step(found!), verb, 'responses', named, 'content', step(type), 'schema'];
    const pointer = `described#/${at.map(encodeURIComponent).join('/')}`;
    const validate = ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer });
    const value: unknown = JSON.parse(body);
    return validate(value) ? [] : verdictsOf(validate.errors!, value, subject);
  }

  return (answers: readonly Answer[]): string[] => [...new Set(answers.flatMap(faultsOf))];
}
