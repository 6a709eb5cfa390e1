import type { Request } from 'express';
import { type Html, html } from '../ground/html.ts';
import { empty } from './pieces.ts';
import type { Visit } from './visit.ts';
import type { Word } from './words.ts';

/** The address of the same list with other parameters; empty ones are left out. */
export function hereWith(req: Request, change: Readonly<Record<string, string>>): string {
  const [path = ''] = req.originalUrl.split('?');
  const given = Object.entries({ ...req.query, ...change }).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  const query = new URLSearchParams(given).toString();
  return query ? `${path}?${query}` : path;
}

/** An address with parameters. */
export const hereFor = (path: string, given: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(given).toString();
  return query ? `${path}?${query}` : path;
};

/** What stands under a list: the way on, the way back to the start, and the whole list as CSV. */
export function pager(
  { say }: Visit,
  req: Request,
  nextCursor: string | null,
  csv: string | undefined,
): Html {
  const query = hereWith(req, { after: '', done: '', check: '' }).split('?')[1];
  return html`<nav class="row pager" aria-label="${say('more')}"><span class="row">
${typeof req.query.after === 'string' && html`<a class="button quiet" href="${hereWith(req, { after: '' })}">${say('first')}</a>`}
${nextCursor && html`<a class="button quiet" href="${hereWith(req, { after: nextCursor })}">${say('more')}</a>`}</span>
${csv && html`<a href="${query ? `${csv}?${query}` : csv}">${say('csv')}</a>`}</nav>`;
}

/** What stands where a list is empty: nothing that was asked for, or nothing yet at all. @param yet its words */
export const noneFound = (
  { say }: Visit,
  req: Request,
  [yet, hint]: readonly [Word, Word],
): Html =>
  Object.values(req.query).some((value) => value !== '')
    ? empty(say('nothingFound'), say('nothingFoundHint'))
    : empty(say(yet), say(hint));
