import { type accentsOf, paper } from './theme.ts';

/** The look of pages for people at work: calm, in the system's own letters, light and dark, fit for paper. */
export function deskStyle({ light, dark }: ReturnType<typeof accentsOf>): string {
  return `
:root{color-scheme:light dark;--paper:${paper.light};--ink:#1c1b19;--soft:#5c5953;--edge:#77736b;--line:#dcd8cf;--field:#fff;
--fault:#b3130b;--warn:#8a5300;--fine:#1d6b3a;--accent:${light.accent};--on:${light.on}}
@media screen and (prefers-color-scheme:dark){:root{--paper:${paper.dark};--ink:#eceae5;--soft:#b3afa7;--edge:#8d8981;--line:#3a3a3c;--field:#232427;
--fault:#ff8f85;--warn:#f0b95a;--fine:#7fce9b;--accent:${dark.accent};--on:${dark.on}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}
main{max-inline-size:44rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{margin:0 0 .75rem;font-size:1.75rem;line-height:1.2}
h2{margin:2.25rem 0 .5rem;font-size:1.3rem;line-height:1.3}
h3{margin:1.5rem 0 .5rem;font-size:1rem}
p{margin:0 0 1rem}
a{color:var(--accent)}
label,legend{display:block;margin-block-end:.25rem;font-weight:600}
.soft{margin:0 0 .5rem;color:var(--soft);font-size:.9375rem}
input,select{inline-size:100%;min-height:2.75rem;padding:.4rem .7rem;font:inherit;color:inherit;background:var(--field);border:1px solid var(--edge);border-radius:6px}
[aria-invalid]{border:2px solid var(--fault)}
button{min-height:2.75rem;margin-block-start:.75rem;padding:.4rem 1.5rem;font:inherit;font-weight:600;color:var(--on);background:var(--accent);
border:1px solid transparent;border-radius:6px;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.refusal{color:var(--fault);font-weight:600}
main ul{margin:0;padding:0;list-style:none}
main li{margin:0 0 .5rem;padding:.6rem .9rem;background:var(--field);border-inline-start:4px solid var(--line);overflow-wrap:anywhere}
.fault li{border-color:var(--fault)}.warning li{border-color:var(--warn)}.fine li{border-color:var(--fine)}
@media print{form{display:none}}`;
}
