import type { z } from 'zod';
import type { ListQuery } from '../store/objectTable.ts';
import type { ObjectType } from '../store/objectTypes.ts';
import { refOf } from '../store/refs.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from './apiError.ts';
import { integer, range, text } from './parameters.ts';
import { getRoute, type Route } from './route.ts';

/** What pages through a list. */
export const cursors = {
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
};

interface Cursors {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

function checkCursors({ limit, starting_after, ending_before }: Cursors): void {
  if (limit !== undefined && (limit < 1 || limit > 100))
    throw new ApiError({
      message: `This value must be between 1 and 100: limit.`,
      param: 'limit',
      code: 'parameter_invalid_integer',
    });
  if (starting_after && ending_before)
    throw new ApiError({
      message: 'You may only specify one of these parameters: starting_after, ending_before.',
    });
}

/** The cursor parameters as a query, checked. @throws ApiError */
async function pageOf(work: Work, cursor: Cursors): Promise<ListQuery> {
  const { limit, starting_after: startingAfter, ending_before: endingBefore } = cursor;
  checkCursors(cursor);
  for (const [param, id] of [
    ['starting_after', startingAfter],
    ['ending_before', endingBefore],
  ] as const)
    if (id && !(await work.findAny([id])).has(id))
      throw new ApiError({ message: `No such object: '${id}'`, param, code: 'resource_missing' });
  return { limit, startingAfter, endingBefore };
}

export interface ListOptions<S extends z.ZodRawShape> {
  /** Parameters beside the cursors. Those named in `facts` are found as they are. */
  readonly shape: S;
  readonly facts?: readonly (keyof S & string)[];
  /** More of the query, from the parameters. */
  readonly query?: (
    parameters: z.output<z.ZodObject<S, z.core.$strict>>,
    work: Work,
  ) => Partial<ListQuery> | Promise<Partial<ListQuery>>;
  /** What is added to an object as it leaves. */
  readonly dress?: (work: Work, objects: object[]) => Promise<object[]>;
  /** Where the list is a part of one object. */
  readonly within?: (path: Readonly<Record<string, string>>) => readonly string[];
}

/** A page as Stripe answers it. */
export const asList = <T>(url: string, data: T[], hasMore = false) => ({
  object: 'list' as const,
  data,
  has_more: hasMore,
  url,
});

/** A page of what stands inside one object, such as the lines of an invoice. @throws ApiError */
export function pageOfParts<T extends { readonly id: string }>(
  url: string,
  parts: readonly T[],
  cursor: Cursors,
) {
  const { limit = 10, starting_after: after, ending_before: before } = cursor;
  checkCursors(cursor);
  const place = (id: string) => parts.findIndex((part) => part.id === id);
  if (before) {
    const end = Math.max(0, place(before));
    return asList(url, parts.slice(Math.max(0, end - limit), end), end > limit);
  }
  const from = after ? place(after) + 1 : 0;
  return asList(url, parts.slice(from, from + limit), from + limit < parts.length);
}

/** GET of a list: cursors, `created`, and what is named in the options. */
export function listRoute<S extends z.ZodRawShape>(
  path: string,
  type: ObjectType,
  options: ListOptions<S>,
): Route {
  const shape = { ...cursors, created: range.optional(), ...options.shape };
  return getRoute(path, shape, async (work, given, call) => {
    const parameters = given as Cursors & Record<string, unknown>;
    const page = await pageOf(work, parameters);
    const facts = (options.facts ?? []).flatMap((name) => {
      const value = parameters[name];
      return value === undefined ? [] : [refOf(name, value as string | boolean)];
    });
    const more = await options.query?.(
      given as unknown as z.output<z.ZodObject<S, z.core.$strict>>,
      work,
    );
    const created = parameters.created as ListQuery['created'];
    const { data, hasMore } = await work.list(type, {
      ...page,
      ...(created && { created }),
      ...more,
      all: [...facts, ...(more?.all ?? []), ...(options.within?.(call.path) ?? [])],
    });
    const url = path.replace(/:(\w+)/g, (_, name: string) => call.path[name] ?? '');
    return asList(url, options.dress ? await options.dress(work, data) : data, hasMore);
  });
}
