import { type Frequency, frequencies, type Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import type { Texts } from '../ground/textKeys.ts';
import { moneyPattern } from './moneyPattern.ts';
import { type MoneyPattern, parseTyped, writeAmount } from './typedAmount.ts';

/**
 * The fields of the page's form as they came, so that whatever is wrong can be shown again. What the reader does not
 * see is dropped where it is not as it must be.
 */
export interface GiftForm {
  readonly frequency: string;
  /** For each frequency: minor units of a choice, or "other". */
  readonly amount: Readonly<Record<Frequency, string>>;
  /** For each frequency: what was typed. */
  readonly other: Readonly<Record<Frequency, string>>;
  readonly return: string;
  readonly campaign: string;
  readonly variant: string;
  readonly reader: string;
  readonly locale: string;
  readonly country: string;
  readonly key: string;
}

export interface FormFault {
  /** Id of the field it is about. */
  readonly field: string;
  readonly says: string;
}

const text = (value: unknown, allowed = /^[\s\S]{0,1500}$/): string =>
  typeof value === 'string' && allowed.test(value) ? value : '';
const slug = /^[a-z0-9-]{1,80}$/;

const byFrequency = (read: (frequency: Frequency) => string) =>
  Object.fromEntries(frequencies.map((one) => [one, read(one)])) as Record<Frequency, string>;

/**
 * The form as the address asks for it (?frequency=monthly&amount=500), or as it was sent. An amount that is none of
 * the choices is shown as typed.
 */
export function readGiftForm(publisher: Publisher, sent: Record<string, unknown>): GiftForm {
  const asked = text(sent.amount);
  const money = moneyPattern(publisher.currency, publisher.locale);
  const wanted = text(sent.frequency) || publisher.suggestedFrequency;
  const isAsked = (one: Frequency) => /^\d{1,9}$/.test(asked) && one === wanted;
  const isChoice = (one: Frequency) => publisher.amounts[one]?.choices.includes(Number(asked));
  const amountOf = (one: Frequency) => {
    if (isAsked(one)) return isChoice(one) ? asked : 'other';
    return text(sent[`amount-${one}`]) || String(publisher.amounts[one]?.suggested ?? '');
  };
  return {
    frequency: wanted,
    amount: byFrequency(amountOf),
    other: byFrequency((one) =>
      isAsked(one) && !isChoice(one)
        ? writeAmount(Number(asked), { ...money, pattern: '#' })
        : text(sent[`other-${one}`]),
    ),
    return: text(sent.return),
    campaign: text(sent.campaign, slug),
    variant: text(sent.variant, slug),
    reader: readerIdSchema.safeParse(sent.reader).data ?? '',
    locale: text(sent.locale),
    country: text(sent.country, /^[A-Z]{2}$/),
    key: text(sent.key, /^[\w-]{8,80}$/),
  };
}

/** What the reader means to give, or every fault in it. */
export function readGift(
  publisher: Publisher,
  form: GiftForm,
  locale: string,
  texts: Texts,
): { gift: { frequency: Frequency; amount: number } } | { faults: FormFault[] } {
  const frequency = frequencies.find((one) => one === form.frequency);
  const taken = frequency && publisher.amounts[frequency];
  if (!taken) return { faults: [{ field: 'frequency', says: texts.pickFrequency }] };
  const money = moneyPattern(publisher.currency, locale);
  const chosen = form.amount[frequency];
  if (chosen !== 'other' && !taken.choices.includes(Number(chosen)))
    return { faults: [{ field: `amount-${frequency}`, says: texts.pickAmount }] };
  const amount = chosen === 'other' ? parseTyped(form.other[frequency], money) : Number(chosen);
  if (amount === null || amount < taken.min || amount > taken.max)
    return {
      faults: [{ field: `other-${frequency}`, says: rangeText(texts, taken, money) }],
    };
  return { gift: { frequency, amount } };
}

const rangeText = (texts: Texts, { min, max }: { min: number; max: number }, money: MoneyPattern) =>
  [min, max].reduce(
    (said, bound) => said.replace('#', () => writeAmount(bound, money)),
    texts.range,
  );
