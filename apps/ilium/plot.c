// plot.c - `ilium plot FILE COLUMN... -o PICTURE`: recorded or computed curves as SVG or PNG
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/plot.h"
#include "ilium/report.h"

static bool ends(const char *name, const char *with) {
    size_t n = strlen(name), k = strlen(with);
    return n > k && !strcmp(name + n - k, with);
}

// the columns that are named; without names the first ones
static int columns(const char *file, const il_table *t, const char *const *word, int n, int column[IL_PLOT_CURVES], int *count) {
    il_error err = {0};
    *count = n ? n : t->ncolumn < 3 ? t->ncolumn : 3;
    for (int i = 0; i < *count; i++) {
        column[i] = i;
        if (!n || !il_table_need(t, word[i], &column[i], &err)) continue;
        snprintf(err.file, sizeof err.file, "%s", file);
        return app_failed(&err);
    }
    return EXIT_DONE;
}

int app_plot(int argc, char **argv) {
    const char      *word[1 + IL_PLOT_CURVES] = {0}, *out = NULL, *title = NULL;
    const app_option options[] = {{.name = "-o", .value = &out}, {.name = "--title", .value = &title}};
    il_table        *t = NULL;
    il_error         err = {0};
    int              column[IL_PLOT_CURVES], n = 0, named = 0;
    char            *bytes = NULL;
    size_t           size = 0;
    int              code = app_operands("plot", argc, argv, options, 2, word, 1 + IL_PLOT_CURVES);
    if (!code && !word[0]) code = app_usage("plot", "a table (.mot, .sto, .trc, .c3d) is missing", NULL);
    if (!code && !out) code = app_usage("plot", "the picture to write is missing: -o FILE.svg or FILE.png", NULL);
    if (!code && !ends(out, ".svg") && !ends(out, ".png")) code = app_usage("plot", "a picture is .svg or .png, not", out);
    if (code) return code;
    while (named < IL_PLOT_CURVES && word[1 + named]) named++;
    if (il_table_read(word[0], &t, &err)) return app_failed(&err);
    code = columns(word[0], t, word + 1, named, column, &n);
    if (!code && il_plot(t, n, column, title ? title : t->name, ends(out, ".png"), &bytes, &size, &err)) code = app_failed(&err);
    if (!code) code = app_publish(out, bytes, size);
    il_report_free(bytes), il_table_free(t);
    return code;
}
