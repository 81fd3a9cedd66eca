// model.c - `ilium model`: what the built-in body consists of
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"

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

// every elementary parameter of a condition, and the conditions made of them
static void conditions(const il_knowledge *k) {
    printf("%-28s %-6s %8s %8s %8s  %s\n", "parameter (--set)", "unit", "from", "to", "neutral", "what it does");
    for (int i = 0; i < IL_NPARAMETER; i++) {
        const il_parameter *p = &k->parameter[i];
        printf("%-28s %-6s %8g %8g %8g  %s\n", p->id, p->unit, p->low, p->high, p->neutral, p->law);
    }
    printf("\n* is a group or the name of a part without its side: psoas, sacroiliac, L4_L5_disc. --set ID[:right|left]=VALUE\n");
    printf("\n%-28s %s\n", "condition (--with)", "parameters at severity 1");
    for (int c = 0; c < k->ncondition; c++) {
        if (!k->condition[c].simulated) continue;
        printf("%-28s", k->condition[c].id);
        for (int i = 0, n = 0; i < k->nchange; i++) {
            const il_change *x = &k->change[i];
            if (x->condition != c) continue;
            const char *id = il_parameter_id(x->parameter), *star = strchr(id, '*');
            int         before = star ? (int)(star - id) : (int)strlen(id);
            printf("%s %.*s%s%s%s=%g", n++ ? "," : "", before, id, x->target, star ? star + 1 : "", x->same_side ? "" : ":other", x->value);
        }
        printf("\n");
    }
}

// the measures of a person
static void person(const il_body_tables *t) {
    printf("%-24s %-7s %8s %8s %8s %8s  %s\n", "measure (--...)", "unit", "woman", "man", "from", "to", "changes");
    for (int i = 0; i < t->n_scaling; i++) {
        const il_scaling_row *r = &t->scaling[i];
        char                  woman[32] = "", man[32] = "";
        if (r->woman != 0) snprintf(woman, sizeof woman, "%.4g", r->woman), snprintf(man, sizeof man, "%.4g", r->man);
        printf("%-24s %-7s %8s %8s %8g %8g  %s\n", r->flag, r->unit, woman, man, r->low, r->high, r->changes);
    }
}

int app_model(int argc, char **argv) {
    if (argc && !strcmp(argv[0], "export")) return app_model_export(argc - 1, argv + 1);
    if (argc && !strcmp(argv[0], "draw")) return app_model_draw(argc - 1, argv + 1);
    const char      *folder = NULL, *operand;
    bool             list = false;
    const app_option options[] = {{.name = "--data", .value = &folder}, {.name = "--muscles", .flag = &list}};
    int              wrong = app_options("model", argc, argv, options, 2, &operand);
    if (wrong) return wrong;
    bool of_conditions = operand && !strcmp(operand, "conditions"), of_person = operand && !strcmp(operand, "person");
    if (operand && !of_conditions && !of_person) return app_usage("model", "there is conditions and person, but no", operand);

    il_error              err = {0};
    il_data_dir          *data = NULL;
    const il_body_tables *tables = NULL;
    il_body              *body = NULL;
    il_knowledge         *knowledge = NULL;
    bool failed = il_data_open(folder, &data, &err) || il_body_tables_read(data, &tables, &err) || il_body_create(tables, &body, &err);
    if (!failed && of_conditions) failed = il_knowledge_read(data, &knowledge, &err) != IL_OK;
    if (!failed && of_conditions) conditions(knowledge);
    else if (!failed && of_person) person(tables);
    else if (!failed && list) muscles(body->m);
    else if (!failed) sizes(body);
    il_knowledge_free(knowledge);
    il_body_free(body);
    il_body_tables_free(tables);
    il_data_close(data);
    if (failed) return app_failed(&err);
    return app_print("", 0);
}
