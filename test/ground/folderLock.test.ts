import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderInUse, lockFolder } from '../../src/ground/folderLock.ts';
import { provided } from '../harness/provided.ts';

const newFolder = () => mkdtempSync(join(provided('scratchFolder'), 'lock-'));

test('a folder has one holder at a time, by whichever path it is reached', async () => {
  const folder = newFolder();
  const alias = `${folder}-alias`;
  symlinkSync(folder, alias);
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUse);
  await expect(lockFolder(alias)).rejects.toThrow(/uses the data folder/);
  await unlock();
  await (await lockFolder(alias))();
});

test('other folders are free', async () => {
  const [one, other] = await Promise.all([lockFolder(newFolder()), lockFolder(newFolder())]);
  await Promise.all([one(), other()]);
});

test('a holder that was killed holds nothing', async () => {
  const folder = newFolder();
  // The holder runs the built file: Node 20 reads no TypeScript.
  const built = join(import.meta.dirname, '../../dist/ground/folderLock.js');
  const code = `import(${JSON.stringify(built)}).then(({ lockFolder }) => lockFolder(${JSON.stringify(folder)})).then(() => { console.log('held'); setInterval(() => {}, 1000); });`;
  const holder = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  await expect(lockFolder(folder)).rejects.toThrow(String(holder.pid));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await (await lockFolder(folder))();
});
