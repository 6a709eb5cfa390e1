import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../ground/config.ts';
import { type Packed, pack } from './packed.ts';

const javascript = 'text/javascript; charset=utf-8';
const evergreen = 'public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800';
const immutable = 'public, max-age=31536000, immutable';

/** What pinned.json holds: an address of the loader, and the hash for its `integrity`. */
export const pinnedShape = z.strictObject({ src: z.string(), integrity: z.string() });

/** What widget/build.mjs made, read once. @throws ConfigError when it was not built */
export function readWidgetAssets(assetsDir: string) {
  const manifestPath = join(assetsDir, 'manifest.json');
  if (!existsSync(manifestPath))
    throw new ConfigError([`${manifestPath}: not there; run npm run build`]);
  const { ui, pinned, integrity } = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<
    'ui' | 'pinned' | 'integrity',
    string
  >;
  const read = (path: string, cacheControl: string) =>
    pack(readFileSync(join(assetsDir, path)), javascript, cacheControl);
  const chunks = new Map(
    readdirSync(join(assetsDir, 'widget'))
      .filter((name) => name.endsWith('.js'))
      // What previews load, and the wall, have no hash in their names.
      .map((name) => [
        name,
        read(join('widget', name), /^(preview|wall)\.js$/.test(name) ? evergreen : immutable),
      ]),
  );
  const today = read(join('widget', ui), evergreen);
  return {
    loader: read('widget.js', evergreen),
    /** Address and hash of today's widget in one file that never changes, for a tag with an integrity attribute. */
    pinned: pack(
      JSON.stringify({ src: `/widget/${pinned}`, integrity } satisfies z.output<
        typeof pinnedShape
      >),
      'application/json; charset=utf-8',
      evergreen,
    ),
    /**
     * A chunk by its file name. One that a loader of an older release asks for, which this machine never had, is today's:
     * what the loader calls in it never changes, see widget/loader.ts.
     */
    chunk: (name: string): Packed | undefined =>
      chunks.get(name) ?? (/^[0-9A-Z]{8}\.js$/.test(name) ? today : undefined),
  };
}

export type WidgetAssets = ReturnType<typeof readWidgetAssets>;
