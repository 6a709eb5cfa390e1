import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** One delivery of an event, as it came. */
export interface Delivery {
  readonly signature: string;
  readonly body: string;
}

export interface Receiver {
  /** The address of an endpoint; each name is one of its own. */
  url(name: string): string;
  deliveries(name: string): readonly Delivery[];
  /** Waits for a delivery that fits. @throws Error with the types of what came instead */
  awaitDelivery(name: string, fits: (delivery: Delivery) => boolean): Promise<Delivery>;
  stop(): Promise<void>;
}

const limitMs = 10_000;
const stepMs = 20;

/** Webhook endpoints that take whatever comes. */
export async function startReceiver(): Promise<Receiver> {
  const received = new Map<string, Delivery[]>();
  const deliveries = (name: string) => received.get(name) ?? [];
  const server = createServer(async (request, response) => {
    const name = request.url!.slice(1);
    const delivery = {
      signature: String(request.headers['stripe-signature']),
      body: await text(request),
    };
    received.set(name, [...deliveries(name), delivery]);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    deliveries,
    async awaitDelivery(name, fits) {
      for (let waitedMs = 0; waitedMs < limitMs; waitedMs += stepMs) {
        const found = deliveries(name).find(fits);
        if (found) return found;
        await sleep(stepMs);
      }
      const types = deliveries(name).map(({ body }) => JSON.parse(body).type);
      throw new Error(`it did not arrive; what arrived: ${types.join(', ') || 'nothing'}`);
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
