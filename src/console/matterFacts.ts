import { type Html, html } from '../ground/html.ts';
import type { MemberVisit } from './door.ts';
import { isWord } from './words.ts';

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What is known of a matter, in words: money as money, times as times, each under its name. */
export function matterFacts(visit: MemberVisit, detail: Readonly<Record<string, unknown>>): Html {
  const currency = typeof detail.currency === 'string' ? detail.currency : undefined;
  const shown = (value: unknown): Html | string => {
    if (typeof value === 'number' && currency) return visit.money(value, currency);
    if (typeof value === 'string' && instant.test(value)) return visit.time(new Date(value));
    if (typeof value === 'object') return matterFacts(visit, value as Record<string, unknown>);
    return String(value);
  };
  const known = Object.entries(detail).filter(
    ([name, value]) => value !== null && value !== undefined && name !== 'currency',
  );
  return html`${known.map(([name, value], i) => {
    const word = `fact_${name}`;
    return html`${i > 0 && ', '}${isWord(word) ? visit.say(word) : name} ${shown(value)}`;
  })}`;
}
