// motion_read.c - data/motions/*.csv as motions
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/try.h"
#include "file/csv.h"
#include "ilium/motions.h"
#include "io/cells.h"

struct il_motion_memory {
    ili_arena arena;
};

static const double degree = 0.017453292519943295;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a motion"); }

// ---- motions.csv ---------------------------------------------------------------------------------------------------------------

enum { NROW = 13 };
static const char *const row_names[NROW] = {"id", "name", "sex", "height_m", "mass_kg", "from_s", "to_s", "cutoff_hz", "ground_x_m", "ground_z_m", "ground_source", "source", "status"};

static int row_of(const ili_csv *csv, int column, const char *id) {
    for (int row = 0; row < csv->nrow; row++)
        if (!strcmp(ili_csv_text(csv, row, column), id)) return row;
    return -1;
}

static il_status read_row(const ili_csv *csv, const char *id, il_motion *motion, ili_arena *arena, il_error *err) {
    static const char *const sexes[] = {"female", "male"};
    int                      column[NROW];
    ILI_TRY(ili_csv_columns(csv, row_names, NROW, column, err));
    int row = row_of(csv, column[0], id);
    if (row < 0) return il_error_set(err, IL_BAD_VALUE, csv->file, 0, 0, "there is no motion '%.60s'", id);
    ili_cells c = {.csv = csv, .arena = arena, .err = err, .column = column, .row = row};
    motion->id = ili_cell_need(&c), motion->name = ili_cell_need(&c);
    motion->person.sex = ili_cell_choice(&c, sexes, 2) ? IL_BODY_MALE : IL_BODY_FEMALE;
    motion->person.height_m = ili_cell_between(&c, 1.0, 2.5), motion->person.mass_kg = ili_cell_between(&c, 20.0, 250.0);
    motion->from = ili_cell_between(&c, 0.0, 1e6), motion->to = ili_cell_between(&c, motion->from, 1e6);
    motion->cutoff = ili_cell_between(&c, 0.1, 100.0);
    motion->ground[0] = ili_cell_between(&c, -0.1, 0.1), motion->ground[1] = ili_cell_between(&c, -0.1, 0.1);
    ili_cell_need(&c);
    motion->source = ili_cell_need(&c);
    ili_cell_choice(&c, ili_fact_statuses, ILI_FACT_STATUSES);
    return c.status;
}

bool il_motion_known(const il_data_dir *data, const char *id) {
    ili_csv csv = {0};
    bool    known = ili_open_table(data, "motions/motions.csv", &csv, NULL) == IL_OK && ili_csv_column(&csv, "id") >= 0 &&
                 row_of(&csv, ili_csv_column(&csv, "id"), id) >= 0;
    ili_csv_free(&csv);
    return known;
}

il_status il_motions_check(const il_data_dir *data, int *count, il_error *err) {
    IL_ASSERT(data && count);
    ili_csv csv = {0};
    ILI_TRY(ili_open_table(data, "motions/motions.csv", &csv, err));
    int       column = ili_csv_column(&csv, "id");
    il_status status = column < 0 ? il_error_set(err, IL_BAD_VALUE, csv.file, 1, 0, "the column 'id' is missing") : IL_OK;
    for (int row = 0; status == IL_OK && row < csv.nrow; row++) {
        il_motion *motion = NULL;
        status = il_motion_read(data, ili_csv_text(&csv, row, column), &motion, err);
        il_motion_free(motion);
    }
    *count = csv.nrow;
    ili_csv_free(&csv);
    return status;
}

// ---- the recording -------------------------------------------------------------------------------------------------------------

enum { PLACE = 3 }; // of x among a foot's values
static const char *const foot_names[2*IL_FOOT_VALUES] = {
    "force_r_x_n", "force_r_y_n", "force_r_z_n", "place_r_x_m", "place_r_y_m", "place_r_z_m", "moment_r_y_nm",
    "force_l_x_n", "force_l_y_n", "force_l_z_n", "place_l_x_m", "place_l_y_m", "place_l_z_m", "moment_l_y_nm"};

static bool is_foot(const char *name) {
    for (int i = 0; i < 2*IL_FOOT_VALUES; i++)
        if (!strcmp(foot_names[i], name)) return true;
    return false;
}

// a name that ends in _deg or _m is a coordinate; the unit goes
static il_status find_columns(const ili_csv *csv, il_motion *motion, ili_arena *arena, int *column, double *unit, il_error *err) {
    const char **name = ili_arena_array(arena, (size_t)csv->ncolumn + 1, sizeof *name);
    if (!name) return no_memory(err);
    for (int i = 0; i < csv->ncolumn; i++) {
        const char *text = csv->header[i].text;
        size_t      n = strlen(text), end = n > 4 && !strcmp(text + n - 4, "_deg") ? 4 : n > 2 && !strcmp(text + n - 2, "_m") ? 2 : 0;
        if (is_foot(text) || !strcmp(text, "time_s") || !strcmp(text, "source") || !strcmp(text, "status")) continue;
        if (!end) return ili_csv_error(csv, -1, i, IL_BAD_VALUE, err, "a motion's column ends in _deg or _m, or is a force of the ground");
        if (!(name[motion->ncolumn] = ili_arena_copy(arena, text, n - end))) return no_memory(err);
        column[motion->ncolumn] = i, unit[motion->ncolumn++] = end == 4 ? degree : 1.0;
    }
    motion->column = name;
    return IL_OK;
}

// times at equal steps, to a millisecond
static il_status read_times(const ili_csv *csv, il_motion *motion, il_error *err) {
    int    column = ili_csv_column(csv, "time_s");
    double last = 0.0, time;
    if (column < 0 || csv->nrow < 8) return il_error_set(err, IL_BAD_VALUE, csv->file, 1, 0, "a motion has a column time_s and at least 8 rows");
    ILI_TRY(ili_csv_number(csv, 0, column, &motion->start, err));
    ILI_TRY(ili_csv_number(csv, csv->nrow - 1, column, &last, err));
    motion->nframe = csv->nrow, motion->step = (last - motion->start)/(csv->nrow - 1);
    for (int row = 0; row < csv->nrow; row++) {
        ILI_TRY(ili_csv_number(csv, row, column, &time, err));
        double off = time - motion->start - row*motion->step;
        if (!(motion->step > 0.0) || !(off < 1e-3 && off > -1e-3))
            return ili_csv_error(csv, row, column, IL_BAD_VALUE, err, "the times of a motion rise in equal steps");
    }
    return IL_OK;
}

// every row says where its numbers come from
static il_status check_sources(const ili_csv *csv, il_error *err) {
    int source = ili_csv_column(csv, "source");
    if (source < 0) return il_error_set(err, IL_BAD_VALUE, csv->file, 1, 0, "the column 'source' is missing");
    for (int row = 0; row < csv->nrow; row++)
        if (!*ili_csv_text(csv, row, source)) return ili_csv_error(csv, row, source, IL_BAD_VALUE, err, "the column 'source' must not be empty");
    return IL_OK;
}

static il_status read_recording(const ili_csv *csv, il_motion *motion, ili_arena *arena, il_error *err) {
    int    *column = ili_arena_array(arena, (size_t)csv->ncolumn + 1, sizeof *column), foot[2*IL_FOOT_VALUES];
    double *unit = ili_arena_array(arena, (size_t)csv->ncolumn + 1, sizeof *unit);
    if (!column || !unit) return no_memory(err);
    ILI_TRY(read_times(csv, motion, err));
    ILI_TRY(find_columns(csv, motion, arena, column, unit, err));
    for (int i = 0; i < 2*IL_FOOT_VALUES; i++)
        if ((foot[i] = ili_csv_column(csv, foot_names[i])) < 0)
            return il_error_set(err, IL_BAD_VALUE, csv->file, 1, 0, "the column '%s' is missing", foot_names[i]);
    double *value = ili_arena_array(arena, (size_t)motion->nframe*(size_t)(motion->ncolumn + 2*IL_FOOT_VALUES) + 1, sizeof *value);
    if (!value) return no_memory(err);
    double *ground = value + motion->nframe*motion->ncolumn;
    for (int row = 0; row < motion->nframe; row++) {
        for (int k = 0; k < motion->ncolumn; k++) {
            double *x = &value[row*motion->ncolumn + k];
            ILI_TRY(ili_csv_number(csv, row, column[k], x, err));
            *x *= unit[k];
        }
        double *g = &ground[row*2*IL_FOOT_VALUES];
        for (int k = 0; k < 2*IL_FOOT_VALUES; k++) ILI_TRY(ili_csv_number(csv, row, foot[k], &g[k], err));
        for (int side = 0; side < 2; side++) g[side*IL_FOOT_VALUES + PLACE] += motion->ground[0], g[side*IL_FOOT_VALUES + PLACE + 2] += motion->ground[1];
    }
    motion->value = value, motion->foot = ground;
    return check_sources(csv, err);
}

// ---- shares --------------------------------------------------------------------------------------------------------------------

static il_status read_shares(const ili_csv *csv, il_motion *motion, ili_arena *arena, il_error *err) {
    static const char *const names[] = {"coordinate", "of", "share", "source", "status"};
    int                      column[5];
    ILI_TRY(ili_csv_columns(csv, names, 5, column, err));
    il_motion_share *share = ili_arena_array(arena, (size_t)csv->nrow + 1, sizeof *share);
    if (!share) return no_memory(err);
    for (int row = 0; row < csv->nrow; row++) {
        ili_cells c = {.csv = csv, .arena = arena, .err = err, .column = column, .row = row};
        share[row].coordinate = ili_cell_need(&c), share[row].of = ili_cell_need(&c), share[row].share = ili_cell_between(&c, -10.0, 10.0);
        ili_cell_need(&c);
        ili_cell_choice(&c, ili_fact_statuses, ILI_FACT_STATUSES);
        ILI_TRY(c.status);
    }
    motion->share = share, motion->nshare = csv->nrow;
    return IL_OK;
}

typedef il_status (*part_reader)(const ili_csv *csv, il_motion *motion, ili_arena *arena, il_error *err);

static il_status read_part(const il_data_dir *data, const char *file, part_reader read, il_motion *motion, ili_arena *arena, il_error *err) {
    ili_csv csv = {0};
    ILI_TRY(ili_open_table(data, file, &csv, err));
    il_status status = read(&csv, motion, arena, err);
    ili_csv_free(&csv);
    return status;
}

static il_status read_all(const il_data_dir *data, const char *id, il_motion *motion, ili_arena *arena, il_error *err) {
    ili_csv csv = {0};
    char    file[128];
    ILI_TRY(ili_open_table(data, "motions/motions.csv", &csv, err));
    il_status status = read_row(&csv, id, motion, arena, err);
    ili_csv_free(&csv);
    ILI_TRY(status);
    snprintf(file, sizeof file, "motions/%.60s.csv", id);
    ILI_TRY(read_part(data, file, read_recording, motion, arena, err));
    return read_part(data, "motions/trunk_shares.csv", read_shares, motion, arena, err);
}

il_status il_motion_read(const il_data_dir *data, const char *id, il_motion **out, il_error *err) {
    IL_ASSERT(data && id && out);
    ili_arena                arena = {0};
    il_motion               *motion = ili_arena_alloc(&arena, sizeof *motion);
    struct il_motion_memory *memory = ili_arena_alloc(&arena, sizeof *memory);
    il_status                status = motion && memory ? read_all(data, id, motion, &arena, err) : no_memory(err);
    if (status != IL_OK) {
        ili_arena_free(&arena);
        return status;
    }
    memory->arena = arena, motion->memory = memory;
    *out = motion;
    return IL_OK;
}

void il_motion_free(il_motion *motion) {
    if (!motion) return;
    ili_arena arena = motion->memory->arena;
    ili_arena_free(&arena);
}
