import { type Html, html } from '../ground/html.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { select } from './pieces.ts';
import type { Visit } from './visit.ts';

/** The publisher that a page is narrowed to; undefined for all. @throws Problem where there is no such publisher */
export function publisherOf(publishers: Publishers, asked: unknown): string | undefined {
  if (asked === undefined || asked === '') return undefined;
  if (typeof asked === 'string' && publishers.has(asked)) return asked;
  throw new Problem('invalid_request', { faults: [{ at: '/publisher', says: 'is not known' }] });
}

/** The choice of publisher as options, with all of them first. */
export const publisherOptions = (
  { say }: Visit,
  publishers: Publishers,
): (readonly [string, string])[] => [
  ['', say('allPublishers')],
  ...[...publishers.values()].map(({ id, name }) => [id, name] as const),
];

/** A form that narrows a page to one publisher; nothing where there is only one. */
export const publisherFilter = (
  visit: Visit,
  publishers: Publishers,
  publisher: string | undefined,
  action: string,
  rest: Readonly<Record<string, string>> = {},
): Html | false =>
  publishers.size > 1 &&
  html`<form class="filter" action="${action}">${Object.entries(rest).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${select({ name: 'publisher', label: visit.say('publisher'), value: publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${visit.say('show')}</button></form>`;
