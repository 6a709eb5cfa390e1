import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../widget/build.mjs');

export interface BuiltWidget {
  readonly folder: string;
  readonly said: string;
  readonly manifest: {
    readonly ui: string;
    readonly acts: string;
    readonly later: string;
    readonly pinned: string;
    readonly integrity: string;
    readonly sizes: Record<string, { raw: number; gzip: number; brotli: number; budget?: number }>;
  };
  remove(): void;
}

/** The widget as it is shipped, in a folder of its own. */
export function buildWidget(): BuiltWidget {
  const folder = mkdtempSync(join(tmpdir(), 'widget-'));
  const said = execFileSync(process.execPath, [script, folder], { encoding: 'utf8' });
  return {
    folder,
    said,
    manifest: JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
