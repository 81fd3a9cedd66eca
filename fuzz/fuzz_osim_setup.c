// fuzz_osim_setup.c - any bytes as a set-up file of OpenSim's tools: an error with a place inside the file, or a set-up whose lists are whole
#include <stdint.h>
#include <stdlib.h>
#include "ilium/io_osim_scale.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const il_osim_setup *s) {
    if (!s->model || !s->coordinates || !s->markers || !s->loads || !s->results || !s->output || !(s->from <= s->to)) abort();
    for (int i = 0; i < s->ntask; i++)
        if (!s->task[i].name || !(s->task[i].weight >= 0.0)) abort();
    for (int i = 0; i < s->nanalysis; i++)
        if (!s->analysis[i] || !s->how[i].name || !s->how[i].forces || s->how[i].interval < 1) abort();
    for (int i = 0; i < s->nforces; i++)
        if (!s->forces[i]) abort();
}

static void look_scale(const il_osim_scale *s) {
    for (int i = 0; i < s->nmeasurement; i++) {
        for (int k = 0; k < 2*s->measurement[i].npair; k++)
            if (!s->measurement[i].marker[k]) abort();
        for (int k = 0; k < s->measurement[i].nbody; k++)
            if (!s->measurement[i].body[k]) abort();
    }
    for (int i = 0; i < s->nmanual; i++)
        if (!s->manual[i] || !(s->factor[3*i] > 0.0)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    il_osim_setup *s;
    il_osim_scale *c;
    il_error       err = {0};
    int            lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    il_status status = il_osim_setup_parse("/of/f.xml", (const char *)data, size, &s, &err);
    if (status != IL_OK && (s || err.code != status || !err.text[0] || err.line > lines)) abort();
    if (s) look(s), il_osim_setup_free(s);
    status = il_osim_scale_parse("/of/f.xml", (const char *)data, size, &c, &err);
    if (status != IL_OK && (c || err.code != status || err.line > lines)) abort();
    if (c) look_scale(c), il_osim_scale_free(c);
    return 0;
}
