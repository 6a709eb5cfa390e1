import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly html: string }[];
}

/**
 * What axe-core has against a page, by the rules of WCAG 2.2 AA and best practice: one line each. What it could not
 * decide counts as a fault too, save the rules in `undecided`, for each of which the caller has a reason. Words drawn
 * as part of a mark are left out: WCAG asks no contrast of a logotype, and axe cannot see what they are drawn on.
 * @param within CSS selector of what is judged; the whole page if absent
 * @param rules the only rules asked; all of them if absent
 */
export async function axeFaults(
  page: Page,
  {
    within,
    undecided = [],
    rules,
  }: { within?: string; undecided?: readonly string[]; rules?: readonly string[] } = {},
): Promise<string[]> {
  // Through the debugger, which no policy of the page stops.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const found = (await page.evaluate(
    ([within, runOnly]) => {
      const { axe } = window as unknown as {
        axe: { run(context: unknown, options: object): Promise<unknown> };
      };
      const drawn = [{ fromShadowDom: ['[data-nosnippet]', 'svg text'] }, 'svg text'];
      return axe.run(
        { include: [within ?? 'html'], exclude: drawn },
        {
          runOnly,
          resultTypes: ['violations', 'incomplete'],
        },
      );
    },
    [within, rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags }] as const,
  )) as { violations: Finding[]; incomplete: Finding[]; passes: Finding[] };
  if (found.passes.length === 0) throw new Error('axe found nothing to judge');
  const lines = (kind: string, findings: readonly Finding[]) =>
    findings.flatMap(({ id, nodes }) =>
      nodes.map(({ html, target }) => `${kind} ${id}: ${JSON.stringify(target)} ${html}`),
    );
  return [
    ...lines('violation', found.violations),
    ...lines(
      'undecided',
      found.incomplete.filter(({ id }) => !undecided.includes(id)),
    ),
  ];
}
