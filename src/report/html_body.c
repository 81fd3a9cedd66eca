// html_body.c - the parts of the HTML report that show the body: the simulated posture and the pain drawing
#include "report/figure.h"
#include "report/html.h"

static void figure(const il_drawing *d, ili_view view, ili_crop crop, double height, const char *caption, ili_out *o) {
    ili_put(o, "<figure>");
    ili_put_picture(o, ili_figure_body(d, view, crop, height));
    ili_putf(o, "<figcaption>%s</figcaption></figure>\n", caption);
}

// the side of the leading condition is the side that is shown
static bool from_left(const il_assessment *a) {
    int c = ili_leading_condition(a, 0);
    return c >= 0 && a->condition[c].side == IL_SIDE_LEFT;
}

static void three_views(const il_drawing *d, bool left, ili_crop crop, double height, ili_out *o) {
    ili_put(o, "<div class=\"figures\">\n");
    figure(d, ILI_VIEW_FRONT, crop, height, "front", o);
    figure(d, left ? ILI_VIEW_LEFT : ILI_VIEW_RIGHT, crop, height, left ? "left side" : "right side", o);
    figure(d, ILI_VIEW_BACK, crop, height, "back", o);
    ili_put(o, "</div>\n");
}

void ili_html_body(const il_assessment *a, ili_out *o) {
    if (!a->ndrawing) return;
    bool left = from_left(a);
    ili_html_open(o, "body", "The simulated body");
    for (int i = 0; i < a->ndrawing; i++) {
        const il_drawing *d = &a->drawing[i];
        if (ili_given(d->title)) {
            ili_put(o, "<h3>");
            ili_put_escaped(o, d->title);
            ili_put(o, "</h3>\n");
        }
        if (i == 0) three_views(d, left, (ili_crop){0}, 500, o);
        three_views(d, left, (ili_crop){0.4, 0.74}, 400, o);
    }
    ili_put(o, "<figure>");
    ili_put_picture(o, ili_figure_legend());
    ili_put(o, "<figcaption>Colour: tension of each muscle, active and passive, as a share of its strength. Width: its force. Grey: hardly any.</figcaption></figure>\n</section>\n");
}

void ili_html_pain(const il_assessment *a, ili_out *o) {
    static const char *const head[] = {"region", "side", "intensity, 0 to 10", NULL};
    const il_person_summary *p = &a->person;
    if (!p->npain) return;
    ili_html_open(o, "pain", "Pain drawing");
    ili_put(o, "<div class=\"side\"><figure>");
    ili_put_picture(o, ili_figure_pain(p->npain, p->pain));
    ili_put(o, "</figure><div>\n");
    ili_html_table(o, "pain", "Regions as recorded at this visit.", head);
    for (int i = 0; i < p->npain; i++) {
        const il_pain_region *r = &p->pain[i];
        ili_put(o, "<tr><td class=\"name\">");
        ili_put_escaped(o, r->name ? r->name : r->code);
        if (!ili_pain_region_known(r->code)) ili_put(o, "<span class=\"small\">not on the drawing</span>");
        ili_putf(o, "</td><td>%s</td><td class=\"n\">", r->side == IL_SIDE_BOTH ? "both" : ili_side_name(r->side));
        if (r->intensity.known) ili_put_range(o, &r->intensity);
        else ili_put(o, "not recorded");
        ili_put(o, "</td></tr>\n");
    }
    ili_put(o, "</tbody></table></div></div></div>\n</section>\n");
}
