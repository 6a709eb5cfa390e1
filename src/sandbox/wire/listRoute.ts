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

const noSuchCursor = (param: string, id: string): ApiError =>
  new ApiError({ message: `No such object: '${id}'`, param, code: 'resource_missing' });

/** The cursor parameters as a query, checked. @throws ApiError */
async function pageOf(work: Work, cursor: Cursors): Promise<ListQuery> {
  const { limit, starting_after: startingAfter, ending_before: endingBefore } = cursor;
  checkCursors(cursor);
  for (const [param, id] of [
    ['starting_after', startingAfter],
    ['ending_before', endingBefore],
  ] as const)
    if (id && !(await work.findAny([id])).has(id)) throw noSuchCursor(param, id);
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
  /** Where the list is a part of one object: the fact that ties it to the `:id` of the path, and the type of that object. */
  readonly within?: { readonly fact: string; readonly owner: ObjectType };
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
  const place = (param: keyof Cursors, id: string) => {
    const found = parts.findIndex((part) => part.id === id);
    if (found === -1) throw noSuchCursor(param, id);
    return found;
  };
  if (before) {
    const end = place('ending_before', before);
    return asList(url, parts.slice(Math.max(0, end - limit), end), end > limit);
  }
  const from = after ? place('starting_after', after) + 1 : 0;
  return asList(url, parts.slice(from, from + limit), from + limit < parts.length);
}

/** GET of a list: cursors, `created`, and what is named in the options. */
export function listRoute<S extends z.ZodRawShape>(
  path: string,
  type: ObjectType,
  options: ListOptions<S>,
): Route {
  // What is inside one object is not asked for by time.
  const times = options.within ? {} : { created: range.optional() };
  const shape = { ...cursors, ...times, ...options.shape };
  return getRoute(path, shape, async (work, given, call) => {
    const parameters = given as Cursors & Record<string, unknown>;
    const { within } = options;
    const owner = within && (await work.need(within.owner, call.path.id!)).id;
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
      all: [...facts, ...(more?.all ?? []), ...(owner ? [refOf(within.fact, owner)] : [])],
    });
    const url = path.replace(/:(\w+)/g, (_, name: string) => call.path[name] ?? '');
    return asList(url, options.dress ? await options.dress(work, data) : data, hasMore);
  });
}
