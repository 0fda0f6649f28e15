/* SPDX-License-Identifier: Apache-2.0 */
/* What the emitters share (emit.c), and the functions that write the files. */
#ifndef REPORT_EMIT_INSIDE_H
#define REPORT_EMIT_INSIDE_H

#include "report/emit_words.h"

/* Between quotes of a shell; cron also reads \ and % before the shell does. */
void emit_word_of(struct buf *to, const char *word, bool for_cron);
void emit_list(struct buf *to, const char *const *list, size_t n, bool after_first, bool for_cron);

/* A last line of a here-document that does not occur in it. */
void emit_end_of(const struct buf *text, const char *word, char ret[40]);

/* The comments of a file: whose hours these are, and what its scheduler cannot keep. */
void emit_comments(struct buf *to, const char *emitter, const struct planned_job *job);

/* The five fields of cron: a moment by a clock, or how the job recurs. */
void emit_cron_fields(struct buf *to, const struct planned_job *job,
		      const struct local_clock *clock);

/* A start that comes again next year is refused from here on: the latest, or half a year. */
int64_t emit_over_s(const struct planned_job *job);

/* emit_shell.c */
int emit_at(const struct planned_job *job, struct buf *to, struct frugal_error *reterr);
int emit_cron(const struct planned_job *job, struct buf *to, struct frugal_error *reterr);
int emit_sbatch(const struct planned_job *job, struct buf *to, struct frugal_error *reterr);

/* emit_systemd.c */
int emit_systemd(const struct planned_job *job, struct buf *to, struct frugal_error *reterr);

/* emit_k8s.c */
int emit_k8s(const struct planned_job *job, struct buf *to, struct frugal_error *reterr);

#endif
