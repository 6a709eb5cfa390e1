import type { Operator } from './verb.ts';

/** Finance answered no; `faults` names each thing it minded. */
export class Refused extends Error {
  readonly status: number;
  readonly faults: readonly string[];
  constructor(status: number, message: string, faults: readonly string[]) {
    super(message);
    this.status = status;
    this.faults = faults;
  }
}

/** Asks finance and gives back the answer when it is a good one. @throws Refused */
export async function askFinance(
  { ask }: Operator,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  const response = await ask(path, init);
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as {
    title?: string;
    detail?: string;
    errors?: { at: string; says: string }[];
  };
  throw new Refused(
    response.status,
    problem.detail ?? problem.title ?? `the service answered ${response.status}`,
    (problem.errors ?? []).map(({ at, says }) => `${at.slice(1)}: ${says}`),
  );
}

/** The address of a list with the filters that were given. */
export const pathWith = (path: string, filters: Record<string, unknown>): string => {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  ).toString();
  return query ? `${path}?${query}` : path;
};
