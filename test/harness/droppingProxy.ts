import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface DroppingProxy {
  readonly port: number;
  /** The next answer is thrown away and its connection cut: the server has done what it was asked, and we never hear. */
  dropNextReply(): void;
  close(): Promise<void>;
}

/** A TCP proxy in front of a server on this machine. */
export async function startDroppingProxy(targetPort: number): Promise<DroppingProxy> {
  let drops = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        target.destroy();
        open.delete(socket);
      });
    }
    client.pipe(target);
    target.on('data', (reply) => {
      if (drops === 0) return void client.write(reply);
      drops -= 1;
      client.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    dropNextReply: () => {
      drops += 1;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
