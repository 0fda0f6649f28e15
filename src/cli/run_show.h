/* SPDX-License-Identifier: Apache-2.0 */
/* A run as people and programs get it: the summary with something one knows, the JSON in a file. */
#ifndef CLI_RUN_SHOW_H
#define CLI_RUN_SHOW_H

#include "cli/cli.h"
#include "model/knowledge.h"
#include "report/run.h"

/* run_text, with the comparison that fits. */
void run_text_with_like(struct buf *to, const struct cli *cli, const struct knowledge *knowledge,
			const struct run_record *run, const struct run_view *view);

/* "-" is standard output. What cannot be written is said on standard error. */
void run_write_json(const struct cli *cli, const char *path, const struct run_record *run);

#endif
