// model_export.c - `ilium model export FILE`: the body, of any person with any condition, as an OpenSim or MuJoCo model
#include <stdio.h>
#include <string.h>

#include "ilium/io_mjcf.h"
#include "ilium/io_osim.h"
#include "ilium/version.h"
#include "setup.h"

// program, data, person and conditions in sentences
static void origin_of(const setup_wish *o, const setup *x, size_t size, char *text) {
    int n = snprintf(text, size, "Written by Ilium %s from its built-in body. Data %s%s.", il_version(), il_data_hash(x->data),
                     il_data_modified(x->data) ? " (locally modified)" : "");
    if (o->sex) n += snprintf(text + n, size - (size_t)n, " Person: %s.", o->sex);
    for (int i = 0; i < x->tables->n_scaling && i < SETUP_MEASURES && n < (int)size - 200; i++)
        if (o->measure[i]) n += snprintf(text + n, size - (size_t)n, " %s %.40s.", x->tables->scaling[i].flag, o->measure[i]);
    if (x->with) snprintf(text + n, size - (size_t)n, " Conditions and parameters: %s.", x->with);
}

static int export_to(const char *path, bool mjcf, const setup_wish *o, const setup *x) {
    char     origin[3000];
    char    *text = NULL;
    size_t   size;
    il_error err = {0};
    origin_of(o, x, sizeof origin, origin);
    il_osim_about about = {.name = "ilium_body", .origin = origin};
    if (mjcf ? il_mjcf_write(x->body->m, x->person, about.name, origin, &text, &size, &err) : il_osim_write(x->body->m, x->person, &about, &text, &size, &err)) return app_failed(&err);
    int code = app_publish(path, text, size);
    il_file_free(text);
    return code;
}

int app_model_export(int argc, char **argv) {
    setup_wish       o = {0};
    setup            x = {0};
    il_error         err = {0};
    const char      *format = "osim";
    const app_option own[] = {{.name = "--format", .value = &format}};
    int              code = setup_read("model", argc, argv, own, 1, &o, &x);
    if (!code && strcmp(format, "osim") && strcmp(format, "mjcf")) code = app_usage("model", "a model is exported as osim or mjcf, not as", format);
    if (!code && !o.scenario) code = app_usage("model", "`ilium model export` needs the name of the file to write", NULL);
    if (!code && setup_person(&o, &x, &err)) code = app_failed(&err);
    if (!code) code = export_to(o.scenario, !strcmp(format, "mjcf"), &o, &x);
    setup_close(&x);
    return code;
}
