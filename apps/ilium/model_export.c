// model_export.c - `ilium model export FILE`: the body as an OpenSim model
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io_body.h"
#include "ilium/io_osim.h"
#include "ilium/version.h"

static il_status export_to(const char *path, const il_data_dir *data, const il_model *m, const il_params *p, il_error *err) {
    char          origin[400];
    char         *text = NULL;
    size_t        size;
    snprintf(origin, sizeof origin, "Written by Ilium %s from its built-in body. Data %s%s.", il_version(), il_data_hash(data),
             il_data_modified(data) ? " (locally modified)" : "");
    il_osim_about about = {.name = "ilium_body", .origin = origin};
    il_status     s = il_osim_write(m, p, &about, &text, &size, err);
    if (!s) s = il_file_write(path, text, size, err);
    il_file_free(text);
    return s;
}

int app_model_export(int argc, char **argv) {
    const char      *folder = NULL, *path;
    const app_option options[] = {{.name = "--data", .value = &folder}};
    int              wrong = app_options("model", argc, argv, options, sizeof options / sizeof *options, &path);
    if (wrong) return wrong;
    if (!path) return app_usage("model", "`ilium model export` needs the name of the file to write", NULL);

    il_error              err = {0};
    il_data_dir          *data = NULL;
    const il_body_tables *tables = NULL;
    il_body              *body = NULL;
    bool failed = il_data_open(folder, &data, &err) || il_body_tables_read(data, &tables, &err) || il_body_create(tables, &body, &err) ||
                  export_to(path, data, body->m, body->m->nominal, &err);
    il_body_free(body);
    il_body_tables_free(tables);
    il_data_close(data);
    return failed ? app_failed(&err) : EXIT_DONE;
}
