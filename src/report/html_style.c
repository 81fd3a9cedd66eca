// html_style.c - how the page looks: on screen in light and dark, and on A4
#include "report/html.h"
#include "report/picture.h"

// the page's own colours; the inks of pictures stand in picture.h
static const char light[] =
    ":root{color-scheme:light;--bg:#f4f5f7;--paper:#fff;--text:#1c2330;--muted:#5b6472;--line:#dfe3e8;--accent:#2b7a78;--chip:#eef1f4;"
    "--emergency:#b42318;--emergency-bg:#fdecea;--urgent:#b4540a;--urgent-bg:#fdf0e1;--watch:#8a6d00;--watch-bg:#fdf6da;"
    "--clear:#2f6f4f;--clear-bg:#e9f4ee}"
    "\n";
static const char dark[] =
    ":root{color-scheme:dark;--bg:#12161c;--paper:#1a2028;--text:#e7eaf0;--muted:#a3adba;--line:#313a46;--accent:#4fb3ae;--chip:#252d37;"
    "--emergency:#ff8a7a;--emergency-bg:#3a1a17;--urgent:#f5a95a;--urgent-bg:#38260f;--watch:#e6c84a;--watch-bg:#332b0b;"
    "--clear:#7fcfa3;--clear-bg:#15301f}"
    "\n";
static const char rules[] =
    "*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0;background:var(--bg);color:var(--text);"
    "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif}"
    "\n"
    "main,header.top,footer{max-width:1040px;margin:0 auto;padding:0 20px}header.top{padding-top:28px}\n"
    "h1{font-size:1.65rem;line-height:1.2;margin:0 0 .2em;font-weight:650}h2{font-size:1.18rem;margin:0 0 .5em;font-weight:650}"
    "h3{font-size:1rem;margin:1.1em 0 .3em}\n"
    "p{margin:.35em 0}.muted,figcaption,caption{color:var(--muted)}.small{font-size:.875rem}ul{margin:.3em 0;padding-left:1.25em}"
    "li{margin:.15em 0}\n"
    "section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:18px 22px 20px;margin:16px 0}\n"
    "section.level{border-left-width:8px}.emergency{border-color:var(--emergency);background:var(--emergency-bg)}"
    ".urgent{border-color:var(--urgent);background:var(--urgent-bg)}\n"
    ".watch{border-color:var(--watch);background:var(--watch-bg)}.clear{border-color:var(--clear);background:var(--clear-bg)}"
    ".unknown{border-color:var(--emergency)}\n"
    ".level h2{font-size:1.3rem;display:flex;gap:.5em;align-items:center}.level ul.signs{list-style:none;padding:0}"
    ".level ul.signs li{margin:.55em 0}\n"
    ".do{font-weight:600}"
    ".tag{display:inline-block;background:var(--chip);border-radius:4px;padding:0 .45em;font-size:.8125rem;white-space:nowrap}\n"
    ".tag.mod{background:var(--urgent-bg);color:var(--urgent);font-weight:600}\n"
    ".key{font-size:.9375rem;border-left:3px solid var(--accent);padding-left:.8em;margin:.6em 0}\n"
    "table{border-collapse:collapse;width:100%;font-size:.9375rem}caption{text-align:left;font-size:.875rem;padding-bottom:.5em}\n"
    "th{font-weight:600;text-align:left;font-size:.8125rem;color:var(--muted);border-bottom:1px solid var(--line);"
    "padding:.3em .6em .3em 0;vertical-align:bottom}"
    "\n"
    "td{border-bottom:1px solid var(--line);padding:.45em .6em .45em 0;vertical-align:middle}tr:last-child td{border-bottom:0}"
    "td.n,th.n{white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "td.name{min-width:11em}td.name::first-letter,p.lead::first-letter{text-transform:uppercase}"
    "td .small{display:block;color:var(--muted);white-space:normal}td svg{display:block;max-width:none}"
    "table.ranking td{font-size:.875rem}table.ranking td.name{font-size:.9375rem;width:15em}.wide{overflow-x:auto}\n"
    "figure{margin:0}.figures{display:flex;flex-wrap:wrap;gap:10px 26px;justify-content:center;align-items:flex-end}"
    ".figures figure{text-align:center}\n"
    "figcaption{font-size:.875rem}.figures+.figures{margin-top:14px;padding-top:14px;border-top:1px solid var(--line)}"
    "svg{max-width:100%;height:auto;overflow:hidden}svg text{font-family:inherit}"
    "svg path,svg ellipse{stroke-linecap:round;stroke-linejoin:round}\n"
    ".side{display:grid;grid-template-columns:minmax(260px,320px) 1fr;gap:10px 30px;align-items:start}\n"
    ".legend{display:flex;flex-wrap:wrap;gap:.2em 1.3em;font-size:.8125rem;color:var(--muted);align-items:center;margin:.2em 0 .6em}"
    ".legend span{display:inline-flex;gap:.45em;align-items:center}\n"
    "dl.person{display:flex;flex-wrap:wrap;gap:.1em 1.6em;margin:.3em 0 0}dl.person div{display:flex;gap:.4em}dt{color:var(--muted)}"
    "dd{margin:0}\n"
    "footer{color:var(--muted);font-size:.8125rem;padding-bottom:36px;overflow-wrap:anywhere}\n"
    "@media(max-width:720px){.side{grid-template-columns:1fr}section{padding:14px 14px 16px}"
    "main,header.top,footer{padding-left:10px;padding-right:10px}}\n";
static const char paper[] =
    "@page{size:A4;margin:14mm}@media print{body{background:#fff;font-size:10.5pt}main,header.top,footer{max-width:none;padding:0}"
    "section{border-radius:0;border-width:0 0 1px 0;padding:8px 0 12px;"
    "margin:8px 0}section.level{border:2px solid;border-left-width:8px;padding:8px 12px}section.level,tr,figure{break-inside:avoid}"
    "h2,h3{break-after:avoid}.one{break-inside:avoid}section[id^=letter]{break-before:page;break-inside:avoid}.wide{overflow:visible}.figures{flex-wrap:nowrap;gap:10px}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

void ili_html_style(ili_out *o) {
    ili_put(o, light);
    ili_ink_css(o, false);
    ili_put(o, "@media screen and (prefers-color-scheme:dark){\n");
    ili_put(o, dark);
    ili_ink_css(o, true);
    ili_put(o, "}\n");
    ili_put(o, rules);
    ili_put(o, paper);
}

// documents: labels beside their texts, lines to sign on; on a phone the rows of a table are cards
static const char paper_rules[] =
    "dl.fields{display:grid;grid-template-columns:minmax(9em,15em) 1fr;gap:.25em 1.2em;margin:.4em 0}dl.fields dd{overflow-wrap:anywhere}\n"
    "table.cards td{vertical-align:top}table.cards td .small{display:inline;font-weight:400}table.tall td{height:3.2em;border:1px solid var(--line)}"
    ".sign{margin:2.2em 0 .6em;color:var(--muted);font-size:.875rem}.sign span{display:inline-block;width:min(100%,22em);border-bottom:1px solid var(--text)}\n"
    "sup{line-height:0;font-size:.75em}sup a,a{color:var(--accent);text-decoration:none}li,p,td,dd{overflow-wrap:anywhere}\n"
    "@media screen and (max-width:620px){dl.fields{grid-template-columns:1fr}dl.fields dd{margin-bottom:.5em}"
    "table.cards thead{display:none}table.cards caption{display:block}table.cards:not(.tall),table.cards:not(.tall) tbody,table.cards:not(.tall) tr,table.cards:not(.tall) td{display:block;width:auto}"
    "table.cards:not(.tall) tr{border-bottom:1px solid var(--line);padding:.5em 0}table.cards:not(.tall) td{border:0;padding:.15em 0;white-space:normal}"
    "table.cards:not(.tall) td.name{font-weight:600}table.cards:not(.tall) td:not(.name)[data-head]::before{content:attr(data-head) \": \";color:var(--muted);font-size:.8125rem}"
    "table.cards td svg{max-width:100%}}\n"
    "@media print{.page{break-before:page}sup a,a{color:inherit}}\n";

void ili_html_paper_style(ili_out *o) { ili_put(o, paper_rules); }
