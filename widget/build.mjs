// Builds dist/widget: the loader, the hashed interface, a pinned single file, the texts; and holds them to their budgets.
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const here = import.meta.dirname;
const out = process.argv[2] ?? join(here, '../dist/widget');
const budgets = { loader: 1000, interface: 3500, acts: 4000, later: 2000, wall: 4000 };
const keepOldDays = 90;

/** A style sheet becomes text in the script, minified. */
const cssAsText = {
  name: 'css-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: ['chrome111', 'safari16.4', 'firefox113'],
      });
      // esbuild leaves a space after each custom property's colon and each comma in var(), and about a slash.
      const text = code
        .trim()
        .replace(/(--[\w-]+): /g, '$1:')
        .replace(/(, | \/ )/g, (mark) => mark.trim());
      return { contents: `export const css = ${JSON.stringify(text)}`, loader: 'js' };
    });
  },
};

async function bundle(entry, options) {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    outdir: out,
    bundle: true,
    minify: true,
    write: false,
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    // Not __tcfapi, which is not ours.
    mangleProps: /^_[a-z]/i,
    plugins: [cssAsText],
    ...options,
  });
  return outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
}

function write(path, text) {
  writeFileSync(join(out, path), text);
  const bytes = Buffer.from(text);
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

/** Cached loaders point at yesterday's interface: it is kept, for a while. */
function dropOld(folder) {
  const oldest = Date.now() - keepOldDays * 86_400_000;
  for (const name of readdirSync(folder))
    if (statSync(join(folder, name)).mtimeMs < oldest) rmSync(join(folder, name));
}

mkdirSync(join(out, 'widget'), { recursive: true });
dropOld(join(out, 'widget'));
const [ui, ...chunks] = await bundle('ui.ts', {
  format: 'esm',
  splitting: true,
  entryNames: '[hash]',
  chunkNames: '[name]-[hash]',
});
const chunk = (name) => chunks.find((one) => one.name.startsWith(`${name}-`));
const [acts, later] = [chunk('acts'), chunk('later')];
if (chunks.length > 2)
  throw new Error('ui.ts, acts.ts and later.ts share code: that would be one more request');
const [loader] = await bundle('evergreen.ts', {
  format: 'iife',
  define: { uiPath: JSON.stringify(`/widget/${ui.name}`) },
});
const [pinned] = await bundle('pinned.ts', { format: 'iife', entryNames: 'pinned-[hash]' });
// Only previews load it: it has no budget and no hash.
const [preview] = await bundle('preview.ts', { format: 'iife' });
write('widget/preview.js', preview.text);
// The loader asks for it by this name where the tag has data-wall.
const [wall] = await bundle('wall.ts', { format: 'esm' });
const sizes = {
  loader: write('widget.js', loader.text),
  interface: write(`widget/${ui.name}`, ui.text),
  acts: write(`widget/${acts.name}`, acts.text),
  later: write(`widget/${later.name}`, later.text),
  pinned: write(`widget/${pinned.name}`, pinned.text),
  wall: write('widget/wall.js', wall.text),
};
for (const [name, budget] of Object.entries(budgets)) sizes[name].budget = budget;
const integrity = `sha384-${createHash('sha384').update(pinned.text).digest('base64')}`;
writeFileSync(
  join(out, 'manifest.json'),
  `${JSON.stringify({ ui: ui.name, acts: acts.name, later: later.name, pinned: pinned.name, integrity, sizes }, null, 2)}\n`,
);
cpSync(join(here, 'copy'), join(out, 'copy'), { recursive: true });

const say = (line) => process.stdout.write(`${line}\n`);
let isOver = false;
for (const [name, { raw, gzip, brotli, budget }] of Object.entries(sizes)) {
  const tooMuch = budget !== undefined && brotli > budget;
  isOver ||= tooMuch;
  say(
    `widget ${name.padEnd(9)} ${raw} B, gzip ${gzip}, brotli ${brotli}${budget ? ` of ${budget}` : ''}${tooMuch ? '  OVER BUDGET' : ''}`,
  );
}
if (isOver) process.exitCode = 1;
