import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { ConfigError } from './config.ts';
import { Problem } from './problem.ts';
import { type Publisher, publisherSchema } from './publisher.ts';
import { faultsOf, tryOn } from './validate.ts';

export type Publishers = ReadonlyMap<string, Publisher>;

// Addresses of our own that a publisher's page at /:publisher would hide.
const reserved = new Set([
  'v1',
  'widget',
  'webhooks',
  'demo',
  'console',
  'docs',
  'check',
  'preview',
  'reminders',
  'gifts',
  'sign-in',
  'healthz',
  'readyz',
  'metrics',
]);

function readOne(folder: string, file: string): { publisher?: Publisher; reasons: string[] } {
  const id = file.replace(/\.yaml$/, '');
  const because = (says: string) => ({ reasons: [`${join(folder, file)}: ${says}`] });
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return because('the name must be a slug');
  if (reserved.has(id)) return because(`${id} is an address of the service itself`);
  try {
    const parsed = tryOn(publisherSchema, parse(readFileSync(join(folder, file), 'utf8')));
    if (parsed.success) return { publisher: { ...parsed.data, id }, reasons: [] };
    return {
      reasons: faultsOf(parsed.error).map((f) => `${join(folder, file)}: ${f.at} ${f.says}`),
    };
  } catch (error) {
    if (error instanceof YAMLParseError) return because(error.message.split('\n')[0]!);
    throw error;
  }
}

/** Reads every publisher's file. @throws ConfigError with every mistake in every file */
export function readPublishers(configDir: string): Publishers {
  const folder = join(configDir, 'publishers');
  if (!existsSync(folder)) throw new ConfigError([`${folder}: there is no such folder`]);
  const read = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((file) => readOne(folder, file));
  const reasons = read.flatMap((one) => one.reasons);
  if (read.length === 0) reasons.push(`${folder}: no publisher (*.yaml)`);
  if (reasons.length > 0) throw new ConfigError(reasons);
  return new Map(read.flatMap(({ publisher }) => (publisher ? [[publisher.id, publisher]] : [])));
}

/** @throws Problem not_found */
export function findPublisher(publishers: Publishers, id: unknown): Publisher {
  const found = typeof id === 'string' ? publishers.get(id) : undefined;
  if (!found) throw new Problem('not_found', { detail: 'No such publisher.' });
  return found;
}
