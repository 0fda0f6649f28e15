/* SPDX-License-Identifier: Apache-2.0 */
/* A planned start as a file for a scheduler: at, cron, Kubernetes, Slurm, systemd. */
#ifndef REPORT_EMIT_H
#define REPORT_EMIT_H

#include <time.h>

#include "base/buf.h"
#include "base/error.h"

extern const char *const plan_emitters[]; /* ends with NULL */

struct emission {
	time_t start;
	double hours; /* length of the job */
	const char *const *command;
	size_t n;          /* words of it */
	const char *image; /* of a container, for k8s; or NULL */
};

/* Quotes a word for a shell. */
void plan_emit_word(struct buf *to, const char *word);

/* FRUGAL_EUSAGE: no command, or no image where one is needed. */
int plan_emit(const char *emitter, const struct emission *emission, struct buf *to,
	      struct frugal_error *reterr);

#endif
