import { z } from 'zod';
import { type Html, html } from '../ground/html.ts';
import { pageQuery } from '../ground/listPage.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { eventFilter } from '../webhooks/eventList.ts';
import type { EventFilter } from '../webhooks/eventStore.ts';
import { eventStatuses } from '../webhooks/inbox.ts';
import { dayRange, instantsOf } from './dayRange.ts';
import type { MemberVisit } from './door.ts';
import { amountFields, sumsOf } from './moneyFilter.ts';
import { input, select } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';

const fields = eventFilter.extend({
  ...dayRange,
  amount: z.string().max(30).optional(),
  currency: z.string().max(3).optional(),
  customer: z.string().max(255).optional(),
  text: z.string().trim().max(255).optional(),
});
const query = fields.extend(pageQuery);

export type EventQuery = z.output<typeof query>;

export const readEventQuery = (given: unknown): EventQuery => validate(query, given);

/** What the form asks for, in the terms of the inbox. @throws Problem */
export function wantedEvents(
  { timeZone }: MemberVisit,
  publishers: Publishers,
  asked: z.output<typeof fields>,
): EventFilter {
  const { status, type, publisher, text, customer } = asked;
  return {
    status,
    type,
    publisher,
    text,
    ...sumsOf(publishers, asked),
    ...instantsOf(asked, timeZone),
    ...(customer === undefined ? {} : { naming: [customer.trim()] }),
  };
}

export function eventForm(visit: MemberVisit, publishers: Publishers, asked: EventQuery): Html {
  const { say } = visit;
  return html`<form class="filter" action="/console/events">
${select({ name: 'status', label: say('status'), value: asked.status, options: [['', say('any')], ...eventStatuses.map((one) => [one, say(`status_${one}`)] as const)] })}
${input({ name: 'type', label: say('type'), value: asked.type })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
${input({ name: 'from', label: say('from'), type: 'date', value: asked.from })}
${input({ name: 'until', label: say('until'), type: 'date', value: asked.until })}
${amountFields(visit, publishers, asked)}
${input({ name: 'customer', label: say('customer'), value: asked.customer })}
${input({ name: 'text', label: say('anyId'), value: asked.text })}
<button class="quiet">${say('show')}</button></form>`;
}
