import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Traffic } from './exchange.ts';
import { isWrongOnPurpose } from './wrongOnPurpose.ts';

// A year that is played in a test would fill the memory with more of the same.
const mostOfAKind = 500;

/** Whether a request carries a key of Stripe's, in either of the two ways. */
function isForStripe({ url, headers }: IncomingMessage): boolean {
  const [scheme, given = ''] = (headers.authorization ?? '').split(' ');
  const key = scheme === 'Basic' ? Buffer.from(given, 'base64').toString() : given;
  return /^[sr]k_/.test(key) && /^\/v[12]\//.test(url ?? '');
}

const isFromStripe = ({ headers }: IncomingMessage) =>
  'stripe-signature' in headers && headers['user-agent']?.startsWith('Stripe/1.0 (');

/** A kind of delivery is a type of event: one that is rare must not be lost in the many of another. */
const typeOfEvent = (body: string): string => {
  try {
    return `event ${(JSON.parse(body) as { type?: string }).type}`;
  } catch {
    return 'no event';
  }
};

/** Keeps what passes through a stream's events or writes, without taking it from whoever reads or sends it. */
function collect(): { add(chunk: unknown): void; text(): string } {
  const chunks: Buffer[] = [];
  return {
    add(chunk) {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

/** Hears what a request says. Listening for its data would start it before its reader is there. */
function hearRequest(request: IncomingMessage) {
  const heard = collect();
  const emit = request.emit;
  request.emit = (name: string | symbol, ...values: unknown[]) => {
    if (name === 'data') heard.add(values[0]);
    return emit.call(request, name, ...values);
  };
  return heard;
}

function hearResponse(response: ServerResponse) {
  const heard = collect();
  for (const name of ['write', 'end'] as const) {
    const original = response[name] as (...given: unknown[]) => unknown;
    Object.assign(response, {
      [name](...given: unknown[]) {
        heard.add(given[0]);
        return original.apply(response, given);
      },
    });
  }
  return heard;
}

/**
 * Begins to note all that is said to Stripe's API on servers of this process, and what its stand-in delivers to them.
 * Answers that are cut off are left out: nobody can hold them to anything.
 */
export function overhear(): Traffic {
  const traffic: Traffic = { exchanges: [], events: [] };
  const kinds = new Map<string, number>();
  const isNew = (kind: string) => {
    const before = kinds.get(kind) ?? 0;
    kinds.set(kind, before + 1);
    return before < mostOfAKind;
  };

  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (isFromStripe(request)) {
      const heard = hearRequest(request);
      response.once('finish', () => {
        const body = heard.text();
        if (isNew(typeOfEvent(body))) traffic.events.push(body);
      });
    }
    if (!isForStripe(request)) return;
    const [path, query = ''] = request.url!.split('?') as [string, string?];
    const method = request.method!;
    if (!isNew(`${method} ${path.replace(/\/[a-z]+_\w+/g, '/…')}`)) return;
    const [sent, answered] = [hearRequest(request), hearResponse(response)];
    response.once('finish', () =>
      traffic.exchanges.push({
        method,
        path,
        form: [query, sent.text()].filter(Boolean).join('&'),
        apiVersion: request.headers['stripe-version'] as string | undefined,
        status: response.statusCode,
        wrongOnPurpose: isWrongOnPurpose(request.headers),
        answer: answered.text(),
      }),
    );
  });
  return traffic;
}
