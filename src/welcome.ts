import type { Config } from './ground/config.ts';

/** What stands on the screen once everything runs: where to look first. */
export function welcome(
  config: Config,
  financeTokens: readonly string[],
  consoleUrl: string,
): string {
  const lines: [string, string][] = [['smallfavor', config.publicUrl]];
  lines.push(['console', consoleUrl]);
  if (config.sandboxPort !== undefined) {
    lines.push(
      ['demo articles', `${config.publicUrl}/demo/`],
      ['sandbox', `http://localhost:${config.sandboxPort}/`],
      ['finance API', `${config.publicUrl}/v1/finance/events`],
      // Pretended money, on this machine: the token may be read on its screen.
      ['finance token', financeTokens[0] ?? 'none'],
    );
  }
  const width = Math.max(...lines.map(([name]) => name.length));
  return `\n${lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n\n  Ctrl-C stops it.\n\n`;
}
