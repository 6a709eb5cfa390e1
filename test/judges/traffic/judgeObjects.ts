import { objectKey } from '../types/objectKey.ts';
import type { Contract } from '../types/writeContract.ts';
import { partially } from './partially.ts';
import { createValidators } from './validators.ts';

type Structure = { readonly [field: string]: unknown };

// They hold whatever people put there, under whatever names, or a part of what is judged elsewhere.
const notWalked = new Set(['metadata', 'previous_attributes']);

const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null;
const isObject = (value: Structure): value is Structure & { object: string } =>
  typeof value.object === 'string' && !['list', 'search_result'].includes(value.object);

/** Judges every object of Stripe's that a value holds, however deep, each by its own type. */
export function createJudgeObjects(contract: Contract) {
  const faultsIn = createValidators((name) => contract.definitions[name]!);
  const faultsInPart = createValidators((name) => partially(contract.definitions[name]!));
  const parts = new Map<string, ReturnType<typeof partially>>();

  /** An update says how what changed was before. */
  function judgeChanges(data: unknown, subject: string): string[] {
    if (!isStructure(data) || !isStructure(data.object) || !isObject(data.object)) return [];
    if (!isStructure(data.previous_attributes)) return [];
    const key = objectKey(data.object);
    const schema = contract.objects[key];
    if (!schema) return [];
    const part = parts.get(key) ?? partially(schema);
    parts.set(key, part);
    return faultsInPart(part, data.previous_attributes, `${subject}: previous_attributes`);
  }

  function judgeOne(value: Structure & { object: string }, subject: string): string[] {
    const key = objectKey(value);
    const schema = contract.objects[key];
    if (!schema) return [`${subject} holds an unknown object: ${key}`];
    const of = `${subject} ${key}`;
    const changes = value.object === 'event' ? judgeChanges(value.data, of) : [];
    return [...faultsIn(schema, value, of), ...changes];
  }

  function judgeObjects(value: unknown, subject: string): string[] {
    if (!isStructure(value)) return [];
    const own = isObject(value) ? judgeOne(value, subject) : [];
    const inner = Object.entries(value)
      .filter(([key]) => !notWalked.has(key))
      .flatMap(([, held]) => judgeObjects(held, subject));
    // The invoice that is only announced has no id yet, though its type says that all have one.
    const isAnnounced = value.type === 'invoice.upcoming';
    const counting = isAnnounced ? inner.filter((one) => !one.endsWith('invoice lacks id')) : inner;
    return [...own, ...counting];
  }

  return { faultsIn, judgeObjects };
}
