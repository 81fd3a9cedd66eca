// xml_encoding.c - a text of XML brought to UTF-8, its declaration too
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "file/bytes.h"
#include "file/xml.h"

// characters 0x80 to 0x9f of Windows-1252, 0: none. The others are those of Latin-1, which has no printed ones here: texts that say ISO-8859-1 mean these.
static const unsigned short upper[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
                                         0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

typedef enum encoding { UTF8, WINDOWS_1252, OTHER } encoding;

/// What <?xml ... encoding="..."?> says, and where.
typedef struct declared {
    encoding kind;
    size_t   from, to; ///< the word in the text; equal: there is none
} declared;

static bool is_one_of(const char *word, size_t n, const char *const *list, int count) {
    for (int i = 0; i < count; i++)
        if (strlen(list[i]) == n && !strncasecmp(word, list[i], n)) return true;
    return false;
}

static declared declaration(const char *bytes, size_t size) {
    static const char *const plain[] = {"UTF-8", "UTF8", "US-ASCII", "ASCII"}, *const western[] = {"ISO-8859-1", "ISO8859-1", "ISO_8859-1", "Latin1", "Latin-1", "L1", "Windows-1252", "CP1252", "CP-1252"};
    static const char        word[] = "encoding";
    declared                 d = {.kind = UTF8};
    const char              *end = size > 5 && !memcmp(bytes, "<?xml", 5) ? memchr(bytes, '>', size) : NULL, *at = bytes;
    while (end && at + sizeof word < end && memcmp(at, word, sizeof word - 1)) at++;
    if (!end || at + sizeof word >= end) return d;
    at += sizeof word - 1;
    while (at < end && strchr(" \t\r\n=", *at)) at++;
    const char *close = at < end && (*at == '"' || *at == '\'') ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
    if (!close) return d;
    d.from = (size_t)(at + 1 - bytes), d.to = (size_t)(close - bytes);
    size_t n = d.to - d.from;
    d.kind = is_one_of(at + 1, n, plain, sizeof plain/sizeof *plain) ? UTF8 : is_one_of(at + 1, n, western, sizeof western/sizeof *western) ? WINDOWS_1252 : OTHER;
    return d;
}

/// The text while it is rewritten.
typedef struct recode {
    const char *file, *bytes;
    size_t      size;
    ili_text    out;
    il_error   *err;
} recode;

static il_status refuse(const recode *r, size_t at, const char *why) {
    int line, column;
    ili_text_place(r->bytes, r->size, at, &line, &column);
    return il_error_set(r->err, IL_BAD_SYNTAX, r->file, line, column, "the byte 0x%02x %s; save the file as UTF-8", (unsigned)(unsigned char)r->bytes[at], why);
}

static il_status put(recode *r, size_t at) {
    unsigned      byte = (unsigned char)r->bytes[at];
    unsigned long c = byte < 0x80 || byte > 0x9f ? byte : upper[byte - 0x80];
    char          utf8[4];
    if (!c) return refuse(r, at, "is neither UTF-8 nor a character of Windows-1252");
    ili_text_add_n(&r->out, utf8, ili_xml_utf8_of(c, utf8));
    return IL_OK;
}

// the bytes from ... to: as they are where they are UTF-8, unless each is a character
static il_status part(recode *r, size_t from, size_t to, bool each) {
    il_status status = IL_OK;
    while (from < to && status == IL_OK) {
        size_t n = 0;
        if (each)
            while (from + n < to && !((unsigned char)r->bytes[from + n] & 0x80)) n++;
        else if (ili_utf8_valid(r->bytes + from, to - from, &n)) n = to - from;
        ili_text_add_n(&r->out, r->bytes + from, n);
        from += n;
        if (from < to) status = put(r, from++);
    }
    return status;
}

il_status ili_xml_to_utf8(const char *file, const char *bytes, size_t size, int *stray, char **out, size_t *length, il_error *err) {
    recode   r = {file, bytes, size, {0}, err};
    declared d = declaration(bytes, size);
    size_t   bad = 0, high = 0;
    int      column;
    bool     marked = size >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3), wide = size >= 2 && (!memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "\xfe\xff", 2));
    *out = NULL, *length = 0, *stray = 0;
    if (marked || wide || memchr(bytes, 0, size)) return IL_OK; // UTF-8, or what ili_text_check() refuses
    bool valid = ili_utf8_valid(bytes, size, &bad);
    if (d.kind == UTF8 && valid) return IL_OK;
    while (d.kind == OTHER && high < size && !((unsigned char)bytes[high] & 0x80)) high++;
    if (d.kind == OTHER && high < size) return refuse(&r, high, "is in an encoding that is not read");
    if (d.kind == UTF8) ili_text_place(bytes, size, bad, stray, &column);
    r.out = ili_text_growing(3*size + 64);
    il_status status = part(&r, 0, d.from, d.kind == WINDOWS_1252);
    if (d.to > d.from) ili_text_add(&r.out, "UTF-8");
    if (status == IL_OK) status = part(&r, d.to, size, d.kind == WINDOWS_1252);
    if (status == IL_OK && r.out.status != IL_OK) status = il_error_set(err, r.out.status, file, 0, 0, "out of memory for the text of the file");
    if (status != IL_OK) ili_text_free(&r.out);
    else *out = r.out.bytes, *length = r.out.len;
    return status;
}

il_status ili_xml_parse_any(const char *file, const char *bytes, size_t size, ili_document *doc, il_error *err) {
    char     *now;
    size_t    length;
    int       stray;
    *doc = (ili_document){0};
    il_status status = ili_xml_to_utf8(file, bytes, size, &stray, &now, &length, err);
    if (status == IL_OK) status = ili_xml_parse(file, now ? now : bytes, now ? length : size, doc, err);
    if (status == IL_OK) doc->stray = stray;
    free(now);
    return status;
}
