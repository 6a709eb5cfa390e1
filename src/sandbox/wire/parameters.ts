// The kinds of parameters that Stripe's API takes, as schemas over a decoded form, where every value is text.
import { z } from 'zod';

const coded = (message: string, code: string) => ({ message, params: { code } });

/** Text that must say something where it is given. */
export const text = z
  .string()
  .refine(
    (value) => value !== '',
    coded(
      'You passed an empty string. We assume empty values are an attempt to unset a parameter; however this one cannot be unset.',
      'parameter_invalid_empty',
    ),
  );

/** Text of at most so many characters. */
export const textUpTo = (length: number) =>
  text.refine(
    (value) => value.length <= length,
    coded(`Must be at most ${length} characters long.`, 'parameter_invalid_string'),
  );

export const integer = z
  .string()
  .refine(
    (value) => /^[+-]?\d{1,15}$/.test(value),
    coded('Invalid integer', 'parameter_invalid_integer'),
  )
  .transform(Number);

/** A whole number of at least `least`. */
export const integerFrom = (least: number) =>
  integer.refine(
    (value) => value >= least,
    coded(`This value must be greater than or equal to ${least}.`, 'parameter_invalid_integer'),
  );

export const decimal = z
  .string()
  .refine(
    (value) => /^\d{1,12}(\.\d{1,12})?$/.test(value),
    coded('Invalid decimal', 'parameter_invalid_decimal'),
  )
  .transform(Number);

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** The last second of the year 9999: neither dates nor PostgreSQL's go on without end. What is later was given in milliseconds. */
const lastSecond = 253_402_300_799;

/** Unix seconds. */
export const timestamp = integerFrom(0).refine(
  (value) => value <= lastSecond,
  coded('Invalid timestamp: give seconds, not milliseconds', 'parameter_invalid_integer'),
);

/** What one chooses oneself to find something by: what is indexed must fit into an index. */
export const ownKey = textUpTo(255);

export const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values);

/** Something, or an empty text to unset it, which reads as null. */
export const clearable = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => null), schema]);

const currencies = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

export const currency = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine((value) => currencies.has(value), {
    message: 'Invalid currency: it must be one of the three-letter codes that Stripe supports.',
  });

function isWebUrl(value: string): boolean {
  // Checkout's placeholder is not legal in an address, but Stripe takes it.
  const address = value.replaceAll('{CHECKOUT_SESSION_ID}', 'id');
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

export const url = text.refine(
  (value) => value.length <= 5000 && isWebUrl(value),
  coded('Not a valid URL', 'url_invalid'),
);

export const email = text.refine(
  (value) => value.length <= 512 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  coded('Invalid email address', 'email_invalid'),
);

const metadataLimits = { keys: 50, key: 40, value: 500 };

/** Metadata: a value of '' takes the key away, '' in place of all of it takes all away. Reads as null or a map. */
export const metadata = z.union([
  z.literal('').transform(() => null),
  z
    // A map whose names are all numbers was read as a list.
    .preprocess(
      (value) => (Array.isArray(value) ? { ...value } : value),
      z.record(z.string(), z.string()),
    )
    .refine((map) => Object.keys(map).length <= metadataLimits.keys, {
      message: `Metadata can have up to ${metadataLimits.keys} keys.`,
    })
    .refine((map) => Object.keys(map).every((key) => key.length <= metadataLimits.key), {
      message: `Metadata keys can be up to ${metadataLimits.key} characters long.`,
    })
    .refine((map) => Object.values(map).every((value) => value.length <= metadataLimits.value), {
      message: `Metadata values can be up to ${metadataLimits.value} characters long.`,
    }),
]);

export type MetadataChange = z.output<typeof metadata>;

/** Metadata as it is after a change: given keys are set, emptied ones go, the rest stay. */
export function mergeMetadata(
  before: Readonly<Record<string, string>> | null,
  change: MetadataChange | undefined,
): Record<string, string> {
  if (change === undefined) return { ...before };
  if (change === null) return {};
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''),
  );
}

export const list = <S extends z.ZodType>(schema: S, most = 100) =>
  z.array(schema).max(most, { message: `Up to ${most} may be given.` });

/** A map of known parameters; any other is refused by name. */
export const fields = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape);

/** Parameters that Stripe takes and that change nothing here. */
export const withoutEffect = <const N extends string>(...names: N[]) =>
  Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as unknown as Record<
    N,
    z.ZodOptional<z.ZodUnknown>
  >;

export const address = fields({
  city: clearable(text).optional(),
  country: clearable(text).optional(),
  line1: clearable(text).optional(),
  line2: clearable(text).optional(),
  postal_code: clearable(text).optional(),
  state: clearable(text).optional(),
});

/** An address as objects hold it, every line present. */
export const toAddress = (given: z.output<typeof address>) => ({
  city: given.city ?? null,
  country: given.country ?? null,
  line1: given.line1 ?? null,
  line2: given.line2 ?? null,
  postal_code: given.postal_code ?? null,
  state: given.state ?? null,
});

/** A time, or bounds of it: created=…, created[gte]=…. */
export const range = z.union([
  timestamp.transform((at) => ({ gte: at, lte: at })),
  fields({
    gt: timestamp.optional(),
    gte: timestamp.optional(),
    lt: timestamp.optional(),
    lte: timestamp.optional(),
  }),
]);
