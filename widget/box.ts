import { h } from './dom.ts';
import type { Scene } from './scene.ts';
import { css } from './ui.css';

/**
 * The box: a host that goes into the page, with a shadow root, so that no style gets in or out, and a constructed sheet,
 * which no style-src stops. The light DOM stays empty: nothing for search engines or reader mode. The section inside
 * has its own language and direction, which need not be the page's.
 */
export function createBox({ _file: file, _tag: { data } }: Scene, heading: string) {
  const { theme, locale, dir } = file;
  const main = h('div', {}, h(`h${data.heading || 2}`, { id: 'h', part: 'heading' }, heading));
  const section = h('section', { 'aria-labelledby': 'h', lang: locale, dir, part: 'box' }, main);
  const host = h('div', { 'data-nosnippet': 1 });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css}section{${theme.map((value, i) => `--${i}:${value}`).join(';')}}`);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(section);
  return {
    _host: host,
    _root: root,
    _section: section,
    _main: main,
    /**
     * Dark follows the page rather than the system: a dark box on a page that has only a light look is wrong. What the
     * host would be written with is what the browser writes with on this page: rgb(0, 0, 0) is light.
     */
    _paint: () =>
      section.classList.toggle(
        'dark',
        data.theme === 'dark' ||
          (data.theme !== 'light' && /[1-9]/.test(getComputedStyle(host).color)),
      ),
  };
}

export type Box = ReturnType<typeof createBox>;
