import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Contract } from './writeContract.ts';

const root = join(import.meta.dirname, '../../..');
const sdkFolder = join(root, 'node_modules/stripe');
const cache = join(root, 'node_modules/.cache/smallfavor');

/** What the contract depends on: the SDK's release, and the programs beside this one, that write it. */
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(join(sdkFolder, 'package.json')));
  const writers = readdirSync(import.meta.dirname).sort();
  for (const name of writers) hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 20);
}

/** The contract of the installed SDK. Only the first to ask has to wait, some five seconds; then it is kept. */
export async function sdkContract(): Promise<Contract> {
  const path = join(cache, `stripe-contract-${fingerprint()}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Contract;
  const { writeContract } = await import('./writeContract.ts');
  const contract = writeContract(sdkFolder);
  mkdirSync(cache, { recursive: true });
  const unfinished = `${path}-${randomBytes(6).toString('hex')}`;
  writeFileSync(unfinished, JSON.stringify(contract));
  // Whoever asked at the same moment has written the same.
  renameSync(unfinished, path);
  return contract;
}
