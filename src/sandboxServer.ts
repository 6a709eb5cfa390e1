import { closeGently, createHttpServer, listen } from './ground/http.ts';
import { registerEndpoints } from './registerEndpoints.ts';
import type { Rooms } from './rooms.ts';
import { createSandbox } from './sandbox/sandbox.ts';

/** The sandbox as a server of its own, as Stripe is one; nothing at all where there is no sandbox. */
export function createSandboxServer(rooms: Rooms, sandboxUrl: string | undefined) {
  const { config, publishers, accounts, stores, clock, log, mailer } = rooms;
  if (!sandboxUrl) return { listen: async () => {}, start: async () => {}, stop: async () => {} };
  const sandbox = createSandbox({
    database: stores.db,
    clock,
    log,
    publicUrl: sandboxUrl,
    outbox: 'latest' in mailer ? mailer : undefined,
  });
  const server = createHttpServer(sandbox.app);
  return {
    listen: () => listen(server, config.sandboxPort!, config.host),
    /** Begins to deliver, and registers our door with it; we must be listening by then. */
    async start(): Promise<void> {
      await sandbox.start();
      const address = `http://127.0.0.1:${config.port}`;
      await registerEndpoints({ publishers, accounts, db: stores.db, address });
    },
    async stop(): Promise<void> {
      await sandbox.stop();
      await closeGently(server);
    },
  };
}
