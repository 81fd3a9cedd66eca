// doc_pdf_table.c - tables on paper: a row stays whole where a page can hold it, and the head comes again on every page
#include <math.h>

#include "report/doc_pdf.h"

static const char ink[] = "#1c2330", muted[] = "#5b6472", rule[] = "#dfe3e8";
static const double pad = 3;

// where each column begins, and how wide it is
typedef struct grid {
    const ili_block *table;
    double           x[ILI_COLUMNS_MOST + 1];
} grid;

static grid lay_out(const ili_pdf *s, const ili_block *table) {
    grid   g = {.table = table};
    double sum = 0;
    for (int i = 0; i < table->ncolumn; i++) sum += table->column[i].share;
    g.x[0] = s->left;
    for (int i = 0; i < table->ncolumn; i++) g.x[i + 1] = g.x[i] + s->width*table->column[i].share/(sum > 0 ? sum : 1);
    return g;
}

static double column_width(const grid *g, int column, int span) {
    int end = column + span < g->table->ncolumn ? column + span : g->table->ncolumn;
    return fmax(10, g->x[end] - g->x[column] - 7);
}

static void hairline(ili_pdf *s, const grid *g) {
    if (s->dry) return;
    ili_cairo_colour(s->cr, rule);
    cairo_set_line_width(s->cr, 0.6);
    cairo_move_to(s->cr, g->x[0], s->y);
    cairo_line_to(s->cr, g->x[g->table->ncolumn], s->y);
    cairo_stroke(s->cr);
}

static double head_height(ili_pdf *s, const grid *g) {
    double high = 0;
    for (int i = 0; i < g->table->ncolumn; i++)
        high = fmax(high, ili_pdf_set(s, &s->cell[i], g->table->column[i].head, (ili_setting){ILI_SMALL_SIZE, true, muted}, column_width(g, i, 1)));
    return high + 2*pad;
}

// @param again  on a further page: it is heard once
static void draw_head(ili_pdf *s, const grid *g, bool again) {
    double high = head_height(s, g);
    if (!again) ili_pdf_group(s, "TR");
    for (int i = 0; i < g->table->ncolumn && !s->dry; i++) {
        if (!again) ili_pdf_tag(s, "TH");
        ili_cairo_colour(s->cr, muted);
        cairo_move_to(s->cr, g->x[i], s->y + pad);
        pango_cairo_show_layout(s->cr, s->cell[i]);
        if (!again) ili_pdf_untag(s);
    }
    if (!again) ili_pdf_ungroup(s, "TR");
    ili_pdf_down(s, high);
    hairline(s, g);
}

// the cells of a row set into their layouts. @return the height of the row
static double set_row(ili_pdf *s, const grid *g, const ili_block *row) {
    double high = g->table->tall ? 26 : 0;
    int    column = 0;
    for (const ili_block *c = row->next; c && c->kind == ILI_BLOCK_CELL && column < g->table->ncolumn; column += c->span, c = c->next) {
        double width = column_width(g, column, c->span);
        double text = ili_pdf_set(s, &s->cell[column], c->text, (ili_setting){ILI_TEXT_SIZE - 0.6, false, ink}, width);
        high = fmax(high, (*c->text ? text : 0) + ili_pdf_picture_height(&c->picture, width));
    }
    return high + 2*pad;
}

static void draw_whole_row(ili_pdf *s, const grid *g, const ili_block *row, double high) {
    int column = 0;
    for (const ili_block *c = row->next; c && c->kind == ILI_BLOCK_CELL && column < g->table->ncolumn; column += c->span, c = c->next) {
        double y = s->y + pad;
        int    text = 0;
        pango_layout_get_size(s->cell[column], NULL, &text);
        ili_pdf_group(s, "TD"); // empty ones too: who hears the row counts them
        if (*c->text && !s->dry) {
            ili_pdf_tag(s, "P");
            ili_cairo_colour(s->cr, ink);
            cairo_move_to(s->cr, g->x[column], y);
            pango_cairo_show_layout(s->cr, s->cell[column]);
            ili_pdf_untag(s);
        }
        if (*c->text) y += (double)text/PANGO_SCALE;
        ili_pdf_picture(s, &c->picture, g->x[column], y, column_width(g, column, c->span));
        ili_pdf_ungroup(s, "TD");
    }
    ili_pdf_down(s, high);
}

// a row taller than a page: its cells one below the other, each flowing on
static void draw_long_row(ili_pdf *s, const grid *g, const ili_block *row) {
    int column = 0;
    for (const ili_block *c = row->next; c && c->kind == ILI_BLOCK_CELL && column < g->table->ncolumn; column += c->span, c = c->next) {
        ili_pdf_set(s, &s->flow, c->text, (ili_setting){ILI_TEXT_SIZE - 0.6, false, ink}, s->width);
        ili_pdf_group(s, "TD");
        if (*c->text) ili_pdf_tag(s, "P"), ili_pdf_flow(s, s->flow, s->left, ink), ili_pdf_untag(s);
        double high = ili_pdf_picture_height(&c->picture, s->width);
        ili_pdf_need(s, high);
        ili_pdf_picture(s, &c->picture, s->left, s->y, s->width);
        ili_pdf_down(s, high);
        ili_pdf_ungroup(s, "TD");
    }
}

// the lines between columns to write in
static void uprights(ili_pdf *s, const grid *g, double high) {
    if (s->dry || !g->table->tall) return;
    ili_cairo_colour(s->cr, rule);
    cairo_set_line_width(s->cr, 0.6);
    for (int i = 0; i <= g->table->ncolumn; i++) {
        cairo_move_to(s->cr, g->x[i] - (i && i < g->table->ncolumn ? 3 : 0), s->y);
        cairo_rel_line_to(s->cr, 0, -high);
    }
    cairo_stroke(s->cr);
}

static void draw_row(ili_pdf *s, const grid *g, const ili_block *row) {
    double high = set_row(s, g, row);
    if (high > ili_pdf_bottom() - ILI_MARGIN_TOP - 60) {
        ili_pdf_group(s, "TR");
        draw_long_row(s, g, row);
        ili_pdf_ungroup(s, "TR");
    } else {
        if (s->y + high > ili_pdf_bottom()) {
            ili_pdf_next_page(s);
            draw_head(s, g, true);
            high = set_row(s, g, row);
        }
        ili_pdf_group(s, "TR");
        draw_whole_row(s, g, row, high);
        ili_pdf_ungroup(s, "TR");
        uprights(s, g, high);
    }
    hairline(s, g);
}

double ili_pdf_table_start(ili_pdf *s, const ili_block *table) {
    grid   g = lay_out(s, table);
    double caption = *table->text ? ili_pdf_set(s, &s->flow, table->text, (ili_setting){ILI_SMALL_SIZE, false, muted}, s->width) : 0;
    double first = table->next && table->next->kind == ILI_BLOCK_ROW ? set_row(s, &g, table->next) : 0;
    return fmin(caption + head_height(s, &g) + first, 400);
}

const ili_block *ili_pdf_table(ili_pdf *s, const ili_block *table) {
    grid             g = lay_out(s, table);
    const ili_block *last = table;
    ili_pdf_need(s, ili_pdf_table_start(s, table));
    ili_pdf_group(s, "Table");
    if (*table->text) {
        ili_pdf_set(s, &s->flow, table->text, (ili_setting){ILI_SMALL_SIZE, false, muted}, s->width);
        ili_pdf_tag(s, "Caption");
        ili_pdf_flow(s, s->flow, s->left, muted);
        ili_pdf_untag(s);
    }
    draw_head(s, &g, false);
    for (const ili_block *b = table->next; b && (b->kind == ILI_BLOCK_ROW || b->kind == ILI_BLOCK_CELL); b = b->next) {
        if (b->kind == ILI_BLOCK_ROW) draw_row(s, &g, b);
        last = b;
    }
    ili_pdf_ungroup(s, "Table");
    ili_pdf_down(s, 6);
    return last;
}
