import { z } from 'zod';
import type { ProblemType } from './problem.ts';
import type { Publisher } from './publisher.ts';

/** The parts of the public surface, in the order in which they are told of, and what each is for. */
export const sections = {
  Appeal: 'What the widget is made of and decides from: public files, the same for every reader.',
  Readers: 'What is kept about one reader: snoozes, articles read, and how to forget it all.',
  Giving: 'From the appeal to the payment page and back, and letters that a reader asks for.',
  Supporters: 'What who gives may do with the key that their gift gave them.',
  Pages: 'Pages for readers and publishers, made on the server. They work without JavaScript.',
  Finance:
    'The inbox, the gifts, the ledger and the payouts, for programs. The console shows the same.',
  Webhooks: 'Where Stripe’s events come in.',
  Operation: 'For whoever watches the service.',
} as const;

/** What an answer carries: JSON by a schema, a text of some type, or nothing. */
export interface Answer {
  readonly says: string;
  readonly json?: z.ZodType;
  /** Of what is not JSON. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One request that the service answers, described beside the route that takes it: the schemas are those by which the route
 * reads, and writes. Faults that hang on a part are added where that part is (a body, a key, a publisher in the path).
 */
export interface Operation {
  /** A name of its own, for anchors and for clients that are made from the description. */
  readonly id: string;
  readonly method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  /** As the router has it, from the root, such as /v1/publishers/:publisher/gift. */
  readonly path: string;
  readonly section: keyof typeof sections;
  readonly summary: string;
  readonly about?: string;
  /** Whose bearer key it asks for; without it, nobody's. */
  readonly key?: 'supporter' | 'finance' | 'metrics';
  /** Parts of the path, save the publisher and the reader, which are the same everywhere. */
  readonly parameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** JSON and form-encoded unless it says otherwise. */
  readonly bodyTypes?: readonly string[];
  readonly isBodyOptional?: boolean;
  /** A body that this very service takes. */
  readonly example?: unknown;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems?: readonly ProblemType[];
}

/** For whom examples are written, so that they may be tried as they stand. */
export interface Sample {
  readonly publisher: Publisher;
  readonly publicUrl: string;
}

export const json = (schema: z.ZodType, says: string): Answer => ({ says, json: schema });
export const page = (says: string): Answer => ({ says, type: 'text/html' });
export const csv: Answer = { says: 'The whole list, streamed.', type: 'text/csv' };
export const nothing = (says: string): Answer => ({ says });
export const leadsOn = (says: string): Answer => ({
  says,
  headers: { Location: 'Where to go on.' },
});

/** What every request is refused with that comes from a site which is not the publisher's, or much too often. */
export const readerProblems: readonly ProblemType[] = ['forbidden_origin', 'too_many_requests'];

/** A time as JSON has it. */
export const timeSchema = z.iso.datetime();

/** One page of a list, as finance gets them. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe('what to send as `after` for the next page; null on the last'),
  });
