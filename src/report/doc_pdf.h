// doc_pdf.h - the pieces of the PDF drawer: a page that fills from above, text that flows over pages, tables
#ifndef ILI_DOC_PDF_H
#define ILI_DOC_PDF_H
#include "report/doc.h"
#include "report/picture_cairo.h"

/// A page of A4 and its margins in points; sizes of letters.
enum { ILI_PAGE_W = 595, ILI_PAGE_H = 842, ILI_MARGIN_X = 48, ILI_MARGIN_TOP = 62, ILI_MARGIN_BOTTOM = 58 };
#define ILI_TEXT_SIZE 9.0
#define ILI_SMALL_SIZE 7.6

/// How a text is set.
typedef struct ili_setting {
    double      size;
    bool        bold;
    const char *colour;
} ili_setting;

/// A text of the document as it was set: shaping letters takes longer than drawing them, and a page is laid out dry before it is drawn.
typedef struct ili_set_text {
    const char          *text;
    double               size, width, height;
    bool                 bold;
    PangoLayout         *layout;
    struct ili_set_text *next;
} ili_set_text;

enum { ILI_SET_TEXTS = 1024 };

typedef struct ili_pdf {
    const ili_doc   *d;
    cairo_surface_t *surface;
    cairo_t         *cr;
    PangoLayout     *flow;    ///< the text that fills the page
    PangoLayout     *letters; ///< of pictures, of the head and foot of a page
    PangoLayout     *cell[ILI_COLUMNS_MOST];
    ili_set_text    *set[ILI_SET_TEXTS]; ///< by the text's address; flow and cells are some of these
    double           y, left, width;
    int              page, pages; ///< pages: as counted by the dry run
    bool             dry;         ///< places everything and draws nothing
    const char      *bar;         ///< colour of the bar beside a section of danger, or NULL
    bool             list;        ///< within a list
    const char      *tag;         ///< what the text that is being drawn is to a screen reader, or NULL
    const char     **alt;     ///< [nalt] what each picture tells who cannot see it, in the order in which they were drawn
    int              nalt;
    bool             failed;
} ili_pdf;

double ili_pdf_bottom(void);
/// Draw head and foot, begin the next page.
void   ili_pdf_next_page(ili_pdf *s);
/// What is drawn from here is a `tag` of PDF's standard structure ("P", "H1", "TD" ...), up to ili_pdf_untag(); on several pages it is one on each.
void   ili_pdf_tag(ili_pdf *s, const char *tag);
void   ili_pdf_untag(ili_pdf *s);
/// A part that holds such ("Table", "TR", "L"); it may go over pages.
void   ili_pdf_group(ili_pdf *s, const char *tag);
void   ili_pdf_ungroup(ili_pdf *s, const char *tag);
/// A whole file says that it is tagged, and in which language; each picture has its words (doc_pdf_marked.c). @return whether it could be done
bool   ili_pdf_mark(ili_out *file, const char *const *alt, int nalt);
/// Begin the next page where less than `height` is left.
void   ili_pdf_need(ili_pdf *s, double height);
/// Go down, drawing the bar beside.
void   ili_pdf_down(ili_pdf *s, double height);
/// Set a marked text of the document, which lives as long as it does, at this width. @return its height
double ili_pdf_set(ili_pdf *s, PangoLayout **layout, const char *text, ili_setting set, double width);
/// Let a layout flow down the page from here, line by line, over pages.
void   ili_pdf_flow(ili_pdf *s, PangoLayout *layout, double x, const char *colour);
/// Draw a picture, not wider than `width`. @return its height as drawn
double ili_pdf_picture(ili_pdf *s, const ili_picture *p, double x, double y, double width);
double ili_pdf_picture_height(const ili_picture *p, double width);
/// The height of a table's caption, head and first row.
double ili_pdf_table_start(ili_pdf *s, const ili_block *table);
/// Draw a table. @return the last block that belonged to it
const ili_block *ili_pdf_table(ili_pdf *s, const ili_block *table);

#endif
