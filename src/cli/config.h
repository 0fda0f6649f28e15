/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Defaults of options: variables (FRUGAL_ZONE for --zone), then the file CONFIG_HOME/frugal/config
 * with lines "zone = FR"; lines below a name in brackets ("[run]") apply to that command only. A
 * key may occur twice if the option may be repeated.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli/cli.h"
#include "cli/option.h"

struct setting {
	const char *section; /* "" or a command */
	const char *key, *value;
	unsigned line;
};

/* The path of the file, in the arena; NULL when the user has no home folder. */
const char *config_path(struct cli *cli);

/* Keys that may be set, in order; ends with NULL. */
extern const char *const config_keys[];

/* FRUGAL_EUSAGE, with the nearest key: it is none of them. */
int config_check_key(const char *key, struct frugal_error *reterr);

/*
 * Reads the file; *ret is empty if the file is missing. FRUGAL_EDATA with its line: a line is not a
 * setting, or a key is unknown and ret_unknown is NULL. Else *ret_unknown says which it is: a typo
 * in a configuration must not stop a night's work.
 */
int config_read(struct cli *cli, const char *path, struct setting **ret, size_t *ret_n,
		struct frugal_error *ret_unknown, struct frugal_error *reterr);

/* "FRUGAL_TRUST_NODE" of trust-node; its value, or NULL. */
const char *config_variable(const char *key, char *to, size_t size);

/* Fills the options of a command that were not given. */
int config_fill(struct cli *cli, struct option_target *target, struct frugal_error *reterr);

#endif
