// model.c - `ilium model`: what the built-in body consists of
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io_body.h"

static void sizes(const il_body *body) {
    const il_model *m = body->m;
    double          mass = 0;
    int             primary = 0;
    for (int i = 0; i < m->nbody; i++) mass += m->nominal->body_mass[i];
    for (int i = 0; i < m->nq; i++) primary += m->coordinate_role[i] == IL_PRIMARY;
    printf("bodies        %d, %.1f kg together\n", m->nbody - 1, mass);
    printf("coordinates   %d: %d primary, %d secondary\n", m->nq, primary, m->nq - primary);
    printf("muscles       %d\nligaments     %d\npath points   %d, %d of %d paths touch %d wrapping surfaces\n", m->nmuscle, m->nligament, m->npoint,
           m->npathwrap, m->npath, m->nwrap);
    printf("bushings      %d (discs, sacroiliac joints, symphysis)\n", m->nbushing);
    printf("joint limits  %d\ncontact pads  %d on %d planes\nlandmarks     %d\n", m->nlimit, m->npad, m->nplane, m->nmarker);
}

static void muscles(const il_model *m) {
    const il_params *p = m->nominal;
    printf("%-24s %10s %12s %12s\n", "muscle", "f_max [N]", "fibre [mm]", "tendon [mm]");
    for (int i = 0; i < m->nmuscle; i++)
        printf("%-24s %10.0f %12.1f %12.1f\n", m->muscle_name[i], p->muscle_f_max[i], 1e3 * p->muscle_l_opt[i], 1e3 * p->muscle_l_slack[i]);
}

int app_model(int argc, char **argv) {
    if (argc && !strcmp(argv[0], "export")) return app_model_export(argc - 1, argv + 1);
    const char      *folder = NULL, *operand;
    bool             list = false;
    const app_option options[] = {{.name = "--data", .value = &folder}, {.name = "--muscles", .flag = &list}};
    int              wrong = app_options("model", argc, argv, options, 2, &operand);
    if (wrong) return wrong;
    if (operand) return app_usage("model", "this command takes no operand:", operand);

    il_error              err = {0};
    il_data_dir          *data = NULL;
    const il_body_tables *tables = NULL;
    il_body              *body = NULL;
    bool failed = il_data_open(folder, &data, &err) || il_body_tables_read(data, &tables, &err) || il_body_create(tables, &body, &err);
    if (!failed && list) muscles(body->m);
    else if (!failed) sizes(body);
    il_body_free(body);
    il_body_tables_free(tables);
    il_data_close(data);
    if (failed) return app_failed(&err);
    return app_print("", 0);
}
