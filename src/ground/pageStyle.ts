import { paper } from './theme.ts';

interface Accent {
  readonly accent: string;
  readonly on: string;
}

const choices = `
.choices{display:flex;flex-wrap:wrap;gap:.5rem}
.choice{flex:1 0 auto;max-inline-size:100%;display:flex;align-items:center;gap:.5rem;min-height:3.25rem;padding:.4rem .7rem;border:1px solid var(--edge);
border-radius:var(--radius);background:var(--field);cursor:pointer}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);font-weight:600}
input[type=radio]{flex:none;inline-size:1.1rem;block-size:1.1rem;margin:0;accent-color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.choice:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
.choice :focus-visible{outline:0}
@supports selector(:has(*)){
.for{display:none}.which{display:none}
form:has([value=once]:checked) [data-for=once],form:has([value=monthly]:checked) [data-for=monthly],
form:has([value=annual]:checked) [data-for=annual]{display:block}
.for:has(.choices input:not([value=other]):checked) .other{display:none}
}`;

/** The look of the page of its own, in the publisher's colours, for light and for dark. */
export function pageStyle(
  { light, dark }: { light: Accent; dark: Accent },
  { font, radius }: { font?: string | undefined; radius?: string | undefined },
): string {
  return `
:root{color-scheme:light dark;--paper:${paper.light};--ink:#1c1b19;--soft:#5c5953;--edge:#77736b;--line:#dcd8cf;--field:#fff;
--fault:#b3130b;--accent:${light.accent};--on:${light.on};--radius:${radius ?? '6px'};
--serif:${font ? `${font},` : ''}Georgia,'Times New Roman',serif;--sans:system-ui,-apple-system,'Segoe UI',sans-serif}
@media screen and (prefers-color-scheme:dark){:root{--paper:${paper.dark};--ink:#eceae5;--soft:#b3afa7;--edge:#8d8981;--line:#3a3a3c;
--field:#232427;--fault:#ff8f85;--accent:${dark.accent};--on:${dark.on}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--serif)}
header{padding:1.1rem 1.25rem;text-align:center;border-block-end:1px solid var(--line)}
header a{color:inherit;text-decoration:none;font-size:1.35rem;font-weight:700;letter-spacing:-.01em}
header a:hover{text-decoration:underline}
main{max-inline-size:37rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{margin:0 0 1rem;font-size:clamp(1.7rem,1.2rem + 2.2vw,2.35rem);line-height:1.2;font-weight:700;text-wrap:balance}
.lead{font-size:1.2rem;line-height:1.5}
p{margin:0 0 1rem}
a{color:var(--accent)}
form,.small,.errors,.notice,.refusal{font-family:var(--sans);font-size:1rem;line-height:1.45}
form{margin-block-start:2rem}
form+:is(p,ul){margin-block-start:1.75rem}
.plain li{margin-block:.6rem}
fieldset{border:0;margin:0 0 1.4rem;padding:0;min-inline-size:0}
legend,.other label{display:block;padding:0;margin:0 0 .5rem;font-weight:600}
.which{font-weight:400;color:var(--soft)}
.other{margin:0 0 1.4rem}
.other input{inline-size:100%;min-height:3rem;padding:.4rem .9rem;font:inherit;color:inherit;background:var(--field);
border:1px solid var(--edge);border-radius:var(--radius)}
.other [aria-invalid]{border:2px solid var(--fault)}
.fault{margin:0 0 .4rem;color:var(--fault);font-weight:600}
.terms,.small{color:var(--soft);font-size:.9375rem}
button,.button{display:inline-block;inline-size:100%;min-height:3.25rem;padding:.75rem 1.5rem;border:1px solid transparent;
border-radius:var(--radius);background:var(--accent);color:var(--on);font:600 1.0625rem/1.4 var(--sans);text-align:center;
text-decoration:none;cursor:pointer}
button:hover,.button:hover{text-decoration:underline;text-underline-offset:.2em}
.second{background:none;color:inherit;border-color:var(--edge)}
.marks{display:flex;flex-wrap:wrap;justify-content:center;gap:.4rem;margin:1rem 0 1.5rem;padding:0;list-style:none}
.marks svg{display:block;inline-size:2.5rem;block-size:1.625rem;background:#fff;border:1px solid var(--line);border-radius:4px;
font:800 9.5px Arial,sans-serif;text-anchor:middle;direction:ltr}
.errors{margin:0 0 2rem;padding:1.1rem 1.25rem;border:3px solid var(--fault);border-radius:var(--radius)}
.errors h2{margin:0 0 .4rem;font-size:1.15rem}
.errors ul{margin:0;padding:0;list-style:none}
.errors li+li{margin-block-start:.5rem}
.errors a{color:var(--fault);font-weight:600}
.plain{padding:0;list-style:none}
.sums{inline-size:100%;margin:1.5rem 0;border-collapse:collapse;font-family:var(--sans);font-variant-numeric:tabular-nums}
.sums th,.sums td{padding:.6rem 0;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
.sums :is(th,td)+:is(th,td){text-align:end}
.sums tfoot :is(th,td){border:0;font-weight:700}
@media print{.screen{display:none}body{background:none}}
.notice,.refusal{padding:1rem 1.25rem;border-inline-start:4px solid var(--accent);background:var(--field)}
[id="smallfavor=back"]{display:none}
[id="smallfavor=back"]:target{display:block}
[id="smallfavor=back"]:target~.thanks{display:none}
.thanks{padding-block:3rem;text-align:center}
.thanks .button{inline-size:auto;margin-block-start:1rem}${choices}`;
}
