// figure_followup.h - pictures of several visits: pain drawings one over the other, and the course of a score
#ifndef ILI_FIGURE_FOLLOWUP_H
#define ILI_FIGURE_FOLLOWUP_H
#include "ilium/followup.h"
#include "report/picture.h"

enum { ILI_OVER_VISITS = 4 }; ///< drawings that are laid over each other at most

/// The visits whose drawings are shown: the first with a drawing and the latest. @return how many; their indexes from `f->visit` in `visit`
int ili_over_visits(const il_followup *f, int visit[ILI_OVER_VISITS]);
/// Their pain drawings on one outline of the body, front and back: each visit its own hatch and outline, told apart without colour.
ili_picture ili_figure_over(const il_followup *f);
/// A score over the weeks: points with what the measurement may be off by, and the band inside which a change does not count.
ili_picture ili_figure_course(const il_followup *f, const il_followup_line *l);

// of figure_pain.c
typedef struct ili_pain_patch {
    double x, y, rx, ry, degrees;
} ili_pain_patch;
enum { ILI_PAIN_WIDTH = IL_PAIN_MAP_WIDTH, ILI_PAIN_HEIGHT = 505, ILI_PAIN_PATCHES = 4, ILI_PAIN_OUTLINE = 100 };
/// The patches of a region on the two outlines (front at the left). @return how many, at most ILI_PAIN_PATCHES
int ili_pain_patches(const char *code, il_side side, ili_pain_patch out[ILI_PAIN_PATCHES]);
/// Points of an outline whose midline is at `cx`, closed. @return how many: ILI_PAIN_OUTLINE
int ili_pain_outline(double cx, double xy[2 * ILI_PAIN_OUTLINE]);
/// Outlines and labels, front and back.
void ili_draw_people(ili_picture *p);

#endif
