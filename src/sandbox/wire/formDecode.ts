import { ApiError, invalidParameter } from './apiError.ts';
import { isKeepable } from './keepable.ts';

/** What a form becomes: text, lists and maps. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

const limits = { fields: 2000, depth: 12 };

const malformed = (key: string) =>
  new ApiError({
    message: `Invalid request: the field '${key.slice(0, 100)}' is not well formed.`,
  });

/** @throws ApiError for what no database keeps, which no text needs either */
function checkKeepable(key: string, value: string): void {
  if (!isKeepable(key)) throw malformed(key.replaceAll('\0', ''));
  if (!isKeepable(value))
    throw invalidParameter(
      key,
      `Invalid string: ${key} contains a character that is not allowed.`,
      'parameter_invalid_string',
    );
}

/** a[b][0][c] as its steps: a, b, 0, c. */
function stepsOf(key: string): string[] {
  const first = key.indexOf('[');
  if (first === -1) return [key];
  const inner = key.slice(first);
  if (first === 0 || !/^(\[[^[\]]*\])+$/.test(inner)) throw malformed(key);
  const steps = [key.slice(0, first), ...inner.slice(1, -1).split('][')];
  if (steps.length > limits.depth || steps.includes('__proto__')) throw malformed(key);
  return steps;
}

/** Nodes while reading: `[]` counts up. */
type Node = Map<string, Node | string>;

function put(root: Node, key: string, value: string) {
  const steps = stepsOf(key);
  let node = root;
  for (const [i, step] of steps.entries()) {
    const name = step === '' ? String(node.size) : step;
    if (i === steps.length - 1) {
      node.set(name, value);
      return;
    }
    const next = node.get(name);
    if (typeof next === 'string') throw malformed(key);
    if (next) node = next;
    else {
      const made: Node = new Map();
      node.set(name, made);
      node = made;
    }
  }
}

/** A node whose names are all whole numbers is a list, in their order. */
function settle(node: Node): FormValue {
  const entries = [...node].map(
    ([name, value]) => [name, typeof value === 'string' ? value : settle(value)] as const,
  );
  if (entries.length > 0 && entries.every(([name]) => /^\d{1,4}$/.test(name)))
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
  return Object.fromEntries(entries);
}

/**
 * Reads a form as Stripe's SDKs write it: a[b][0][c]=…, lists with an index or with [].
 * @throws ApiError where a name is not well formed, a value is no text, or there is too much of it
 */
export function decodeForm(text: string): Form {
  const root: Node = new Map();
  let fields = 0;
  for (const [key, value] of new URLSearchParams(text)) {
    fields += 1;
    if (fields > limits.fields)
      throw new ApiError({ message: `A request can have at most ${limits.fields} fields.` });
    checkKeepable(key, value);
    put(root, key, value);
  }
  const settled = [...root].map(
    ([name, value]) => [name, typeof value === 'string' ? value : settle(value)] as const,
  );
  return Object.fromEntries(settled);
}
