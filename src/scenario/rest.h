// rest.h - a stiff body laid on its supports before anybody solves anything: where a search begins, and what offsets and places refer to
#ifndef ILI_REST_H
#define ILI_REST_H
#include "ilium/data.h"

typedef struct ili_rest {
    const il_model  *m;
    const il_params *p;
    il_data         *d;     ///< evaluated at q: positions, landmarks, contact
    double          *q;     ///< [nq] the start
    double          *plane; ///< [4*nplane]
} ili_rest;

void   ili_rest_evaluate(ili_rest *w);
/// Planes as `plane` has them; contact is another stage.
void   ili_rest_planes(ili_rest *w);
/// The same surface under two names: feet and elbows on one floor.
bool   ili_rest_same(const ili_rest *w, int a, int b);
/// The gap of the lowest bearing pad over the surface of a plane, and the force of all of them; infinite: no pad bears there.
double ili_rest_gap(const ili_rest *w, int plane, double *force);
double ili_rest_weight(const ili_rest *w);
/// Set the body down on a plane, as deep as bears a weight.
void   ili_rest_down(ili_rest *w, int plane, double weight);
/// Move a plane to where the body's pads are, and into them until they bear a weight: a chair adjusted to the person.
void   ili_rest_fit(ili_rest *w, int plane, double weight);
/// Two planes that are one surface: turn the body about the level axis across the line between their pads until both bear their share of a weight.
/// Nothing changes where either has no pads, or the line between them does not carry the centre of mass.
void   ili_rest_turn(ili_rest *w, int a, int b, double weight);
#endif
