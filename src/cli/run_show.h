/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the JSON of a measured run, for --json of run and attach. */
#ifndef CLI_RUN_SHOW_H
#define CLI_RUN_SHOW_H

#include "cli/cli.h"
#include "report/run.h"

/* "-" is standard output. An error of writing is printed on standard error. */
void run_write_json(const struct cli *cli, const char *path, const struct run_record *run);

#endif
