// doc_pdf.c - a document as PDF on A4: drawn twice with the same code, first dry to count the pages, then onto them
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>

#include "ilium/report.h"
#include "report/doc_pdf.h"
#include "report/words.h"

static const double pixel = 0.75; // points

static const char ink[] = "#1c2330", muted[] = "#5b6472", rule[] = "#c9ced6", accent[] = "#1f5f5d";

double ili_pdf_bottom(void) { return ILI_PAGE_H - ILI_MARGIN_BOTTOM; }

// ---- text --------------------------------------------------------------------------------------------------------------------------

static void add_attribute(PangoAttrList *list, PangoAttribute *a, size_t from, size_t to) {
    a->start_index = (guint)from, a->end_index = (guint)to;
    pango_attr_list_insert(list, a);
}

static PangoAttribute *foreground(const char *colour) {
    unsigned c = (unsigned)strtoul(colour + 1, NULL, 16);
    return pango_attr_foreground_new((guint16)((c >> 16 & 255)*257), (guint16)((c >> 8 & 255)*257), (guint16)((c & 255)*257));
}

static void add_mark(PangoAttrList *list, char mark, double size, size_t from, size_t to) {
    int small = (int)(size*ILI_SMALL_SIZE/ILI_TEXT_SIZE*PANGO_SCALE);
    switch (mark) {
        case ILI_MARK_STRONG: add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to); break;
        case ILI_MARK_PALE:
            add_attribute(list, foreground(muted), from, to);
            add_attribute(list, pango_attr_size_new_absolute(small), from, to);
            break;
        case ILI_MARK_TAG:
            add_attribute(list, pango_attr_background_new(0xe6e6, 0xeaea, 0xeeee), from, to);
            add_attribute(list, pango_attr_size_new_absolute(small), from, to);
            break;
        case ILI_MARK_CITE:
            add_attribute(list, pango_attr_size_new_absolute((int)(0.72*size*PANGO_SCALE)), from, to);
            add_attribute(list, pango_attr_rise_new((int)(0.3*size*PANGO_SCALE)), from, to);
            add_attribute(list, foreground(accent), from, to);
            break;
        case ILI_MARK_URL: add_attribute(list, foreground(accent), from, to); break;
        default: break;
    }
}

static double set_letters(ili_pdf *s, PangoLayout *layout, const char *text, ili_setting set, double width) {
    PangoAttrList        *list = pango_attr_list_new();
    PangoFontDescription *font = pango_font_description_from_string(ILI_FONT);
    ili_out               plain = {0};
    char                  mark;
    const char           *bytes;
    size_t                size;
    if (s->d->letters > 0) set.size *= s->d->letters;
    bool                  cited = false;
    while (ili_doc_run(&text, &mark, &bytes, &size)) {
        size_t from = plain.size;
        if (cited && mark == ILI_MARK_CITE) ili_put(&plain, ",");
        else if (mark == ILI_MARK_CITE) ili_put(&plain, "\xe2\x81\xa0"); // joins it to the word before
        cited = mark == ILI_MARK_CITE;
        if (mark == ILI_MARK_LINE) ili_put(&plain, "\n");
        ili_put_bytes(&plain, bytes, size);
        add_mark(list, mark, set.size, from, plain.size);
    }
    pango_font_description_set_absolute_size(font, set.size*PANGO_SCALE);
    if (set.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_auto_dir(layout, FALSE); // a page written from left to right; words of other scripts keep their own direction
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, width > 0 ? (int)(width*PANGO_SCALE) : -1);
    pango_layout_set_spacing(layout, (int)(0.18*set.size*PANGO_SCALE));
    pango_layout_set_text(layout, plain.text ? plain.text : "", (int)plain.size);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    pango_font_description_free(font);
    ili_out_free(&plain);
    int height = 0;
    pango_layout_get_size(layout, NULL, &height);
    return (double)height/PANGO_SCALE;
}

double ili_pdf_set(ili_pdf *s, PangoLayout **layout, const char *text, ili_setting set, double width) {
    ili_set_text **at = &s->set[((uintptr_t)text >> 3)%ILI_SET_TEXTS], *t = *at;
    while (t && (t->text != text || t->size != set.size || t->width != width || t->bold != set.bold)) t = t->next;
    if (!t && (t = calloc(1, sizeof *t))) {
        *t = (ili_set_text){text, set.size, width, 0, set.bold, pango_layout_new(pango_layout_get_context(s->letters)), *at};
        t->height = set_letters(s, t->layout, text, set, width);
        *at = t;
    }
    s->failed |= !t;
    *layout = t ? t->layout : s->letters;
    return t ? t->height : 0;
}

static void free_texts(ili_pdf *s) {
    for (int i = 0; i < ILI_SET_TEXTS; i++)
        for (ili_set_text *t = s->set[i], *next; t; t = next) {
            next = t->next;
            g_object_unref(t->layout);
            free(t);
        }
}

void ili_pdf_flow(ili_pdf *s, PangoLayout *layout, double x, const char *colour) {
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    do {
        PangoRectangle box;
        int            y0, y1;
        pango_layout_iter_get_line_extents(at, NULL, &box);
        pango_layout_iter_get_line_yrange(at, &y0, &y1);
        double height = (double)(y1 - y0)/PANGO_SCALE;
        ili_pdf_need(s, height);
        if (!s->dry) {
            ili_cairo_colour(s->cr, colour);
            cairo_move_to(s->cr, x + (double)box.x/PANGO_SCALE, s->y + (double)(pango_layout_iter_get_baseline(at) - y0)/PANGO_SCALE);
            pango_cairo_show_layout_line(s->cr, pango_layout_iter_get_line_readonly(at));
        }
        ili_pdf_down(s, height);
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
}

// ---- pages -------------------------------------------------------------------------------------------------------------------------

// one line of small letters at a height, cut where it is too long; side: 0 left, 1 right
static void edge(ili_pdf *s, const char *text, double y, int side, double width) {
    set_letters(s, s->letters, text, (ili_setting){ILI_SMALL_SIZE, false, muted}, width);
    pango_layout_set_ellipsize(s->letters, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode(s->letters, TRUE);
    pango_layout_set_alignment(s->letters, side ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    ili_cairo_colour(s->cr, muted);
    cairo_move_to(s->cr, side ? ILI_PAGE_W - ILI_MARGIN_X - width : ILI_MARGIN_X, y);
    pango_cairo_show_layout(s->cr, s->letters);
    pango_layout_set_ellipsize(s->letters, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_single_paragraph_mode(s->letters, FALSE);
    pango_layout_set_alignment(s->letters, PANGO_ALIGN_LEFT);
}

static void thin_line(ili_pdf *s, double x0, double x1, double y) {
    if (s->dry) return;
    ili_cairo_colour(s->cr, rule);
    cairo_set_line_width(s->cr, 0.6);
    cairo_move_to(s->cr, x0, y);
    cairo_line_to(s->cr, x1, y);
    cairo_stroke(s->cr);
}

// head and foot of the page that ends here
static void edges(ili_pdf *s) {
    ili_out foot = {0}, number = {0};
    if (s->dry) return;
    if (s->page > 1) {
        edge(s, s->d->running, 34, 0, 330);
        edge(s, s->d->title, 34, 1, 160);
        thin_line(s, ILI_MARGIN_X, ILI_PAGE_W - ILI_MARGIN_X, 48);
    }
    ili_put(&foot, s->d->version);
    if (s->d->date) ili_putf(&foot, " · %s %s", ili_word_text(ILI_W_WRITTEN_ON), s->d->date);
    ili_putf(&number, "%s %d %s %d", ili_word_text(ILI_W_PAGE), s->page, ili_word_text(ILI_W_PAGE_OF), s->pages);
    edge(s, foot.text ? foot.text : "", ILI_PAGE_H - 38, 0, 400);
    edge(s, number.text ? number.text : "", ILI_PAGE_H - 38, 1, 90);
    ili_out_free(&foot);
    ili_out_free(&number);
}

// ---- structure, for who hears a document instead of seeing it ------------------------------------------------------------------------

void ili_pdf_group(ili_pdf *s, const char *tag) {
    if (!s->dry) cairo_tag_begin(s->cr, tag, NULL);
}

void ili_pdf_ungroup(ili_pdf *s, const char *tag) {
    if (!s->dry) cairo_tag_end(s->cr, tag);
}

void ili_pdf_tag(ili_pdf *s, const char *tag) {
    ili_pdf_group(s, tag);
    s->tag = s->dry ? NULL : tag;
}

void ili_pdf_untag(ili_pdf *s) {
    if (s->tag) ili_pdf_ungroup(s, s->tag);
    s->tag = NULL;
}

// head and foot of a page belong to no text
void ili_pdf_next_page(ili_pdf *s) {
    const char *tag = s->tag;
    ili_pdf_untag(s);
    edges(s);
    if (!s->dry) cairo_show_page(s->cr);
    s->page++;
    s->y = ILI_MARGIN_TOP;
    if (tag) ili_pdf_tag(s, tag);
}

void ili_pdf_need(ili_pdf *s, double height) {
    if (s->y > ILI_MARGIN_TOP && s->y + height > ili_pdf_bottom()) ili_pdf_next_page(s);
}

void ili_pdf_down(ili_pdf *s, double height) {
    if (s->bar && !s->dry) {
        ili_cairo_colour(s->cr, s->bar);
        cairo_rectangle(s->cr, ILI_MARGIN_X - 12, s->y, 4, height);
        cairo_fill(s->cr);
    }
    s->y += height;
}

// ---- blocks ------------------------------------------------------------------------------------------------------------------------

static void put(ili_pdf *s, const char *tag, const char *text, ili_setting set, double indent, double after) {
    ili_pdf_set(s, &s->flow, text, set, s->width - indent);
    ili_pdf_tag(s, tag);
    ili_pdf_flow(s, s->flow, s->left + indent, set.colour);
    ili_pdf_untag(s);
    ili_pdf_down(s, fmin(after, fmax(0, ili_pdf_bottom() - s->y)));
}

static const char *level_colour(const char *class) {
    static const struct {
        const char *class, *colour;
    } levels[] = {{"emergency", "#b42318"}, {"urgent", "#b4540a"}, {"watch", "#8a6d00"}, {"clear", "#2f6f4f"}, {"unknown", "#b42318"}};
    for (size_t i = 0; i < sizeof levels/sizeof *levels; i++)
        if (!strcmp(class, levels[i].class)) return levels[i].colour;
    return NULL;
}

static double height_of_next(ili_pdf *s, const ili_block *heading);

static void section(ili_pdf *s, const ili_block *b) {
    char where[80];
    s->bar = NULL;
    if (s->y > ILI_MARGIN_TOP) s->y += 12;
    ili_pdf_need(s, fmax(84, 34 + height_of_next(s, b)));
    if (!s->dry) {
        snprintf(where, sizeof where, "page=%d pos=[%d %d]", s->page, ILI_MARGIN_X, (int)s->y - 10);
        cairo_pdf_surface_add_outline(s->surface, CAIRO_PDF_OUTLINE_ROOT, b->text, where, (cairo_pdf_outline_flags_t)0);
    }
    s->bar = level_colour(b->label);
    if (!s->bar) thin_line(s, s->left, s->left + s->width, s->y - 4);
    put(s, "H2", b->text, (ili_setting){12.5, true, s->bar ? s->bar : ink}, 0, 5);
}

static void item(ili_pdf *s, const ili_block *b) {
    ili_pdf_need(s, ILI_TEXT_SIZE*1.3);
    if (!s->dry) {
        ili_cairo_colour(s->cr, muted);
        cairo_new_path(s->cr);
        cairo_arc(s->cr, s->left + 4, s->y + 0.62*ILI_TEXT_SIZE*(s->d->letters > 0 ? s->d->letters : 1), 1.4, 0, 6.3);
        cairo_fill(s->cr);
    }
    put(s, "LI", b->text, (ili_setting){ILI_TEXT_SIZE, false, ink}, 13, 2);
}

// a label, and its text beside it
static void field(ili_pdf *s, const ili_block *b) {
    double      column = fmin(150, 0.33*s->width), y, height = ili_pdf_set(s, &s->cell[0], b->label, (ili_setting){ILI_TEXT_SIZE, false, muted}, column - 8);
    int         page;
    ili_setting set = {ILI_TEXT_SIZE, false, ink};
    double      text = ili_pdf_set(s, &s->flow, b->text, set, s->width - column);
    ili_pdf_need(s, fmax(height, fmin(text, 60)));
    y = s->y, page = s->page;
    ili_pdf_tag(s, "P");
    if (!s->dry) {
        ili_cairo_colour(s->cr, muted);
        cairo_move_to(s->cr, s->left, s->y);
        pango_cairo_show_layout(s->cr, s->cell[0]);
    }
    ili_pdf_flow(s, s->flow, s->left + column, ink);
    ili_pdf_untag(s);
    if (s->page == page && s->y < y + height) ili_pdf_down(s, y + height - s->y);
    ili_pdf_down(s, 2);
}

static void paragraph(ili_pdf *s, const ili_block *b) {
    static const ili_setting sets[ILI_NTONE] = {
        {ILI_TEXT_SIZE, false, ink}, {ILI_TEXT_SIZE, true, ink}, {ILI_TEXT_SIZE, false, muted}, {ILI_SMALL_SIZE, false, muted}, {ILI_TEXT_SIZE, false, ink}};
    const char *before = s->bar;
    bool        key = b->tone == ILI_TONE_KEY && !s->bar;
    if (key) s->bar = accent;
    put(s, "P", b->text, sets[b->tone], 0, 0);
    s->bar = before;
    ili_pdf_down(s, 4);
}

double ili_pdf_picture_height(const ili_picture *p, double width) { return p->width > 0 ? p->height*fmin(pixel, width/p->width) : 0; }

// a picture that is decoration on a page of the web, as the text beside it says the same, has words here all the same
static void tell_picture(ili_pdf *s, const ili_picture *p) {
    const char **more = realloc(s->alt, ((size_t)s->nalt + 1)*sizeof *more);
    if (!more) s->failed = true;
    else s->alt = more, s->alt[s->nalt++] = p->title ? p->title : ili_word_text(ILI_W_PICTURE_OF_ROW);
}

double ili_pdf_picture(ili_pdf *s, const ili_picture *p, double x, double y, double width) {
    if (!(p->width > 0)) return 0;
    if (!s->dry) {
        ili_pdf_group(s, "Figure");
        tell_picture(s, p);
        ili_picture_cairo(p, s->cr, s->letters, x, y, fmin(pixel, width/p->width));
        ili_pdf_ungroup(s, "Figure");
    }
    return ili_pdf_picture_height(p, width);
}

// pictures side by side at one scale, each with its caption below. @return the last of them
static const ili_block *figures(ili_pdf *s, const ili_block *first) {
    double           wide = 0, gap = 14, scale = pixel, high = 0, caption = 0, x;
    int              n = 0;
    const ili_block *last = first;
    for (const ili_block *b = first; b && b->kind == ILI_BLOCK_FIGURE; b = b->next) wide += b->picture.width, n++, last = b;
    if (!(wide > 0)) return last;
    scale = fmin(scale, (s->width - gap*(n - 1))/wide);
    for (const ili_block *b = first; b != last->next; b = b->next) high = fmax(high, b->picture.height*scale);
    for (const ili_block *b = first; b != last->next; b = b->next)
        caption = fmax(caption, *b->text ? ili_pdf_set(s, &s->cell[0], b->text, (ili_setting){ILI_SMALL_SIZE, false, muted}, n > 1 ? b->picture.width*scale + gap : s->width) : 0);
    ili_pdf_need(s, high + caption + 8);
    x = s->left + fmax(0, (s->width - wide*scale - gap*(n - 1))/2);
    for (const ili_block *b = first; b != last->next; b = b->next) {
        double w = b->picture.width*scale;
        ili_pdf_picture(s, &b->picture, x, s->y + high - b->picture.height*scale, w);
        ili_pdf_set(s, &s->cell[0], b->text, (ili_setting){ILI_SMALL_SIZE, false, muted}, n > 1 ? w : s->width);
        pango_layout_set_alignment(s->cell[0], n > 1 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
        if (!s->dry && *b->text) {
            ili_pdf_tag(s, "Caption");
            ili_cairo_colour(s->cr, muted);
            cairo_move_to(s->cr, n > 1 ? x : s->left, s->y + high + 3);
            pango_cairo_show_layout(s->cr, s->cell[0]);
            ili_pdf_untag(s);
        }
        pango_layout_set_alignment(s->cell[0], PANGO_ALIGN_LEFT);
        x += w + gap;
    }
    ili_pdf_down(s, high + caption + 8);
    return last;
}

static void write_line(ili_pdf *s, const ili_block *b) {
    ili_pdf_need(s, 46);
    ili_pdf_down(s, 30);
    thin_line(s, s->left, s->left + fmin(260, s->width), s->y);
    ili_pdf_down(s, 2);
    put(s, "P", b->text, (ili_setting){ILI_SMALL_SIZE, false, muted}, 0, 6);
}

static const ili_block *block(ili_pdf *s, const ili_block *b);
static const ili_block *draw(ili_pdf *s, const ili_block *from, const ili_block *end);

// a picture, and beside it what follows up to its end; together on one page where one can hold them
static const ili_block *aside(ili_pdf *s, const ili_block *b) {
    if (s->y > ILI_MARGIN_TOP) ili_pdf_down(s, 4);
    double           left = s->left, width = s->width, column = fmin(0.36*width, b->picture.width*pixel), high = ili_pdf_picture_height(&b->picture, column), y = s->y;
    int              page = s->page;
    bool             dry = s->dry;
    const ili_block *end = b;
    while (end->next && end->kind != ILI_BLOCK_ASIDE_END) end = end->next;
    if (high > 0) s->left += column + 14, s->width -= column + 14;
    s->dry = true;
    draw(s, b->next, end);
    bool over = s->page != page;
    double text = over ? ili_pdf_bottom() : s->y - y;
    s->page = page, s->y = y, s->dry = dry;
    // a picture that is a little too high for the rest of the page is drawn smaller
    double room = ili_pdf_bottom() - y;
    if (!over && high > room && text <= room && room >= 0.7*high) column *= room/high, high = room;
    if (over || y + high > ili_pdf_bottom() + 1e-6) ili_pdf_need(s, fmax(text, high) > ili_pdf_bottom() - ILI_MARGIN_TOP ? ILI_PAGE_H : fmax(text, high));
    y = s->y, page = s->page;
    ili_pdf_picture(s, &b->picture, left, y, column);
    draw(s, b->next, end);
    if (s->page == page && s->y < y + high) ili_pdf_down(s, y + high - s->y);
    s->left = left, s->width = width;
    ili_pdf_down(s, 6);
    return end;
}

// how much of what follows must stand on the page of its heading: a picture whole, of a table its first row, of a text a line or two; a heading with what follows it
static double height_of_next(ili_pdf *s, const ili_block *heading) {
    const ili_block *b = heading->next;
    double           y = s->y;
    int              page = s->page;
    bool             dry = s->dry;
    if (!b) return 0;
    if (b->kind == ILI_BLOCK_TABLE) return ili_pdf_table_start(s, b);
    if (b->kind == ILI_BLOCK_HEADING) return 30 + height_of_next(s, b);
    if (b->kind != ILI_BLOCK_FIGURE && b->kind != ILI_BLOCK_ASIDE) return 28;
    s->dry = true, s->y = ILI_MARGIN_TOP;
    block(s, b);
    double height = s->page == page ? s->y - ILI_MARGIN_TOP : 0; // more than a page: it will be parted anyway
    s->dry = dry, s->y = y, s->page = page;
    return height;
}

static const ili_block *block(ili_pdf *s, const ili_block *b) {
    switch (b->kind) {
        case ILI_BLOCK_SECTION: section(s, b); break;
        case ILI_BLOCK_HEADING:
            ili_pdf_need(s, 30 + height_of_next(s, b));
            ili_pdf_down(s, s->y > ILI_MARGIN_TOP ? 6 : 0);
            put(s, "H3", b->text, (ili_setting){10.2, true, ink}, 0, 3);
            break;
        case ILI_BLOCK_PARAGRAPH: paragraph(s, b); break;
        case ILI_BLOCK_ITEM:
            if (!s->list) ili_pdf_group(s, "L"), s->list = true;
            item(s, b);
            if (!b->next || b->next->kind != ILI_BLOCK_ITEM) ili_pdf_ungroup(s, "L"), s->list = false;
            break;
        case ILI_BLOCK_FIELD: field(s, b); break;
        case ILI_BLOCK_TABLE: return ili_pdf_table(s, b);
        case ILI_BLOCK_FIGURE: return figures(s, b);
        case ILI_BLOCK_ASIDE: return aside(s, b);
        case ILI_BLOCK_PAGE:
            if (s->y > ILI_MARGIN_TOP) ili_pdf_next_page(s);
            break;
        case ILI_BLOCK_LINE: write_line(s, b); break;
        case ILI_BLOCK_ROW:
        case ILI_BLOCK_CELL:
        case ILI_BLOCK_ASIDE_END: break;
    }
    return b;
}

static const ili_block *draw(ili_pdf *s, const ili_block *from, const ili_block *end) {
    for (const ili_block *b = from; b && b != end; b = b->next) b = block(s, b);
    return end;
}

static void draw_all(ili_pdf *s, bool dry) {
    s->dry = dry, s->page = 1, s->y = 44, s->left = ILI_MARGIN_X, s->width = ILI_PAGE_W - 2*ILI_MARGIN_X, s->bar = s->tag = NULL, s->list = false;
    ili_pdf_group(s, "Document");
    put(s, "H1", s->d->title, (ili_setting){17, true, ink}, 0, 3);
    put(s, "P", s->d->running, (ili_setting){ILI_TEXT_SIZE, false, muted}, 0, 6);
    if (s->d->lead) put(s, "P", s->d->lead, (ili_setting){ILI_TEXT_SIZE, false, ink}, 0, 6);
    draw(s, s->d->first, NULL);
    ili_pdf_ungroup(s, "Document");
    s->pages = dry ? s->page : s->pages;
    edges(s);
}

// ---- the file ------------------------------------------------------------------------------------------------------------------------

static cairo_status_t take(void *out, const unsigned char *bytes, unsigned size) {
    ili_put_bytes(out, (const char *)bytes, size);
    return ((ili_out *)out)->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

// cairo gives the whole file up over a text that it cannot write: control characters and what is no character go first
static bool say(cairo_surface_t *surface, cairo_pdf_metadata_t what, const char *text) {
    ili_out clean = {0};
    ili_put_plain(&clean, text);
    if (clean.text) cairo_pdf_surface_set_metadata(surface, what, clean.text);
    bool done = !clean.failed;
    ili_out_free(&clean);
    return done;
}

// nothing of the clock: the day of writing is the caller's
static bool metadata(cairo_surface_t *surface, const ili_doc *d) {
    char date[40];
    snprintf(date, sizeof date, "%.10sT00:00:00Z", d->date ? d->date : "1970-01-01");
    return say(surface, CAIRO_PDF_METADATA_TITLE, d->title) && say(surface, CAIRO_PDF_METADATA_AUTHOR, d->author) && say(surface, CAIRO_PDF_METADATA_SUBJECT, d->subject) &&
           say(surface, CAIRO_PDF_METADATA_CREATOR, d->version) && say(surface, CAIRO_PDF_METADATA_CREATE_DATE, date) && say(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

il_status il_paper_pdf(il_paper *p, char **bytes, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_pdf s = {.d = p};
    ili_doc_close(p);
    s.surface = cairo_pdf_surface_create_for_stream(take, &o, ILI_PAGE_W, ILI_PAGE_H);
    cairo_pdf_surface_restrict_to_version(s.surface, CAIRO_PDF_VERSION_1_5); // its table of objects is text, which marking needs
    o.failed = !metadata(s.surface, p);
    s.cr = cairo_create(s.surface);
    s.letters = pango_cairo_create_layout(s.cr);
    draw_all(&s, true);
    draw_all(&s, false);
    cairo_show_page(s.cr);
    free_texts(&s);
    g_object_unref(s.letters);
    o.failed |= p->failed || s.failed || cairo_status(s.cr) != CAIRO_STATUS_SUCCESS;
    cairo_destroy(s.cr);
    cairo_surface_finish(s.surface);
    o.failed |= cairo_surface_status(s.surface) != CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(s.surface);
    ili_pdf_mark(&o, s.alt, s.nalt);
    free(s.alt);
    return ili_out_take(&o, bytes, size, err);
}
