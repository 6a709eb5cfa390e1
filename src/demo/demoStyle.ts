import { paper } from '../ground/theme.ts';

/** A quiet newspaper: one column of serif text, rules, room. */
export const demoStyle = ({ light, dark }: { light: string; dark: string }): string => `
:root{color-scheme:light dark;--page:#fff;--ink:#16181a;--soft:#5d6166;--line:#d9dbde;--tint:${paper.light};--accent:${light}}
@media screen and (prefers-color-scheme:dark){:root{--page:#111213;--ink:#e9e7e2;--soft:#a9adb2;--line:#34373a;--tint:${paper.dark};--accent:${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1.125rem/1.7 Georgia,'Times New Roman',serif;overflow-wrap:break-word}
a{color:inherit}
a:hover{text-decoration-color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.demo{margin:0;padding:.4rem 1.25rem;background:var(--ink);color:var(--page);text-align:center;font:.8125rem/1.5 system-ui,sans-serif}
.masthead{padding:1.4rem 1.25rem 1.1rem;border-block-end:3px double var(--line);text-align:center}
.masthead a{font-size:clamp(1.9rem,1.2rem + 3vw,3rem);font-weight:700;letter-spacing:-.02em;line-height:1.1;text-decoration:none}
.call{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:.3rem 1rem;padding:.7rem 1.25rem;
border-block-end:1px solid var(--line);background:var(--tint);font:.9375rem/1.5 system-ui,sans-serif}
.call p{margin:0}
.call a{color:var(--accent);font-weight:600}
.column{max-inline-size:42.5rem;margin:0 auto;padding:2.5rem 1.25rem 1rem}
.kicker{margin:0 0 .6rem;color:var(--accent);font:600 .8125rem/1.5 system-ui,sans-serif;letter-spacing:.06em;text-transform:uppercase}
:lang(ar) .kicker{letter-spacing:0}
h1{margin:0 0 1rem;font-size:clamp(2rem,1.4rem + 2.8vw,3.1rem);line-height:1.12;letter-spacing:-.015em;text-wrap:balance}
:lang(ar) h1,:lang(ar) .masthead a{letter-spacing:0;line-height:1.3}
.standfirst{margin:0 0 1.2rem;color:var(--soft);font-size:1.25rem;line-height:1.5}
.byline{margin:0 0 2rem;padding-block:.7rem;border-block:1px solid var(--line);color:var(--soft);font:.9375rem/1.5 system-ui,sans-serif}
.body p{margin:0 0 1.25em}
.body>p:first-child::first-letter{float:inline-start;margin-inline-end:.08em;font-size:3.35em;line-height:.85;font-weight:700;color:var(--accent)}
:lang(ar) .body>p:first-child::first-letter{float:none;font-size:inherit;margin:0;line-height:inherit;font-weight:inherit;color:inherit}
.next,.front{max-inline-size:67rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
.next h2{margin:0 0 1rem;padding-block-start:.8rem;border-block-start:3px solid var(--ink);font-size:1.3rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:2rem;margin:0;padding:0;list-style:none}
.cards h2,.cards h3{margin:0 0 .4rem;padding:0;border:0;font-size:1.3rem;line-height:1.25;text-wrap:balance}
.cards a{text-decoration:none}
.cards a:hover{text-decoration:underline}
.cards p{margin:0;color:var(--soft);font-size:1rem;line-height:1.5}
.cards .kicker{margin:0 0 .4rem;color:var(--accent);font-size:.75rem}
.front{padding-block-start:2.5rem}
.front li{padding-block-start:1rem;border-block-start:1px solid var(--line)}
.front li:first-child{grid-column:1/-1}
.front li:first-child h2{font-size:clamp(1.8rem,1.3rem + 2.2vw,2.6rem);line-height:1.15}
.front li:first-child p:last-child{max-inline-size:42rem;font-size:1.1rem}`;
