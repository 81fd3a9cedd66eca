// static.c - the files of the browser app: those compiled in, or a folder for who works on it
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/server.h"
#include "http/web.h"

enum { STATIC_LIMIT = 16 << 20 };

static const char *type_of(const char *path) {
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
                                           {".json", "application/json"},         {".svg", "image/svg+xml"},                 {".png", "image/png"},
                                           {".woff2", "font/woff2"},              {".wasm", "application/wasm"},              {".txt", "text/plain; charset=utf-8"},
                                           {".webmanifest", "application/manifest+json"}};
    const char *end = strrchr(path, '.');
    for (size_t i = 0; end && i < sizeof types / sizeof *types; i++)
        if (!strcmp(end, types[i][0])) return types[i][1];
    return "application/octet-stream";
}

// "assets/index-1a2b.js": every part is a name
static bool clean_path(const char *path) {
    char part[ILI_NAME];
    for (;;) {
        size_t n = strcspn(path, "/");
        if (n >= sizeof part) return false;
        memcpy(part, path, n);
        part[n] = 0;
        if (!ili_is_name(part)) return false;
        if (!path[n]) return true;
        path += n + 1;
    }
}

// ---- compiled in ---------------------------------------------------------------------------------------------------------------------------------

static const ili_web_file *find(const char *path, const char *ending) {
    char full[200];
    snprintf(full, sizeof full, "%s%s", path, ending);
    for (size_t i = 0; i < ili_nweb; i++)
        if (!strcmp(ili_web_files[i].path, full)) return &ili_web_files[i];
    return NULL;
}

static bool accepts(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *p = list ? list : ""; *p; p += strcspn(p, ",") + (p[strcspn(p, ",")] == ',')) {
        p += strspn(p, " ");
        if (!strncmp(p, word, n) && (!p[n] || p[n] == ',' || p[n] == ' ') ) return true;
        if (!strncmp(p, word, n) && p[n] == ';' && !strstr(p + n, "q=0,") && strncmp(p + n, ";q=0", 5) != 0) return true;
    }
    return false;
}

// no release: the bytes are the program's
static void reply_constant(ili_reply *out, const char *bytes, size_t size) {
    union {
        const char *is;
        char       *as;
    } b = {bytes};
    out->bytes = b.as, out->size = size;
}

static bool compiled(ili_request *r, ili_reply *out, const char *path) {
    const ili_web_file *f = find(path, ""), *br = find(path, ".br"), *gz = find(path, ".gz");
    if (!f) return false;
    if (br && accepts(r->encoding, "br")) f = br, out->encoding = "br";
    else if (gz && accepts(r->encoding, "gzip")) f = gz, out->encoding = "gzip";
    out->status = 200, out->type = type_of(path);
    snprintf(out->etag, sizeof out->etag, "\"%.32s-%s\"", ili_web_hash, out->encoding ? out->encoding : "id");
    // names under assets/ hold a hash of what is in them
    out->cache = strncmp(path, "assets/", 7) ? "no-cache" : "public, max-age=31536000, immutable";
    if (r->if_none_match && strstr(r->if_none_match, out->etag)) out->status = 304, out->encoding = NULL;
    else reply_constant(out, f->bytes, f->size);
    return true;
}

// ---- a folder --------------------------------------------------------------------------------------------------------------------------------------

static void release(void *bytes) { il_file_free(bytes); }

static bool from_folder(ili_request *r, ili_reply *out, const char *path) {
    char     full[4096];
    char    *bytes;
    size_t   size;
    il_error err;
    snprintf(full, sizeof full, "%s/%s", r->server->web, path);
    if (il_file_read(full, STATIC_LIMIT, &bytes, &size, &err)) return false;
    ili_reply_text(out, 200, type_of(path), bytes, size, release);
    return true;
}

// ---- the answer ------------------------------------------------------------------------------------------------------------------------------------

static const char unbuilt[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ilium</title><h1>The browser app is not built</h1>"
    "<p>This program was built without it. With npm at hand: <code>make web</code>, then <code>build/release/ilium serve</code> again. "
    "The API under <code>/api/</code> answers all the same.</p></html>";

bool il_server_has_app(const il_server *s) { return s->web || find("index.html", "") != NULL; }

void ili_static(ili_request *r, ili_reply *out) {
    const char *path = r->path[0] == '/' ? r->path + 1 : r->path;
    bool        get = !strcmp(r->method, "GET") || !strcmp(r->method, "HEAD");
    if (!*path) path = "index.html";
    if (!get) {
        ili_reply_error(out, 405, "this path does not take this method", NULL, "GET");
        out->allow = "GET, HEAD";
    } else if (!clean_path(path)) {
        ili_log(r->server, "404 a path that is none");
        ili_reply_error(out, 404, "there is no such file", NULL, NULL);
    } else if (r->server->web ? from_folder(r, out, path) : compiled(r, out, path)) {
        return;
    } else if (!il_server_has_app(r->server) && !strcmp(path, "index.html")) {
        reply_constant(out, unbuilt, sizeof unbuilt - 1);
        out->status = 200, out->type = "text/html; charset=utf-8";
    } else {
        ili_reply_error(out, 404, "there is no such file", NULL, NULL);
    }
}
