//! The one style of all pages.

/// It loads nothing, has no `<` and no `&`, and shows everything where a browser does not know a part of it. Numbers of lines are
/// not copied with the lines. `:has()` hides what a reader does not ask for; `::details-content` shows all excerpts at once.
pub(super) const STYLE: &str = r#"
:root { color-scheme: light dark; --back: #fff; --text: #1f2328; --soft: #59636e; --edge: #d1d9e0; --fill: #f6f8fa;
  --bad: #c21c2c; --warn: #8f5a00; --good: #14713a; --calm: #59636e; --bar: #2f6fd0; --gone: #ffe3e3; --came: #dcf7e3; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --soft: #9aa4af; --edge: #30363d; --fill: #161b22;
    --bad: #ff8182; --warn: #e3b341; --good: #56d364; --calm: #9aa4af; --bar: #58a6ff; --gone: #4a1d21; --came: #14361f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1280px; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; margin: .3em 0; }
h2 { font-size: 1.2rem; margin: 1.6em 0 .5em; }
p { margin: .4em 0; }
code, pre { font: 13px/1.45 ui-monospace, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.breaks, .major, .bad { color: var(--bad); }
.may-break, .minor, .warn { color: var(--warn); }
.safe, .patch, .good { color: var(--good); }
.none { color: var(--calm); }
.tag { border: 1px solid; border-radius: 1em; padding: 0 .6em; font-size: 12px; font-weight: 600; white-space: nowrap; }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .2rem 2rem; padding: .5rem 0;
  background: var(--back); border-bottom: 1px solid var(--edge); margin: .8rem 0; }
fieldset { display: flex; flex-wrap: wrap; gap: .2rem .9rem; border: 0; padding: 0; margin: 0; }
legend { float: left; font-weight: 600; padding: 0; margin-right: .9rem; }
label { white-space: nowrap; cursor: pointer; }
.all-open { display: none; }
@supports selector(::details-content) { .all-open { display: block; } }
main:has(#open:checked) .finding::details-content { content-visibility: visible; block-size: auto; }
main:has(#wire-breaks:not(:checked)) .finding.wire-breaks, main:has(#wire-may-break:not(:checked)) .finding.wire-may-break,
main:has(#wire-safe:not(:checked)) .finding.wire-safe, main:has(#rust-major:not(:checked)) .finding.rust-major,
main:has(#rust-minor:not(:checked)) .finding.rust-minor, main:has(#rust-patch:not(:checked)) .finding.rust-patch,
main:has(#rust-none:not(:checked)) .finding.rust-none { display: none; }
main:has(#wrong:checked) tr.fine { display: none; }
details { border: 1px solid var(--edge); border-radius: 6px; margin: .4rem 0; }
details:target { border-color: var(--bar); }
summary { cursor: pointer; padding: .4rem .7rem; overflow-wrap: anywhere; }
summary .tag { margin-right: .4rem; }
.facts { margin: 0; padding: 0 .7rem .4rem; overflow-wrap: anywhere; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1px; background: var(--edge); border-top: 1px solid var(--edge); }
figure { margin: 0; padding: .5rem .7rem; background: var(--back); min-width: 0; }
figcaption { color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
pre { margin: .4rem 0; padding: .4rem 0; background: var(--fill); border-radius: 4px; overflow-x: auto; }
pre span { display: block; width: max-content; min-width: 100%; padding: 0 .6rem; }
pre i { display: inline-block; min-width: 3.5em; padding-right: 1em; text-align: right; color: var(--soft); font-style: normal;
  user-select: none; }
.old .changed { background: var(--gone); }
.new .changed { background: var(--came); }
@media (max-width: 800px) { .sides { grid-template-columns: 1fr; } .filters { position: static; } }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--edge); vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.picture { width: 9%; min-width: 4rem; }
.counts td:first-child { width: 1%; white-space: nowrap; }
.counts td.number { width: 4rem; }
.counts td.picture { width: auto; }
td code { display: inline-block; min-width: 14rem; }
.bar { display: block; width: 100%; height: .8em; margin-top: .35em; background: var(--fill); fill: var(--bar); }
@media print { .filters { display: none; } body { font-size: 11px; } }
"#;

/// What a policy calls it: the SHA-256 of its bytes, in base64 (Content Security Policy, section 2.3.1).
pub(super) const STYLE_SHA256: &str = "sha256-qwUFEqdL3G/XLAVzhHq6CBRzCVmL4X1vb6zGeO8PveA=";
