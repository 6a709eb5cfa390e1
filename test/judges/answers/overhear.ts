import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One answer of ours as it went over the wire. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

// Of each kind a few tell as much as all.
const mostOfAKind = 12;
const ours = /^\/(v1\/(publishers|finance)\/|webhooks\/stripe\/|healthz|readyz|\.well-known\/)/;

/** Begins to note what servers of this process answer as JSON to what is described. */
export function overhear(): Answer[] {
  const answers: Answer[] = [];
  const kinds = new Map<string, number>();
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const [path] = (request.url ?? '').split('?') as [string];
    const method = request.method!;
    if (!ours.test(path) || method === 'OPTIONS' || method === 'HEAD') return;
    const chunks: Buffer[] = [];
    for (const name of ['write', 'end'] as const) {
      const original = response[name] as (...given: unknown[]) => unknown;
      Object.assign(response, {
        [name](...given: unknown[]) {
          const [chunk] = given;
          if (typeof chunk === 'string' || chunk instanceof Uint8Array)
            chunks.push(Buffer.from(chunk));
          return original.apply(response, given);
        },
      });
    }
    response.once('finish', () => {
      // Not ours: somebody else's server, or what a test has said in the service's place.
      if (response.hasHeader('x-stand-in')) return;
      const status = response.statusCode;
      const kind = `${method} ${status} ${path.split('/').slice(0, 4).join('/')} ${path.split('/').slice(-1)}`;
      const before = kinds.get(kind) ?? 0;
      kinds.set(kind, before + 1);
      if (before >= mostOfAKind || response.getHeader('content-encoding') !== undefined) return;
      const type = String(response.getHeader('content-type') ?? '').split(';')[0]!;
      const body = type.endsWith('json') ? Buffer.concat(chunks).toString('utf8') : '';
      answers.push({ method, path, status, type, body });
    });
  });
  return answers;
}
