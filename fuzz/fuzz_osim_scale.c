// fuzz_osim_scale.c - any bytes as a model to scale, and as a file of forces for one: what is scaled can be read, and no error leaves anything behind
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/io_osim_scale.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char swing[] = "<OpenSimDocument><Model><BodySet><objects><Body name=\"rod\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body></objects></BodySet><JointSet><objects>"
                            "<PinJoint name=\"hinge\"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/rod</socket_child_frame>"
                            "<coordinates><Coordinate name=\"swing\"/></coordinates></PinJoint></objects></JointSet></Model></OpenSimDocument>";

// all bodies by uneven factors
static void scaled(const char *text, size_t size, bool keep_mass) {
    static const char *const order[] = {"manualScale"};
    const il_osim_options    options = {.lenient = true};
    il_osim                 *o;
    il_osim_scaled           made;
    il_error                 err = {0};
    if (il_osim_parse("f", text, size, &options, &o, &err) != IL_OK) return;
    double *factor = calloc(3*(size_t)o->nbody + 1, sizeof *factor);
    if (!factor) abort();
    for (int i = 0; i < 3*o->nbody; i++) factor[i] = 0.8 + 0.1*(i%5);
    const il_osim_scale s = {.name = "larger", .model = "f", .marker_set = "", .mass = keep_mass ? 70.0 : -1.0, .scales = true, .norder = 1, .order = order, .nmanual = o->nbody,
                             .manual = o->body, .factor = factor, .markers = "", .keep_mass = keep_mass};
    il_status status = il_osim_run_scale_of(&s, text, size, &made, &err);
    if (status == IL_OK ? !made.model || strlen(made.model) != made.model_size : made.model || made.factors || err.code != status || !err.text[0]) abort();
    if (status == IL_OK) il_osim_scaled_free(&made);
    free(factor), il_osim_free(o);
}

static void forces(const char *text, size_t size, bool replace) {
    il_osim *o;
    il_error err = {0};
    if (il_osim_parse("swing", swing, sizeof swing - 1, NULL, &o, &err) != IL_OK) abort();
    il_status status = il_osim_actuators_parse(o, "f", text, size, replace, &err);
    if (status != IL_OK && (err.code != status || !err.text[0])) abort();
    for (int k = 0; k < o->ncontrol && status == IL_OK; k++)
        if (o->control[k] >= o->model->nmuscle || -1 - o->control[k] >= o->nactuator) abort();
    il_osim_free(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (int i = 0; i < 2; i++) scaled((const char *)data, size, i == 1), forces((const char *)data, size, i == 1);
    return 0;
}
