/** The look of the console: one sheet, light and dark, on paper too. */
export const style = `
:root{color-scheme:light dark;--ground:#f7f6f3;--card:#fff;--ink:#1b1d1f;--soft:#5a6066;--line:#dfddd7;--edge:#83888d;--accent:#1d5c57;--on:#fff;
--tint:#e6efed;--good:#1d6b3c;--good-bg:#e4f3e9;--warn:#7a4d00;--warn-bg:#fdf0d2;--bad:#a8231b;--bad-bg:#fce8e5;--bar:#2f7d75;--bar-2:#b9d3cf;--focus:#2f7fd6}
@media screen and (prefers-color-scheme:dark){:root{--ground:#131517;--card:#1b1e21;--ink:#eceae6;--soft:#a6acb2;--line:#33383d;--edge:#757c83;--accent:#84d3c9;--on:#0d2422;
--tint:#20302e;--good:#86d9a4;--good-bg:#17301f;--warn:#f0c774;--warn-bg:#352a12;--bad:#ffaba1;--bad-bg:#3a1f1c;--bar:#5fb5ab;--bar-2:#2f5753;--focus:#7ab8ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif}
h1,h2,h3,p,dl,dd,ul,ol,figure{margin:0}
ul,ol{padding:0;list-style:none}
h1{font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
.head>div{min-inline-size:0}
h2{font-size:1.1rem;line-height:1.35;font-weight:650}
a{color:var(--accent);text-underline-offset:.2em}
code,pre,.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace;font-size:.875em}
.id{overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{inset-inline-start:1rem;inset-block-start:.5rem;z-index:2;padding:.6rem 1rem;background:var(--card);border-radius:6px}
.top{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;padding:.5rem 1rem;background:var(--card);border-block-end:1px solid var(--line)}
.brand{font-weight:700;text-decoration:none;color:inherit;padding-block:.6rem}
.me{margin-inline-start:auto;display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;font-size:.875rem;color:var(--soft)}
.me a{color:inherit;padding-block:.6rem}
nav.pages ul{display:flex;flex-wrap:wrap;gap:.15rem;padding:.5rem .5rem;border-block-end:1px solid var(--line)}
nav.pages a{display:block;padding:.5rem .75rem;border-radius:6px;color:var(--ink);text-decoration:none;font-size:.9375rem}
nav.pages a:hover{background:var(--tint)}
nav.pages [aria-current]{background:var(--tint);color:var(--accent);font-weight:650}
main{padding:1.25rem 1rem 3rem;max-inline-size:76rem;min-inline-size:0}
.head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 1.5rem;margin-block-end:1.25rem}
.lead{color:var(--soft);max-inline-size:46rem;margin-block:.25rem 0}
section{margin-block-start:2rem}
section>h2{margin-block-end:.75rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.25rem}
.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,10.5rem),1fr))}
.grid.wide{grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr))}
.two{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr);align-items:start}
.figure{font-size:1.6rem;line-height:1.2;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums;white-space:nowrap}
.label,.hint,small{color:var(--soft);font-size:.875rem}
.hint{margin-block-start:.2rem}
table{inline-size:100%;border-collapse:collapse;font-size:.9375rem}
caption{text-align:start;font-weight:650;padding-block-end:.5rem}
th,td{padding:.55rem .9rem .55rem 0;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
th:last-child,td:last-child{padding-inline-end:0}
thead th{font-size:.8125rem;font-weight:600;color:var(--soft);vertical-align:bottom}
tbody th{font-weight:500}
.num{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
tfoot td,tfoot th{font-weight:650;border-block-end:0}
.badge{display:inline-block;padding:.05rem .55rem;border-radius:99px;font-size:.8125rem;line-height:1.5;font-weight:600;background:var(--tint);color:var(--accent);white-space:nowrap}
.badge.good{background:var(--good-bg);color:var(--good)}.badge.warn{background:var(--warn-bg);color:var(--warn)}.badge.bad{background:var(--bad-bg);color:var(--bad)}
.notice{margin-block-end:1rem;padding:.8rem 1rem;border-radius:8px;background:var(--good-bg);color:var(--good)}
.notice.warn{background:var(--warn-bg);color:var(--warn)}.notice.bad{background:var(--bad-bg);color:var(--bad)}
.notice a{color:inherit}
.todo li{display:flex;flex-wrap:wrap;gap:.2rem .75rem;align-items:baseline;padding:.7rem 0;border-block-end:1px solid var(--line)}
.todo li:last-child{border:0}
details.act{border-block-end:1px solid var(--line)}details.act:last-child{border:0}details.act summary{padding:.8rem 0;font-weight:600;cursor:pointer}details.act[open]{padding-block-end:1.1rem}details.act form{max-inline-size:30rem;margin-block-start:.8rem}
.stack{margin-block-end:1rem}.stack h2{font-size:1rem}
.empty{padding:2.5rem 1.25rem;text-align:center;color:var(--soft)}
.empty strong{display:block;color:var(--ink);font-size:1.05rem;margin-block-end:.25rem}
dl.facts{display:grid;grid-template-columns:minmax(0,1fr);gap:.1rem 1.5rem}
.facts dt{color:var(--soft);font-size:.875rem}
.facts dd{margin-block-end:.6rem;overflow-wrap:anywhere}
form.filter{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end;margin-block-end:1.25rem}
.filter .field{flex:1 1 9rem;margin:0;max-inline-size:18rem}
.field{margin-block-end:1rem}
label,legend{display:block;font-size:.875rem;font-weight:600;margin-block-end:.25rem;padding:0}
fieldset{border:0;margin:0 0 1rem;padding:0;min-inline-size:0}
.check{display:flex;gap:.5rem;align-items:flex-start;font-weight:400;font-size:1rem;padding-block:.3rem}
.check input,td input[type=checkbox]{flex:none;inline-size:1.2rem;block-size:1.2rem;margin:.15rem 0 0;accent-color:var(--accent)}
input:not([type=checkbox],[type=radio]),select,textarea{inline-size:100%;min-height:2.75rem;padding:.5rem .7rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:6px}
td select,td input:not([type=checkbox]){inline-size:auto;min-height:2.25rem;padding:.25rem .5rem}
.card>form>.field{max-inline-size:30rem}
input[aria-invalid=true]{border:2px solid var(--bad)}
button,.button{display:inline-block;min-height:2.75rem;padding:.55rem 1.1rem;border:1px solid transparent;border-radius:6px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;line-height:1.4;text-decoration:none;cursor:pointer}
button:hover,.button:hover{text-decoration:underline}
button.quiet,.button.quiet{background:transparent;color:var(--accent);border-color:var(--edge)}
button.danger{background:var(--bad);color:var(--card)}
button.link{min-height:0;padding:.6rem 0;background:none;color:inherit;font-weight:400;font-size:inherit;text-decoration:underline;text-underline-offset:.2em}
button.small{min-height:2.25rem;padding:.3rem .75rem;font-size:.875rem}
.busy{position:fixed;inset-block-end:1rem;inset-inline:0;inline-size:max-content;margin-inline:auto;padding:.6rem 1.1rem;border-radius:8px;background:var(--ink);color:var(--ground);font-weight:600;animation:late .5s steps(1) both}
.busy:empty{display:none}
.busy::before{content:'';display:inline-block;inline-size:.9em;block-size:.9em;margin-inline-end:.6rem;vertical-align:-.1em;border:2px solid;border-inline-end-color:transparent;border-radius:50%;animation:turn 1s linear infinite}
button[aria-busy=true]{cursor:progress}
@keyframes late{from{opacity:0}}
@keyframes turn{to{transform:rotate(1turn)}}
@media(prefers-reduced-motion:reduce){.busy::before{animation:none}}
.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
.row form{flex-wrap:nowrap}
.tabs a{padding-block:.6rem}
.pager{margin-block-start:1rem;justify-content:space-between}
.errors{margin-block-end:1.25rem;padding:.9rem 1.1rem;border:2px solid var(--bad);border-radius:8px}
.errors h2{color:var(--bad);margin-block-end:.25rem}
.errors a{color:var(--bad);font-weight:600}
pre{margin:0;padding:1rem;overflow:auto;max-block-size:36rem;background:var(--ground);border:1px solid var(--line);border-radius:8px;line-height:1.45}
.door{max-inline-size:26rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
.door .card{padding:1.75rem;margin-block-start:1.25rem}
.door button,.door .card .button{inline-size:100%;text-align:center}
.or{display:flex;gap:.75rem;align-items:center;margin-block:1rem;color:var(--soft);font-size:.875rem}
.or::before,.or::after{content:'';flex:1;border-block-start:1px solid var(--line)}
.qr{background:#fff;padding:.75rem;border-radius:8px;inline-size:13rem;max-inline-size:100%}
.qr svg{display:block;inline-size:100%;block-size:auto}
.codes{columns:2;font-family:ui-monospace,Menlo,Consolas,monospace;line-height:2}
.chart{inline-size:100%;block-size:auto;display:block;overflow:visible}
.chart .gross{fill:var(--bar-2)}.chart .net{fill:var(--bar)}.chart line{stroke:var(--line)}.chart text{fill:var(--soft);font-size:11px}
.key{display:flex;gap:1rem;font-size:.8125rem;color:var(--soft);margin-block-end:.5rem}
.key i{display:inline-block;inline-size:.8rem;block-size:.8rem;border-radius:2px;margin-inline-end:.35rem;background:var(--bar);vertical-align:-.05rem}
.key .gross{background:var(--bar-2)}
.foot{margin-block-start:2.5rem;padding-block-start:1rem;border-block-start:1px solid var(--line);font-size:.8125rem;color:var(--soft)}
.foot a{color:inherit}
.scroll{overflow-x:auto}
.visually-hidden{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media screen and (max-width:47.99rem){
.grid{grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr));gap:.6rem}.grid .card{padding:.8rem 1rem}.figure{font-size:1.3rem}
.chart text{font-size:20px}.chart .some{display:none}.rows caption{display:block}
.rows table,.rows tbody,.rows tfoot,.rows tr,.rows td,.rows tbody th,.rows tfoot th{display:block}
.rows thead{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
.rows tr{padding:.7rem 0;border-block-end:1px solid var(--line)}.rows tr:last-child{border:0}
.rows td,.rows tbody th,.rows tfoot th{display:flex;justify-content:space-between;gap:1rem;padding:.2rem 0;border:0;text-align:end;white-space:normal;overflow-wrap:anywhere}
.rows td::before,.rows tbody th::before{content:attr(data-label);color:var(--soft);font-size:.875rem;font-weight:400;text-align:start;flex:none;max-inline-size:45%}
.rows td:empty{display:none}.rows tbody th{font-weight:600}}
@media print,(min-width:48rem){dl.facts{grid-template-columns:minmax(9rem,14rem) minmax(0,1fr)}}
@media screen and (min-width:64rem){
.frame{display:grid;grid-template-columns:13rem minmax(0,1fr);min-height:calc(100vh - 3.6rem)}
nav.pages{border-inline-end:1px solid var(--line);padding-block:1rem}
nav.pages ul{flex-direction:column;border:0}
main{padding:2rem 2.5rem 4rem}
.two{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}
@page{margin:14mm}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999}
.top,nav.pages,.tabs,form.filter,form:not(:has(table)),button,.button,details.act,.row.pager,.noprint,.skip,.busy{display:none!important}
body{font-size:10pt}main{padding:0;max-inline-size:none}.card{border:0;padding:0}.empty{text-align:start}.foot{margin-block-start:1rem}
table{font-size:9pt}table small,table .hint,table .badge{font-size:8pt}th,td{padding:.3rem .6rem .3rem 0}tr,.grid .card,.todo li,figure{break-inside:avoid}h2,caption,thead{break-after:avoid}
pre{max-block-size:none;overflow:visible;padding:0;border:0;white-space:pre-wrap;overflow-wrap:anywhere}
.badge,.key i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}section{margin-block-start:1.2rem}}
`;
