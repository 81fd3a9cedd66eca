// scene.h - the body in the browser: what it is made of (GET /api/body), and one warm workspace a tab that solves as a slider is dragged (POST /api/solve)
#ifndef ILI_HTTP_SCENE_H
#define ILI_HTTP_SCENE_H
#include <jansson.h>

#include "ilium/file.h"
#include "ilium/knowledge.h"
#include "ilium/outcome.h"
#include "ilium/scenario.h"
#include "ilium/shape.h"
#include "ilium/tasks.h"

/// What is shared by all tabs and never changes.
typedef struct ili_stage {
    const il_data_dir  *data;
    const il_body      *body;
    const il_knowledge *knowledge;
    il_bones           *bones; ///< made when they are needed first
} ili_stage;

/// GET /api/body as text (free() it): bones with their meshes, muscles, ligaments, discs, joints, outcomes; the person's measures, conditions, parameters and
/// tasks that explore offers. Positions are whole numbers of ILI_POINT metres, little endian, in base64.
il_status ili_body_json(const ili_stage *s, char **text, size_t *size, il_error *err);

/// The stage and the warm workspaces of the tabs: one for a server.
typedef struct ili_scenes ili_scenes;
il_status        ili_scenes_create(const ili_stage *stage, ili_scenes **out, il_error *err);
void             ili_scenes_free(ili_scenes *s);
const ili_stage *ili_scenes_stage(const ili_scenes *s); ///< its bones are there once a body was asked for
/// Make the bones in a thread of its own: somebody has opened the app and may look at them.
void             ili_scenes_warm(ili_scenes *s);
/// What GET /api/body answers: made once, kept as long as the stage.
il_status        ili_scenes_body(ili_scenes *s, const char **text, size_t *size, il_error *err);

// ---- live ------------------------------------------------------------------------------------------------------------------------

typedef struct ili_live ili_live;

il_status ili_live_create(const ili_stage *s, ili_live **out, il_error *err);
void      ili_live_free(ili_live *l); ///< NULL is allowed
/// As if nothing had been solved with it: the next answer is that of a new one, which costs more to make.
void      ili_live_forget(ili_live *l);

/// Solve what a request asks for.
/// @param request   {task, side, how: {name: value}, person: {sex, measures: {flag: value}}, conditions: [{id, side, severity}],
///                  parameters: [{id, side, value}], settle, why, shape}. settle: begin anew, so that the answer does not depend on what was dragged before.
///                  why: also the chain of changes against the same person without conditions. shape: the number of the shapes that the browser has
/// @param progress  cancelled: it stops soon with IL_CANCELLED. NULL: never
/// @param answer    an object, new reference
/// @return IL_BAD_VALUE: the sentence says what there is not
il_status ili_live_solve(ili_live *l, const json_t *request, const il_progress *progress, json_t **answer, il_error *err);

// ---- shared by these files --------------------------------------------------------------------------------------------------------

#define ILI_POINT 1e-4 ///< metres of one step in packed positions

/// Packed numbers as a JSON text; each NULL when memory is out.
json_t *ili_pack_points(const double *x, size_t n);   ///< 16 bits, in ILI_POINT; beyond +-3.27 m it stops there
json_t *ili_pack_floats(const double *x, size_t n);   ///< 32 bits; no number stays none
json_t *ili_pack_indices(const int *x, size_t n);     ///< 16 bits, no sign
json_t *ili_pack_shares(const double *x, size_t n);   ///< 8 bits: 0 to 1

enum { ILI_CHANGES = 64 };

/// What a request asks for.
typedef struct ili_live_wish {
    const char   *task, *side;
    int           nhow;
    il_task_setting how[IL_TASK_PARAMS];
    bool          sized, settle, why;
    il_body_sizes sizes;
    uint64_t      shape;
    int           nchange;
    struct { const char *id; il_side side; double value; bool condition; } change[ILI_CHANGES];
} ili_live_wish;

il_status ili_live_read(const ili_stage *s, const json_t *request, ili_live_wish *out, il_error *err);

/// What was solved, as the answer needs it.
typedef struct ili_live_result {
    const il_params  *p;       ///< of the run
    const il_params  *healthy; ///< the person without conditions: flesh does not go with spasm or weakness
    const il_outcome *outcome;
    const il_outcomes *outcomes;
    const double     *value;
    const il_task    *task;
    uint64_t          shape, had;
    double            seconds;
    bool              warm;
} ili_live_result;

json_t *ili_live_answer(const ili_stage *s, const ili_live_result *r);
/// The chain of changes between two sets of numbers of one body, by size against spread. @param answer gets "why"
il_status ili_live_why(const ili_stage *s, const il_task *task, const il_params *healthy, const il_params *now, const il_progress *progress, json_t *answer, il_error *err);
/// A number that two sets of parameters share only when all drawn shapes are alike.
uint64_t ili_shape_number(const il_model *m, const il_params *p);

#endif
