/** The hosted pages' style sheet: one file, light and dark, both directions. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --side: #f4f3ef; --ink: #1b1d1f; --soft: #5b6167; --line: #d9d8d3; --field: #ffffff; --card: #ffffff;
  --accent: #1d5c57; --on-accent: #ffffff; --accent-deep: #14443f; --focus: #2f7fd6;
  --wrong: #b3261e; --wrong-ground: #fdf1ef; --note: #fff4d6; --note-ink: #5c4400; --note-line: #ecd9a0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #15181b; --side: #1c2024; --ink: #eceae6; --soft: #a3a9af; --line: #3a4046; --field: #1d2125; --card: #1a1e21;
    --accent: #7fcfc5; --on-accent: #0d2422; --accent-deep: #a5e0d8; --focus: #7ab8ff;
    --wrong: #ffb4a9; --wrong-ground: #33211f; --note: #33290f; --note-ink: #f2dda0; --note-line: #574719;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Helvetica Neue", Arial, sans-serif; }
h1, h2, p, dl, dd, ul { margin: 0; }
ul { padding: 0; list-style: none; }
a { color: inherit; text-underline-offset: .2em; }
bdi { unicode-bidi: isolate; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .25rem; }
.banner { padding: .5rem 1.25rem; background: var(--note); color: var(--note-ink); border-block-end: 1px solid var(--note-line); font-size: .875rem; text-align: center; }
.banner strong { font-weight: 650; }
.sheet { display: grid; min-height: calc(100vh - 2.4rem); }
.summary { background: var(--side); padding: 1.25rem 1.25rem 1.75rem; }
.pay { padding: 1.75rem 1.25rem 3rem; }
.summary > *, .pay > * { max-width: 27rem; margin-inline: auto; }
.back { display: inline-flex; align-items: center; gap: .4rem; min-height: 2.75rem; color: var(--soft); text-decoration: none; font-size: .9375rem; }
.back:hover { color: var(--ink); text-decoration: underline; }
.back svg { inline-size: 1rem; block-size: 1rem; }
[dir=rtl] .back svg { transform: scaleX(-1); }
.summary h1 { margin-block: .5rem .125rem; font-size: 1.0625rem; font-weight: 500; color: var(--soft); }
.amount { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .6rem; font-size: 2.375rem; line-height: 1.15; font-weight: 620; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.amount small { font-size: 1rem; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.lines { margin-block-start: 1.25rem; border-block-start: 1px solid var(--line); font-size: .9375rem; }
.lines li { display: flex; justify-content: space-between; gap: 1rem; padding-block: .75rem; border-block-end: 1px solid var(--line); }
.lines small { display: block; color: var(--soft); font-size: .875rem; }
.lines .total { border: 0; font-weight: 600; }
.price { font-variant-numeric: tabular-nums; white-space: nowrap; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-block-end: .625rem; font-size: 1.125rem; font-weight: 600; }
fieldset + fieldset { margin-block-start: 1.5rem; }
.field { margin-block-end: .875rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .875rem; align-items: start; }
label { display: block; margin-block-end: .25rem; font-size: .875rem; font-weight: 500; }
.hint { font-size: .8125rem; line-height: 1.4; color: var(--soft); margin-block-start: .25rem; }
input[type=text], input[type=email], input[type=number], textarea, select { display: block; inline-size: 100%; min-height: 2.875rem; padding: .55rem .75rem; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: .5rem; }
@media (prefers-color-scheme: light) { input[type=text], input[type=email], input[type=number], textarea, select { border-color: #8b8f93; } }
@media screen and (prefers-color-scheme: dark) { input[type=text], input[type=email], input[type=number], textarea, select { border-color: #70777e; } }
input[aria-invalid=true] { border-color: var(--wrong); box-shadow: 0 0 0 1px var(--wrong); }
input:focus-visible { outline-offset: 0; }
.digits { direction: ltr; font-variant-numeric: tabular-nums; }
[dir=rtl] .digits { text-align: right; }
.known { padding: .55rem .75rem; border-radius: .5rem; background: var(--side); overflow-wrap: anywhere; }
.marks { display: flex; flex-wrap: wrap; gap: .3rem; margin-block-end: .875rem; }
.marks li { padding: .05rem .35rem; border: 1px solid var(--line); border-radius: .25rem; font-size: .6875rem; line-height: 1.4; font-weight: 600; color: var(--soft); }
.check { display: flex; gap: .625rem; align-items: flex-start; font-weight: 400; font-size: .9375rem; margin-block-end: .25rem; }
.check input { inline-size: 1.25rem; block-size: 1.25rem; margin: .1rem 0 0; flex: none; accent-color: var(--accent); }
.fault { display: flex; gap: .4rem; margin-block-start: .3rem; color: var(--wrong); font-size: .875rem; }
.faults { margin-block-end: 1.25rem; padding: .875rem 1rem; border: 1px solid var(--wrong); border-inline-start-width: 4px; border-radius: .5rem; background: var(--wrong-ground); }
.faults:focus-visible { outline: 2px solid var(--wrong); outline-offset: 1px; }
.faults h2 { font-size: 1rem; color: var(--wrong); }
.faults li { margin-block-start: .25rem; }
.main-button, .other-button { display: inline-block; inline-size: 100%; min-height: 3.125rem; padding: .7rem 1rem; border: 1px solid transparent; border-radius: .5rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
.main-button { background: var(--accent); color: var(--on-accent); margin-block-start: .75rem; }
.main-button:hover { background: var(--accent-deep); }
.other-button { background: transparent; color: inherit; border-color: #80868b; margin-block-start: .75rem; }
.fine { margin-block-start: .75rem; font-size: .8125rem; color: var(--soft); text-align: center; }
.test { margin-block-start: 2rem; padding: .875rem 1rem 1rem; border: 1px dashed #8b8f93; border-radius: .5rem; }
.test h2 { font-size: .9375rem; font-weight: 600; }
.test ul { display: grid; gap: .375rem; margin-block-start: .625rem; }
.test button { display: flex; justify-content: space-between; flex-wrap: wrap; gap: 0 .75rem; inline-size: 100%; min-height: 2.5rem; padding: .4rem .625rem; border: 1px solid var(--line); border-radius: .375rem; background: transparent; color: inherit; font: inherit; font-size: .875rem; text-align: start; cursor: pointer; align-items: center; }
.test button:hover { border-color: var(--accent); }
.test code { font: inherit; font-variant-numeric: tabular-nums; color: var(--soft); direction: ltr; unicode-bidi: isolate; }
.alone { max-width: 30rem; margin: 0 auto; padding: 3rem 1.25rem; }
.alone h1 { font-size: 1.5rem; line-height: 1.25; }
.alone p { margin-block-start: .625rem; }
.alone form, .alone .links { margin-block-start: 1.5rem; }
.portal { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1.25rem 4rem; }
.portal-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1.5rem; min-height: 3.5rem; border-block-end: 1px solid var(--line); }
.merchant { font-weight: 600; }
.portal h1 { margin-block: 1.75rem .75rem; font-size: 1.625rem; line-height: 1.25; letter-spacing: -.01em; }
.headline { margin-block-end: 1rem; }
.portal section { margin-block-start: 2rem; }
.portal h2 { font-size: .9375rem; font-weight: 600; color: var(--soft); margin-block-end: .625rem; }
.entry { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .875rem 1.5rem; padding: 1rem 1.125rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); overflow-wrap: anywhere; }
p.entry { margin-block: .75rem; }
li.entry + li.entry { margin-block-start: .625rem; }
.entry-name { font-weight: 600; }
.entry-amount { font-size: 1.375rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.entry-amount small { font-size: .9375rem; color: var(--soft); }
.entry-acts { display: flex; flex-wrap: wrap; gap: .5rem; }
.soft { color: var(--soft); font-size: .9375rem; }
.behind { color: var(--wrong); font-weight: 600; font-size: .9375rem; }
.small-button { display: inline-flex; align-items: center; min-height: 2.75rem; padding: .4rem .875rem; border: 1px solid #80868b; border-radius: .5rem; background: transparent; color: inherit; font: inherit; font-size: .9375rem; font-weight: 500; text-decoration: none; cursor: pointer; }
.small-button:hover { border-color: var(--accent); background: var(--side); }
.done { margin-block-end: 1rem; padding: .75rem 1rem; border-radius: .5rem; border-inline-start: 4px solid var(--accent); background: var(--side); font-weight: 500; }
fieldset + .field { margin-block-start: 1rem; }
.narrow form + form { margin-block-start: 2rem; }
.narrow { max-width: 27rem; margin-block-start: 1.25rem; }
.invoices { border: 1px solid var(--line); border-radius: .75rem; background: var(--card); font-size: .9375rem; }
.invoices li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: center; padding: .625rem 1.125rem; }
.invoices li + li { border-block-start: 1px solid var(--line); }
.invoices a { display: inline-block; padding-block: .375rem; }
.invoice-receipt { text-align: end; }
.facts { display: grid; grid-template-columns: auto 1fr; gap: .375rem 1.5rem; margin-block: 1rem; }
.facts dt { color: var(--soft); }
.facts dd { text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
@media (min-width: 40rem) { .invoices li { grid-template-columns: 2fr 1fr 1fr 1fr; } .invoices .price { text-align: end; } }
.visually-hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.index { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
.index h1 { font-size: 1.75rem; }
.index section { margin-block-start: 2.25rem; }
.index h2 { font-size: 1.125rem; margin-block-end: .5rem; }
.index p { margin-block: .5rem; max-width: 44rem; }
.index nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-block-start: 1rem; }
.index nav a { display: inline-block; padding-block: .5rem; }
.index code, .index pre, .index td { font-size: .875rem; font-variant-numeric: tabular-nums; }
.index pre { padding: .75rem; overflow-x: auto; background: var(--side); border-radius: .375rem; }
/* Letters wrap, since mail programs do. */
.letter { margin-block-start: 2rem; }
.letter pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.index details li { padding-block: .125rem; }
.index fieldset { margin-block-start: 1rem; }
.index form + form { margin-block-start: .5rem; }
.index .entry-acts { margin-block-start: 1rem; }
.knobs { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem 1rem; align-items: end; }
.knobs .field { margin: 0; }
.letter { margin-block-start: 1.5rem; padding: 1rem 1.125rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.index .letter h2 { margin: 0; }
.letter pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { padding: .4rem .75rem .4rem 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; white-space: nowrap; }
th { font-size: .8125rem; color: var(--soft); font-weight: 500; }
@media (max-width: 47.99rem) {
  .index table, .index tbody, .index tr, .index td { display: block; }
  .index thead { display: none; }
  .index tr { padding-block: .5rem; border-block-end: 1px solid var(--line); }
  .index td { padding: 0; border: 0; white-space: normal; overflow-wrap: anywhere; }
  .index td:first-child { font-weight: 600; }
  .index td:not(:first-child)::before { content: attr(data-head) ": "; color: var(--soft); }
}
@media (min-width: 60rem) {
  .sheet { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .summary { padding: 3.5rem 4rem; }
  .pay { padding: 4.75rem 4rem 4rem; }
  .summary > *, .pay > * { max-width: 24rem; }
  .summary > * { margin-inline: auto 0; }
  .pay > * { margin-inline: 0 auto; }
  .amount { font-size: 2.75rem; }
}
`;
