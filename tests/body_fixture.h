// body_fixture.h - the built-in body for tests: opened once, with a block of data to pose it in
#ifndef BODY_FIXTURE_H
#define BODY_FIXTURE_H
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/data.h"
#include "ilium/io_body.h"

#define DEG (3.14159265358979323846/180)

typedef struct fixture {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    const il_model       *m;
    il_data              *d;
} fixture;

static inline fixture body_open(void) {
    fixture  f = {0};
    il_error err = {0};
    if (il_data_open(NULL, &f.dir, &err) != IL_OK || il_body_tables_read(f.dir, &f.tables, &err) != IL_OK ||
        il_body_create(f.tables, &f.body, &err) != IL_OK || il_data_create(f.body->m, IL_ISA_AUTO, &f.d, &err) != IL_OK) {
        fail_msg("%s:%d: %s", err.file, err.line, err.text);
    }
    f.m = f.body->m;
    return f;
}

static inline void body_close(fixture *f) {
    il_data_free(f->d);
    il_body_free(f->body);
    il_body_tables_free(f->tables);
    il_data_close(f->dir);
}

static inline int coordinate(const il_model *m, const char *name) {
    int j = il_coordinate_find(m, name);
    if (j == IL_NONE) fail_msg("no coordinate '%s'", name);
    return j;
}

/// All lanes neutral.
static inline void neutral(const fixture *f, const il_params *p) {
    for (int j = 0; j < f->m->nq; j++) il_pack_set(&f->d->q[j], p->coordinate_neutral[j]);
}

/// Length of every path and moment arms at the pose in d->q.
static inline void paths(const fixture *f, const il_params *p) {
    il_position(f->m, p, f->d);
    il_path(f->m, p, f->d);
    il_arm(f->m, p, f->d);
}

/// Moment arm of a muscle about a coordinate in a lane; 0 where it cannot depend on it.
static inline double arm_of(const fixture *f, int muscle, int dof, int lane) {
    int path = f->m->muscle_path[muscle];
    for (int k = f->m->path_arm_start[path]; k < f->m->path_arm_start[path + 1]; k++) {
        if (f->m->arm_dof[k] == dof) return f->d->arm[k].lane[lane];
    }
    return 0.0;
}

static inline int muscle(const il_model *m, const char *name) {
    int i = il_muscle_find(m, name);
    if (i == IL_NONE) fail_msg("no muscle '%s'", name);
    return i;
}

/// The name on the other side, in a buffer of the caller.
static inline const char *other_side(const char *name, char buf[96]) {
    size_t n = strlen(name);
    snprintf(buf, 96, "%s", name);
    if (n > 2 && buf[n - 2] == '_' && (buf[n - 1] == 'r' || buf[n - 1] == 'l')) buf[n - 1] = buf[n - 1] == 'r' ? 'l' : 'r';
    return buf;
}
#endif
