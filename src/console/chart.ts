import { type Html, html } from '../ground/html.ts';

export interface Bar {
  readonly label: string;
  /** The whole bar, and the part of it that is drawn strong. */
  readonly gross: number;
  readonly net: number;
}

const width = 900;
const height = 220;
const foot = 24;
const head = 18;

/** A bar for each month. The table beside it says the same in words: to a screen reader it is a picture. */
export function barChart(bars: readonly Bar[], title: string, top: (most: number) => string): Html {
  const most = Math.max(...bars.map(({ gross, net }) => Math.max(gross, net)), 1);
  const room = height - foot - head;
  const step = width / Math.max(bars.length, 1);
  const bar = Math.min(step * 0.62, 44);
  const shape = (kind: string, value: number, i: number): Html => {
    const tall = Math.round((Math.max(value, 0) / most) * room * 10) / 10;
    const x = Math.round((i * step + (step - bar) / 2) * 10) / 10;
    return html`<rect class="${kind}" x="${x}" y="${height - foot - tall}" width="${bar}" height="${tall}" rx="3"/>`;
  };
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<line x1="0" x2="${width}" y1="${head}" y2="${head}" stroke-dasharray="2 4"/><text x="0" y="${head - 6}">${top(most)}</text>
<line x1="0" x2="${width}" y1="${height - foot}" y2="${height - foot}"/>
${bars.map(({ gross, net, label }, i) => [
  shape('gross', gross, i),
  shape('net', net, i),
  html`<text class="${(bars.length - 1 - i) % 4 !== 0 && 'some'}" x="${Math.round(i * step + step / 2)}" y="${height - 7}" text-anchor="middle">${label}</text>`,
])}</svg>`;
}
