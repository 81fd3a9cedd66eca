// scene_body.c - GET /api/body: what the drawn body consists of, and what explore can change in it
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/scene.h"
#include "ilium/io_day.h"
#include "ilium/measured.h"
#include "ilium/tasks.h"

static const char *side_word(il_side side) {
    static const char *const words[] = {"", "right", "left", "both"};
    return words[(unsigned)side < 4 ? side : 0];
}

// "gluteus_maximus" is "gluteus maximus"; a side's ending goes
static const char *plain(const char *name, char *buf, size_t size) {
    snprintf(buf, size, "%s", name);
    size_t n = strlen(buf);
    if (il_side_of(buf) != IL_SIDE_NONE && n > 2) buf[n - 2] = 0;
    for (char *c = buf; *c; c++)
        if (*c == '_') *c = ' ';
    return buf;
}

// ---- where pain of a structure is felt -------------------------------------------------------------------------------------------

// groups of the body's tables and the structure of regions/pain_patterns.csv that they are
static const struct { const char *group, *structure; } felt[] = {
    {"psoas", "iliopsoas"}, {"iliacus", "iliopsoas"}, {"adductors", "adductors"}, {"gluteus_maximus", "gluteus_maximus"}, {"gluteus_medius", "gluteus_medius"},
    {"gluteus_minimus", "gluteus_minimus"}, {"hamstrings", "hamstrings"}, {"piriformis", "piriformis"}, {"tensor_fasciae_latae", "tensor_fasciae_latae"},
    {"quadratus_lumborum", "ql_deep"}, {"quadratus_lumborum", "ql_superficial"}, {"longissimus", "lumbar_extensors"}, {"iliocostalis", "lumbar_extensors"},
    {"multifidus", "lumbar_extensors"}, {"obturators", "deep_rotators"}, {"gemelli", "deep_rotators"}, {"quadratus_femoris", "deep_rotators"}, {"iliolumbar", "iliolumbar"},
    {"sacroiliac", "sij"}, {"iliotibial_band", "itb"}, {"nerve", "sciatic_deep_gluteal"}, {"facet_capsule", "facet"}, {"hip_capsule", "hip_joint"}, {"disc", "disc"}, {"hip", "hip_joint"},
};

static json_t *refers(const il_knowledge *k, const char *group) {
    json_t *list = json_array();
    for (size_t f = 0; f < sizeof felt/sizeof *felt; f++) {
        if (strcmp(felt[f].group, group)) continue;
        for (int i = 0; i < k->npattern; i++) {
            const il_pattern *p = &k->pattern[i];
            if (strcmp(p->structure, felt[f].structure) || p->role == IL_PATTERN_AGAINST) continue;
            json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:s}", "region", k->region[p->region].code, "name", k->region[p->region].name, "essential",
                                                  p->role == IL_PATTERN_ESSENTIAL, "source", p->source));
        }
    }
    return list;
}

// ---- parts -----------------------------------------------------------------------------------------------------------------------

static json_t *bone(const ili_stage *s, int i) {
    const il_bone *b = il_bones_get(s->bones, i);
    // the left is the right's mirror: its triangles turned
    bool    mirrored = b->side == IL_SIDE_LEFT && b->twin != IL_NONE;
    json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:o}", "id", b->name, "label", b->label, "side", side_word(b->side), "kind",
                          b->kind == IL_BONE_CARTILAGE ? "cartilage" : "bone", "body", b->body, "vertices", b->nvertex, "points", ili_pack_points(b->vertex, 3*(size_t)b->nvertex));
    if (!o) return NULL;
    if (mirrored) json_object_set_new(o, "mirror", json_integer(b->twin));
    else json_object_set_new(o, "triangles", ili_pack_indices(b->triangle, 3*(size_t)b->ntriangle)), json_object_set_new(o, "open", ili_pack_shares(b->open, (size_t)b->nvertex));
    return o;
}

static const il_muscles_row *muscle_row(const il_body_tables *t, const char *name) {
    size_t n = strlen(name);
    for (int i = 0; i < t->n_muscles; i++)
        if (strlen(t->muscles[i].name) == n && !strncmp(t->muscles[i].name, name, n - 1)) return &t->muscles[i];
    return NULL;
}

static const il_ligaments_row *ligament_row(const il_body_tables *t, const char *name) {
    size_t n = strlen(name), stem = il_side_of(name) == IL_SIDE_NONE ? n : n - 1;
    for (int i = 0; i < t->n_ligaments; i++)
        if (strlen(t->ligaments[i].name) == n && !strncmp(t->ligaments[i].name, name, stem)) return &t->ligaments[i];
    return NULL;
}

static json_t *muscle(const ili_stage *s, int i) {
    const il_model       *m = s->body->m;
    const il_muscles_row *row = muscle_row(s->body->tables, m->muscle_name[i]);
    const char           *group = s->body->groups.muscle[i];
    char                  name[96], label[200], of[96];
    double                volume = il_muscle_volume(s->body, m->nominal, i);
    il_belly              belly = il_muscle_belly(s->body, m->nominal, i, volume, 0.2);
    plain(m->muscle_name[i], name, sizeof name), plain(group, of, sizeof of);
    snprintf(label, sizeof label, "%s (%s)", of, name);
    json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:f, s:f, s:f, s:f, s:o}", "id", m->muscle_name[i], "label", label, "group", group, "side", side_word(il_side_of(m->muscle_name[i])), "strength",
                          m->nominal->muscle_f_max[i], "volume", volume, "from", belly.from, "to", belly.to, "refers", refers(s->knowledge, group));
    if (o && row) json_object_set_new(o, "sources", json_pack("[s, s, s]", row->source_f_max, row->source_l_opt, row->source_passive));
    return o;
}

static json_t *ligament(const ili_stage *s, int i) {
    const il_model         *m = s->body->m;
    const il_ligaments_row *row = ligament_row(s->body->tables, m->ligament_name[i]);
    const char             *group = s->body->groups.ligament[i];
    char                    label[96];
    plain(m->ligament_name[i], label, sizeof label);
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:o, s:o}", "id", m->ligament_name[i], "label", label, "group", group, "side", side_word(il_side_of(m->ligament_name[i])), "nerve",
                     !strcmp(group, "nerve"), "refers", refers(s->knowledge, group), "sources", row ? json_pack("[s]", row->source) : json_array());
}

static json_t *discs(const ili_stage *s) {
    static const char *const name[] = {"L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2", "T12_L1"};
    json_t *list = json_array();
    for (int i = 0; i < 6; i++) {
        char id[40], label[60], two[16];
        snprintf(id, sizeof id, "%s_disc", name[i]);
        snprintf(two, sizeof two, "%s", name[i]);
        *strchr(two, '_') = '-';
        snprintf(label, sizeof label, "disc %s", two);
        const char *source = "";
        for (int k = 0; k < s->body->tables->n_bushings; k++)
            if (!strcmp(s->body->tables->bushings[k].name, id)) source = s->body->tables->bushings[k].source;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:[s]}", "id", id, "level", name[i], "label", label, "refers", refers(s->knowledge, "disc"), "sources", source));
    }
    return list;
}

static json_t *outcomes(const ili_stage *s, il_error *err) {
    il_outcomes *o = NULL;
    json_t      *list = json_array();
    if (il_outcomes_create(s->body, &o, err)) return json_decref(list), NULL;
    for (int i = 0; i < il_outcomes_count(o); i++) json_array_append_new(list, json_pack("[s, s]", il_outcomes_info(o, i)->name, il_outcomes_info(o, i)->unit));
    il_outcomes_free(o);
    return list;
}

// ---- what explore offers ---------------------------------------------------------------------------------------------------------

static json_t *measures(const il_body_tables *t) {
    json_t *list = json_array();
    for (int i = 0; i < t->n_scaling; i++) {
        const il_scaling_row *r = &t->scaling[i];
        json_t *o = json_pack("{s:s, s:s, s:s, s:f, s:f, s:s, s:s}", "id", r->flag, "name", r->name, "unit", r->unit, "low", r->low, "high", r->high, "changes", r->changes, "source", r->source);
        if (o && r->woman != 0.0) json_object_set_new(o, "woman", json_real(r->woman)), json_object_set_new(o, "man", json_real(r->man));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *conditions(const il_knowledge *k) {
    json_t *list = json_array();
    for (int i = 0; i < k->ncondition; i++) {
        const il_condition *c = &k->condition[i];
        if (!c->simulated) continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:f, s:s, s:s}", "id", c->id, "name", c->name, "sided", c->sided, "full", c->severity_unit_value, "unit", c->severity_unit, "source",
                                              c->source));
    }
    return list;
}

static json_t *parameters(const il_knowledge *k) {
    json_t *list = json_array();
    for (int i = 0; i < IL_NPARAMETER; i++) {
        const il_parameter *p = &k->parameter[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:f, s:f, s:s, s:s}", "id", p->id, "unit", p->unit, "low", p->low, "high", p->high, "neutral", p->neutral, "law", p->law, "source", p->source));
    }
    return list;
}

static json_t *tasks(const ili_stage *s, il_error *err) {
    il_tasks *all = NULL;
    json_t   *list = json_array();
    if (il_tasks_read_all(s->data, NULL, 0, &all, err)) return json_decref(list), NULL;
    for (int i = 0; i < all->ntask; i++) {
        const il_task_def *t = &all->task[i];
        json_t            *how = json_array();
        for (int p = 0; p < t->nparam; p++)
            json_array_append_new(how, json_pack("{s:s, s:s, s:f, s:f, s:f}", "name", t->param[p].name, "unit", t->param[p].unit, "value", t->param[p].value, "low", t->param[p].low, "high", t->param[p].high));
        json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:b, s:[f,f,f], s:o}", "id", t->id, "name", t->name ? t->name : t->id, "sided", t->sided, "held", t->held, "up", t->up[0], t->up[1],
                                              t->up[2], "how", how));
    }
    il_tasks_free(all);
    return list;
}

// published limits of a load, of structures that have one: rows of data/tissue whose threshold was found; what is assumed is no norm
// an end of the range stands only where it is published too: a guess of ours is no limit
static void put_end(json_t *limit, const char *end, const char *end_status, double x, const char *status) {
    bool published = !strcmp(status, "found") || !strcmp(status, "recalled");
    json_object_set_new(limit, end, published ? json_real(x) : json_null());
    json_object_set_new(limit, end_status, published ? json_string(status) : json_null());
}

static json_t *limits(const ili_stage *s, il_error *err) {
    il_tissue *t = NULL;
    json_t    *list = json_array();
    if (il_tissue_read(s->data, &t, err)) return json_decref(list), NULL;
    for (int i = 0; i < t->nstructure; i++) {
        const il_tissue_structure *x = &t->structure[i];
        if (strcmp(x->status, "found") != 0 || (x->suffers != IL_SUFFERS_OUTCOME && x->suffers != IL_SUFFERS_ACTIVATION)) continue;
        json_t *limit = json_pack("{s:s, s:s, s:s, s:f, s:s, s:s}", "name", x->name, "suffers", x->suffers == IL_SUFFERS_OUTCOME ? "outcome" : "activation", "of", x->of, "limit", x->threshold, "unit", x->unit,
                                  "source", x->source);
        if (limit) put_end(limit, "low", "low_status", x->low, x->low_status), put_end(limit, "high", "high_status", x->high, x->high_status);
        json_array_append_new(list, limit);
    }
    il_tissue_free(t);
    return list;
}

// pressures that were measured in discs of people: what the body is compared with, no norm of a person
static json_t *measured(const ili_stage *s, il_error *err) {
    il_measured *m = NULL;
    json_t      *list = json_array();
    if (il_measured_read(s->data, &m, err)) return json_decref(list), NULL;
    for (int i = 0; i < m->npressure; i++) {
        const il_measured_pressure *p = &m->pressure[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:f, s:s, s:s}", "of", p->outcome, "task", p->task, "set", p->set, "condition", p->condition, "pressure", p->pressure, "people", p->people,
                                              "source", p->source));
    }
    il_measured_free(m);
    return list;
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------

static json_t *names(int n, const char *const *name) {
    json_t *list = json_array();
    for (int i = 0; i < n; i++) json_array_append_new(list, json_string(name[i]));
    return list;
}

static json_t *everything(const ili_stage *s, il_error *err) {
    const il_model *m = s->body->m;
    json_t         *o = json_pack("{s:s, s:f, s:s, s:o}", "note", "schematic: drawn between the model's landmarks, no scan of a person", "point", ILI_POINT, "data", il_data_hash(s->data),
                                  "bodies", names(m->nbody, m->body_name));
    json_t *bones = json_array(), *muscles = json_array(), *ligaments = json_array();
    for (int i = 0; i < il_bones_count(s->bones); i++) json_array_append_new(bones, bone(s, i));
    for (int i = 0; i < m->nmuscle; i++) json_array_append_new(muscles, muscle(s, i));
    for (int i = 0; i < m->nligament; i++) json_array_append_new(ligaments, ligament(s, i));
    json_t *outcome = outcomes(s, err), *task = outcome ? tasks(s, err) : NULL, *limit = task ? limits(s, err) : NULL, *beside = limit ? measured(s, err) : NULL;
    if (!beside) return json_decref(task), json_decref(limit), json_decref(o), json_decref(bones), json_decref(muscles), json_decref(ligaments), json_decref(outcome), NULL;
    json_object_set_new(o, "bones", bones), json_object_set_new(o, "muscles", muscles), json_object_set_new(o, "ligaments", ligaments), json_object_set_new(o, "discs", discs(s));
    json_object_set_new(o, "outcomes", outcome), json_object_set_new(o, "tasks", task), json_object_set_new(o, "person", measures(s->body->tables));
    json_object_set_new(o, "conditions", conditions(s->knowledge)), json_object_set_new(o, "parameters", parameters(s->knowledge)), json_object_set_new(o, "limits", limit), json_object_set_new(o, "measured", beside);
    char number[24];
    snprintf(number, sizeof number, "%016llx", (unsigned long long)ili_shape_number(m, m->nominal));
    json_object_set_new(o, "shape", json_string(number));
    return o;
}

il_status ili_body_json(const ili_stage *s, char **text, size_t *size, il_error *err) {
    json_t *o = everything(s, err);
    *text = o ? json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(7)) : NULL;
    json_decref(o);
    if (!*text) return err && err->code ? err->code : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the body");
    *size = strlen(*text);
    return IL_OK;
}
