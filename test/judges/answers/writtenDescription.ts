import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApi } from '../../../src/reference/openApi.ts';
import { provided } from '../../harness/provided.ts';

/** The description, which the first of all test files to ask writes down: to load every room costs the others too much. */
export async function writtenDescription(): Promise<OpenApi> {
  const file = join(provided('scratchFolder'), 'described.json');
  if (!existsSync(file)) {
    const { describeAll } = await import('./describeAll.ts');
    const mine = `${file}.${process.pid}`;
    writeFileSync(mine, JSON.stringify(describeAll()));
    renameSync(mine, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
}
