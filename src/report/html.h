// html.h - the parts of the HTML report
#ifndef ILI_HTML_H
#define ILI_HTML_H
#include "ilium/assessment.h"
#include "report/words.h"

/// From the doctype to <main>: title, style, who. @param what  "Assessment of", a text without markup
void ili_html_begin(const il_assessment *a, const char *what, ili_out *o);
/// Notices, origin and the end.
void ili_html_end(const il_assessment *a, ili_out *o);

/// Everything inside <style>.
void ili_html_style(ili_out *o);
/// What documents need besides.
void ili_html_paper_style(ili_out *o);

void ili_html_safety(const il_assessment *a, ili_out *o);
void ili_html_short(const il_assessment *a, ili_out *o); ///< the answer in a few lines
void ili_html_ranking(const il_assessment *a, ili_out *o);
void ili_html_sources(const il_assessment *a, ili_out *o); ///< of the conditions named
void ili_html_findings(const il_assessment *a, ili_out *o);
void ili_html_body(const il_assessment *a, ili_out *o);
void ili_html_pain(const il_assessment *a, ili_out *o);
void ili_html_loads(const il_assessment *a, ili_out *o);
void ili_html_next(const il_assessment *a, ili_out *o);
void ili_html_against(const il_assessment *a, ili_out *o);
void ili_html_unknown(const il_assessment *a, ili_out *o);
void ili_html_notices(const il_assessment *a, ili_out *o);
void ili_html_origin(const il_assessment *a, ili_out *o); ///< version, data, effort

/// <section> with its heading; the caller closes it with "</section>\n".
void ili_html_open(ili_out *o, const char *id, const char *heading);
/// <p class="..."> with a fixed sentence.
void ili_html_say(const il_assessment *a, ili_out *o, const char *class, ili_word word);
/// A table's start: caption and column heads, ended by NULL.
void ili_html_table(ili_out *o, const char *class, const char *caption, const char *const *head);

#endif
