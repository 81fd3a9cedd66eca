// doc.h - a document as a list of blocks: built once, drawn as one HTML file or as PDF (doc_html.c, doc_pdf.c)
//
// Every function that begins a piece of text gives an ili_out to write into, until the next block begins. What comes from outside is put with ili_put_plain(),
// so that the marks below, which are control characters, can stand in no text but ours. Memory that runs out is remembered and shows when the document is drawn.
#ifndef ILI_DOC_H
#define ILI_DOC_H
#include "base/arena.h"
#include "ilium/paper.h"
#include "ilium/screen.h"
#include "report/picture.h"

// marks inside a text; they do not nest
#define ILI_STRONG "\x01" ///< bold
#define ILI_PALE   "\x02" ///< small and muted
#define ILI_TAG    "\x03" ///< on a chip
#define ILI_CITE   "\x06" ///< the number of a citation
#define ILI_URL    "\x07" ///< an address that ili_citation_resolve() made
#define ILI_END    "\x04" ///< ends any of these
#define ILI_LINE   "\x05" ///< a new line
/// The marks as characters.
enum { ILI_MARK_STRONG = 1, ILI_MARK_PALE, ILI_MARK_TAG, ILI_MARK_END, ILI_MARK_LINE, ILI_MARK_CITE, ILI_MARK_URL };

/// How a paragraph sounds. KEY: with a bar beside it. DO: bold. SMALL: muted and small.
typedef enum ili_tone { ILI_TONE_PLAIN, ILI_TONE_DO, ILI_TONE_MUTED, ILI_TONE_SMALL, ILI_TONE_KEY, ILI_NTONE } ili_tone;

typedef enum ili_block_kind {
    ILI_BLOCK_SECTION,   ///< text: its heading; id; level: "" or a class that colours it ("emergency")
    ILI_BLOCK_HEADING,
    ILI_BLOCK_PARAGRAPH,
    ILI_BLOCK_ITEM,      ///< of a list
    ILI_BLOCK_FIELD,     ///< label and text
    ILI_BLOCK_TABLE,     ///< text: its caption; rows follow
    ILI_BLOCK_ROW,
    ILI_BLOCK_CELL,      ///< text, then a picture, each may be absent
    ILI_BLOCK_FIGURE,    ///< a picture with its caption; several in a row stand side by side
    ILI_BLOCK_ASIDE,     ///< a picture; what follows up to ILI_BLOCK_ASIDE_END stands beside it
    ILI_BLOCK_ASIDE_END,
    ILI_BLOCK_PAGE,      ///< a new page on paper
    ILI_BLOCK_LINE       ///< a line to write on; text: what under it
} ili_block_kind;

/// A column: its head and its share of the table's width.
typedef struct ili_column {
    const char *head;
    double      share;
} ili_column;

enum { ILI_COLUMNS_MOST = 10 };

typedef struct ili_block {
    struct ili_block *next;
    ili_block_kind    kind;
    ili_tone          tone;
    const char       *id, *label, *text;
    bool              tall; ///< a table whose empty cells are to be written in
    int               span, ncolumn;
    ili_column       *column;
    ili_picture       picture;
} ili_block;

/// A source that a data row names, in the words of the row.
typedef struct ili_citation {
    const char      *text;
    il_source_status status;
    const char      *doi, *pmid, *pmc, *url; ///< what the words hold of these, or NULL
} ili_citation;

struct il_paper {
    const char   *title, *author, *subject, *running, *date, *version; ///< running: the header of every page; date: YYYY-MM-DD or NULL
    ili_arena     arena;
    ili_block    *first, *newest;
    ili_out       text;      ///< the text that is open
    bool          open, failed;
    int           ncitation, citation_room;
    ili_citation *citation;
};
typedef il_paper ili_doc;

ili_doc *ili_doc_create(void); ///< NULL when memory is out
/// A copy of a formatted or plain text that lives as long as the document; "" when memory is out.
const char *ili_doc_keep(ili_doc *d, const char *text);

void     ili_doc_section(ili_doc *d, const char *id, const char *heading);
void     ili_doc_level(ili_doc *d, const char *class); ///< the colour of the section just begun
ili_out *ili_doc_heading(ili_doc *d);
ili_out *ili_doc_paragraph(ili_doc *d, ili_tone tone);
ili_out *ili_doc_item(ili_doc *d);
ili_out *ili_doc_source(ili_doc *d, int number); ///< the item of a citation, to which its numbers lead
ili_out *ili_doc_field(ili_doc *d, const char *label);
/// @param column  ended by one without head; copied
ili_out *ili_doc_table(ili_doc *d, const char *class, const ili_column *column);
void     ili_doc_row(ili_doc *d);
ili_out *ili_doc_cell(ili_doc *d);
ili_out *ili_doc_wide_cell(ili_doc *d, int span);
/// The last cell also holds this picture; the document takes it.
void     ili_doc_cell_picture(ili_doc *d, ili_picture p);
ili_out *ili_doc_figure(ili_doc *d, ili_picture p); ///< the text is its caption; the document takes the picture
void     ili_doc_aside(ili_doc *d, ili_picture p);
void     ili_doc_aside_end(ili_doc *d);
void     ili_doc_page(ili_doc *d);
ili_out *ili_doc_line(ili_doc *d);
/// The number of a source, written behind the open text; a source without words is nothing. The same words have the same number.
void     ili_doc_cite(ili_doc *d, const char *source, il_source_status status);
/// Close the open text; the drawers call it.
void     ili_doc_close(ili_doc *d);

/// One run of a text: from *text on, its mark (0 = none), its bytes. False at the end.
bool ili_doc_run(const char **text, char *mark, const char **bytes, size_t *size);

/// What a source's words hold that can be resolved.
void ili_citation_resolve(ili_doc *d, ili_citation *c);

#endif
