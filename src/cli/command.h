/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command table. A command is a file cmd_NAME.c that ends with `const struct command
 * command_NAME`, and a row of COMMANDS below; parsing, help, man page and completions follow.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/cli.h"
#include "cli/option.h"

/* In the order of the help. */
#define COMMANDS(ROW)                                                                              \
	ROW(run)                                                                                   \
	ROW(attach)                                                                                \
	ROW(top)                                                                                   \
	ROW(mark)                                                                                  \
	ROW(sensors)                                                                               \
	ROW(doctor)                                                                                \
	ROW(serve)                                                                                 \
	ROW(mcp)                                                                                   \
	ROW(ask)                                                                                   \
	ROW(estimate)                                                                              \
	ROW(trial)                                                                                 \
	ROW(published)                                                                             \
	ROW(plan)                                                                                  \
	ROW(sbatch)                                                                                \
	ROW(grid)                                                                                  \
	ROW(models)                                                                                \
	ROW(factors)                                                                               \
	ROW(explain)                                                                               \
	ROW(runs)                                                                                  \
	ROW(project)                                                                               \
	ROW(service)                                                                               \
	ROW(compare)                                                                               \
	ROW(audit)                                                                                 \
	ROW(report)                                                                                \
	ROW(recompute)                                                                             \
	ROW(config)                                                                                \
	ROW(version)                                                                               \
	ROW(help)

enum command_group { GROUP_MEASURE, GROUP_ESTIMATE, GROUP_LEDGER, GROUP_SELF, GROUP_COUNT };

enum argument_count {
	ARGUMENT_REQUIRED,
	ARGUMENT_OPTIONAL,
	ARGUMENT_REPEATED /* zero or more; only as the last argument */
};

struct argument_spec {
	const char *name; /* N_("MODEL"); NULL ends the list */
	enum argument_count count;
	enum complete complete;
	const char *const *choices; /* offered by the shell; the command checks */
};

struct example {
	const char *line;  /* "frugal run -- python3 train.py"; NULL ends the list */
	const char *brief; /* N_("...") */
};

struct command {
	const char *name;
	enum command_group group;
	bool wraps; /* the options end at the first argument: the rest is the command to run */
	const char *literal_after; /* if this is the first argument, a word after the second is not
				      an option ("-draft" after `tag RUN`); may be NULL */
	const char *brief;         /* N_(): one line, no full stop */
	const char *text;          /* N_(): a paragraph; blank lines separate paragraphs */
	const struct argument_spec *arguments;
	const struct option_spec *options; /* NULL: only the common ones */
	size_t options_size;               /* of the struct that the options fill */
	const struct example *examples;

	/*
	 * cli->options is the filled struct, cli->args the arguments. Returns the exit status, or
	 * a negative frugal_code with the error filled, which main prints.
	 */
	int (*function)(struct cli *cli, struct frugal_error *reterr);
};

extern const struct command *const commands[]; /* ends with NULL */
extern const char *const group_titles[GROUP_COUNT];
extern const struct option_spec common_options[]; /* of struct common_options */

const struct command *command_find(struct str name);

/* FRUGAL_EUSAGE: an unknown command; suggests a similar name. */
int command_unknown(const char *name, struct frugal_error *reterr);

/* "MODEL [input=value ...]", in the language of the user. */
void command_usage(struct buf *to, const struct command *command);

#define COMMAND_ROW(name) extern const struct command command_##name;
COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW

#endif
