import { brotliCompressSync, gzipSync } from 'node:zlib';
import { actsFile } from '../../src/appeal/actsFile.ts';
import { appealFile } from '../../src/appeal/appealFile.ts';
import { localesOf, readTexts, textsFor } from '../../src/appeal/texts.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { buildWidget } from '../widget/builtWidget.ts';
import type { Figure, Section } from './section.ts';

interface Weight {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

const fileBudget = 1200;

/** What a file weighs on the way, in the three ways in which it may be sent. Only brotli has a budget: every browser of today takes it. */
const figuresOf = (what: string, { raw, gzip, brotli }: Weight, budget?: number): Figure[] => [
  { what: `${what}, raw`, value: raw, unit: 'B' },
  { what: `${what}, gzip`, value: gzip, unit: 'B' },
  {
    what: `${what}, brotli`,
    value: brotli,
    unit: 'B',
    ...(budget !== undefined && { wanted: { atMost: budget } }),
  },
];

function weigh(file: object): Weight {
  const bytes = Buffer.from(JSON.stringify(file));
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

/** The heaviest of all languages of all publishers, for their budget is one of every language. */
function heaviest(): Figure[] {
  const texts = readTexts('widget/copy');
  const found: Record<string, { weight: Weight; of: string }> = {};
  for (const publisher of readPublishers('config').values())
    for (const locale of localesOf(publisher)) {
      const words = textsFor(texts, publisher, locale);
      const files = {
        'appeal.json': appealFile(publisher, locale, words, Date.now()),
        'acts.json': actsFile(publisher, locale, words, true),
      };
      for (const [name, file] of Object.entries(files)) {
        const weight = weigh(file);
        if (!found[name] || weight.brotli > found[name].weight.brotli)
          found[name] = { weight, of: `${publisher.id}, ${locale}` };
      }
    }
  return Object.entries(found).flatMap(([name, { weight, of }]) =>
    figuresOf(`${name}, heaviest (${of})`, weight, fileBudget),
  );
}

/** What the widget weighs, file by file, against its budgets. */
export const size: Section = async ({ atEnd }) => {
  const widget = buildWidget();
  atEnd(async () => widget.remove());
  const { sizes } = widget.manifest;
  const ofBuild = Object.entries(sizes).flatMap(([name, { budget, ...weight }]) =>
    figuresOf(name, weight, budget),
  );
  return [...ofBuild, ...heaviest()];
};
