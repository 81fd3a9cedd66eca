// handout.c - education in plain words: a topic's lines, with drawings of solved postures where the caller brings them
#include <string.h>

#include "ilium/version.h"
#include "report/handout.h"

static void line(ili_writer *w, const il_handout_line *l, const il_drawing *drawing) {
    if (drawing) ili_doc_aside(w->d, ili_figure_exercise(drawing, IL_SIDE_RIGHT, 230, 200));
    ili_out *t = l->kind == IL_HANDOUT_DO && !drawing ? ili_doc_item(w->d) : ili_doc_paragraph(w->d, l->kind == IL_HANDOUT_STOP ? ILI_TONE_DO : ILI_TONE_PLAIN);
    ili_put_plain(t, l->text);
    ili_cite(w, l->source, l->status);
    if (drawing) ili_doc_aside_end(w->d);
}

void ili_handout_lines(ili_writer *w, il_topic topic) {
    for (int i = 0; i < w->k->nhandout; i++) {
        const il_handout_line *l = &w->k->handout[i];
        if (l->topic == topic && l->kind != IL_HANDOUT_TITLE) line(w, l, w->drawing ? w->drawing[i] : NULL);
    }
}

void ili_handout_section(ili_writer *w, il_topic topic) {
    for (int i = 0; i < w->k->nhandout; i++)
        if (w->k->handout[i].topic == topic && w->k->handout[i].kind == IL_HANDOUT_TITLE) ili_doc_section(w->d, il_topic_word(topic), w->k->handout[i].text);
    ili_handout_lines(w, topic);
}

il_status il_handout_make(const il_handout_request *r, il_paper **out, il_error *err) {
    static const il_assessment nobody = {0};
    *out = NULL;
    if ((unsigned)r->topic >= IL_NTOPIC) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no such handout");
    ili_writer w = {.d = ili_doc_create(), .a = &nobody, .k = r->knowledge, .drawing = r->drawing};
    if (w.d) {
        ili_out version = {0};
        ili_putf(&version, "Ilium %s", il_version());
        for (int i = 0; i < r->knowledge->nhandout; i++)
            if (r->knowledge->handout[i].topic == r->topic && r->knowledge->handout[i].kind == IL_HANDOUT_TITLE) w.d->title = ili_doc_keep(w.d, r->knowledge->handout[i].text);
        w.d->running = ILI_SAY(HANDOUT);
        w.d->subject = ILI_SAY(SUBJECT);
        w.d->author = ILI_SAY(AUTHOR_NONE);
        w.d->version = ili_doc_keep(w.d, version.text);
        w.d->date = r->date ? ili_doc_keep(w.d, r->date) : NULL;
        w.d->failed |= version.failed;
        ili_out_free(&version);
        w.d->letters = 1.15;
        ili_say_section(&w, il_topic_word(r->topic), ILI_W_WHAT_TO_DO);
        ili_handout_lines(&w, r->topic);
        ili_part_sources(&w);
        ili_part_notices(&w);
        ili_doc_close(w.d);
    }
    if (!w.d || w.d->failed) {
        il_paper_free(w.d);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the handout");
    }
    *out = w.d;
    return IL_OK;
}
