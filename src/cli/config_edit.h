/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes settings for all commands to the configuration file, which is created with its folder.
 * Sections of commands, comments and other settings stay as they are. FRUGAL_EENV: no home folder,
 * or the file cannot be written.
 */
#ifndef CLI_CONFIG_EDIT_H
#define CLI_CONFIG_EDIT_H

#include "cli/cli.h"

/*
 * Sets a key, in place of all its earlier lines; value NULL: takes it out. FRUGAL_EUSAGE: an
 * unknown key, or a value that its option refuses or that no line can hold.
 */
int config_set(struct cli *cli, const char *key, const char *value, struct frugal_error *reterr);

/* Adds whole lines, which come after earlier ones of the same key. */
int config_add(struct cli *cli, const char *lines, struct frugal_error *reterr);

#endif
