import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './ground/config.ts';
import { FolderInUse } from './ground/folderLock.ts';
import { createLog } from './ground/log.ts';
import { welcome } from './welcome.ts';

// Node's own words about a failed start help nobody; ours name each mistake and what to do.
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof FolderInUse) return error.message;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `cannot start: port ${port} is taken. Set PORT, or SANDBOX_PORT, to another.`;
  if (code === 'ECONNREFUSED') return `cannot start: the database does not answer (${message})`;
  return `cannot start: ${error instanceof Error ? error.stack : String(error)}`;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const app = await buildApp(config, { log });
  let stopping = false;
  const stop = (signal: string) => {
    // A second signal means: at once.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  await app.start();
  process.stdout.write(welcome(config, app.financeTokens, await app.consoleUrl()));
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
