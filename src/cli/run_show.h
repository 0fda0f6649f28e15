/* SPDX-License-Identifier: Apache-2.0 */
/* A run as people and programs get it: the summary with something one knows, the JSON in a file. */
#ifndef CLI_RUN_SHOW_H
#define CLI_RUN_SHOW_H

#include "cli/cli.h"
#include "report/run.h"

/* "-" is standard output. What cannot be written is said on standard error. */
void run_write_json(const struct cli *cli, const char *path, const struct run_record *run);

#endif
