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
  /** Of the texts. */
  readonly language: Language;
  /** In which numbers and dates are written; may be a language without texts here. */
  readonly locale: string;
  readonly timeZone: string;
  readonly now: Date;
  /** Whether loading the page again does nothing but that. */
  readonly isRepeatable: boolean;
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
  readonly locale: string;
  readonly timeZone: string;
  readonly now: Date;
}

/** @returns the visit, with what it needs to write in the person's language and time zone */
export function createVisit({
  req,
  res,
  who,
  csrf,
  language,
  locale,
  timeZone,
  now,
}: VisitParts): Visit {
  // Books are kept by one calendar, whatever a place's own is.
  const common = { timeZone, calendar: 'gregory' } as const;
  const isOther = locale.split('-')[0] !== language;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...common });
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...common,
  });
  const timed = (at: Date | null, format: Intl.DateTimeFormat) =>
    at
      ? html`<time datetime="${at.toISOString()}"${isOther && html` lang="${locale}" dir="auto"`}>${format.format(at)}</time>`
      : '–';
  return {
    who,
    nonce: nonceOf(res),
    csrf,
    language,
    locale,
    timeZone,
    now,
    isRepeatable: req.method === 'GET',
    here: req.originalUrl,
    say: sayIn(language),
    time: (at) => timed(at, time),
    day: (at) => timed(at, day),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: exponentOf(currency),
        maximumFractionDigits: exponentOf(currency),
      }).format(toMajor({ amount, currency })),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (part, whole) =>
      whole === 0
        ? '–'
        : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
            part / whole,
          ),
  };
}
