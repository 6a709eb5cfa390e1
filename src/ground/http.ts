import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';

const nodeMajor = Number(process.versions.node.split('.')[0]);

/**
 * Express sets the prototype of every request and response, which costs older V8 most of its time: 2.7 times the work.
 * Born with the right prototype, they are left alone. https://github.com/nodejs/node/issues/37457
 */
function presetPrototypes(app: Express) {
  function Request(this: IncomingMessage, socket: Socket) {
    IncomingMessage.call(this, socket);
  }
  Request.prototype = app.request;
  function Response(this: ServerResponse, req: IncomingMessage, options: unknown) {
    (
      ServerResponse as unknown as (
        this: ServerResponse,
        req: IncomingMessage,
        options: unknown,
      ) => void
    ).call(this, req, options);
  }
  Response.prototype = app.response;
  return { IncomingMessage: Request, ServerResponse: Response } as unknown as {
    IncomingMessage: typeof IncomingMessage;
    ServerResponse: typeof ServerResponse<IncomingMessage>;
  };
}

/** Time limits in milliseconds: slow clients are cut off in seconds, where Node's own limits allow minutes. */
export const httpLimits = {
  requestTimeout: 10_000,
  headersTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 500,
  maxHeaderSize: 8192,
};

/** An HTTP server for an Express app, with our limits. Give this, not the app, to supertest. */
export function createHttpServer(app: Express, limits: Partial<typeof httpLimits> = {}): Server {
  const options = { ...httpLimits, ...limits, ...(nodeMajor < 24 ? presetPrototypes(app) : {}) };
  return createServer(options, app);
}

/** Starts to listen. @throws the system's error, such as EADDRINUSE */
export const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** The port a server really has, where 0 was asked for. */
export function portOf(server: Server): number {
  const address = server.address();
  if (!address || typeof address === 'string')
    throw new Error('the server is not listening on a port');
  return address.port;
}

/**
 * Stops without cutting a request short: no new connections, idle ones closed again and again, until none is left or
 * `limitMs` is over, when the rest are dropped.
 */
export async function closeGently(server: Server, limitMs = 8000): Promise<void> {
  if (!server.listening) return;
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const hard = setTimeout(() => server.closeAllConnections(), limitMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearInterval(sweep);
  clearTimeout(hard);
}
