import type { Request, Response } from 'express';
import { type Html, html } from '../ground/html.ts';
import { exponentOf, toMajor } from '../ground/money.ts';
import { nonceOf } from '../ground/pageSecurity.ts';
import type { OpenSession } from './sessionStore.ts';
import { type Language, type Say, sayIn } from './words.ts';

/** One request for a page: who asks, and how texts, times and money look to them. */
export interface Visit {
  readonly who: OpenSession | undefined;
  readonly nonce: string;
  /** The token that every form of this session carries. */
  readonly csrf: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly now: Date;
  /** The path and query asked for: where to come back to. */
  readonly here: string;
  readonly say: Say;
  time(at: Date | null): Html | string;
  day(at: Date | null): Html | string;
  /** Minor units as an amount with all its decimals and its currency. */
  money(amount: number, currency: string): string;
  number(value: number): string;
  percent(part: number, whole: number): string;
}

export interface VisitParts {
  readonly req: Request;
  readonly res: Response;
  readonly who: OpenSession | undefined;
  readonly csrf: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly now: Date;
}

/** @returns the visit, with what it needs to write in the person's language and time zone */
export function createVisit({ req, res, who, csrf, language, timeZone, now }: VisitParts): Visit {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone });
  const time = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone,
  });
  const timed = (at: Date | null, format: Intl.DateTimeFormat) =>
    at ? html`<time datetime="${at.toISOString()}">${format.format(at)}</time>` : '–';
  return {
    who,
    nonce: nonceOf(res),
    csrf,
    language,
    timeZone,
    now,
    here: req.originalUrl,
    say: sayIn(language),
    time: (at) => timed(at, time),
    day: (at) => timed(at, day),
    money: (amount, currency) =>
      new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        minimumFractionDigits: exponentOf(currency),
        maximumFractionDigits: exponentOf(currency),
      }).format(toMajor({ amount, currency })),
    number: (value) => new Intl.NumberFormat(language).format(value),
    percent: (part, whole) =>
      whole === 0
        ? '–'
        : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(
            part / whole,
          ),
  };
}
