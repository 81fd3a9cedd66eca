// handout.h - lines of papers/handouts.csv as parts of a document
#ifndef ILI_HANDOUT_H
#define ILI_HANDOUT_H
#include "report/paper_parts.h"

/// The lines of a topic but its title: why it matters, what to do (with the drawing of a posture where the writer has one), when to stop.
void ili_handout_lines(ili_writer *w, il_topic topic);
/// The same as a section under its title.
void ili_handout_section(ili_writer *w, il_topic topic);

#endif
