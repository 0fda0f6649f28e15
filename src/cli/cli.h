/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every command is given: its options and arguments, the language, the terminal, the
 * environment as frugal received it. Commands write answers to stdout with stdio and return
 * errors; main alone prints errors, flushes, and exits.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "frugal.h"

struct command;
struct number_style;

/* Options that every command takes (the table is in commands.c). */
struct common_options {
	bool help;
	bool version;
	bool quiet;
	const char *verbose;  /* topics, by commas, or NULL */
	const char *lang;     /* as given; struct cli has the choice */
	const char *models;   /* DIR or NULL */
	const char *factors;  /* DIR or NULL */
	const char *source;   /* or NULL */
	const char *store;    /* --store or FRUGAL_STORE; NULL: the default place */
	int64_t factors_year; /* 0: the newest */
	int64_t seed;         /* 0: the default */
	int64_t draws;        /* 0: the default */
};

struct cli {
	const struct command *command;
	struct common_options common;
	const void *options; /* the command's own struct; NULL when it has none */
	char **args;         /* ends with NULL; for `run`, the words of the wrapped command */
	size_t n_args;

	struct arena arena;                 /* lives as long as the program */
	const char *lang;                   /* "en" or "fr": of words for people */
	frugal_library *library;            /* what its questions are put to; after cli_open */
	const struct number_style *numbers; /* how the library writes numbers for people */
	bool out_is_terminal;
	bool err_is_terminal;
	bool out_colour; /* only on a terminal, and without NO_COLOR or TERM=dumb */
	bool err_colour;

	/*
	 * The environment that frugal received, for the command it wraps; `environ` itself may have
	 * got the variables of a job that is handed on.
	 */
	char **environ;

	struct frugal_error config_unknown; /* a key of the configuration; code 0: none */
	bool zone_is_configured;            /* the option zone is that of the configuration */
	char notice[512];                   /* printed once at the end; "": none */
};

/* The folder of the user's configuration, in the arena; NULL without a home. */
const char *cli_configuration(struct cli *cli);

/* The options of the library, from those of the command line; their texts live as long as cli. */
struct frugal_options cli_library_options(struct cli *cli);

/* After the options are read: the library. Nothing is loaded yet. */
int cli_open(struct cli *cli, struct frugal_error *reterr);

/* Writes text to stdout; a failure is noticed at the end by main. */
void cli_put(const struct buf *text);       /* '?' for what str_shown refuses */
void cli_put_bytes(const struct buf *text); /* as it is: scripts, paths, our own colours */

/* For the moment when a command's body is not there yet. */
int cli_not_built(struct cli *cli, struct frugal_error *reterr);

/* ---- for main ---- */

/* Looks at the terminal and keeps the streams 0 to 2 from being taken by files we open. */
void cli_init(struct cli *cli);

/* Notes of the topics the user asked for go to standard error; a notice waits for cli_finish. */
void cli_log_start(struct cli *cli);

/* "frugal: what (where): todo", one line, whatever the texts contain. Returns the exit status. */
int cli_fail(const struct cli *cli, const struct frugal_error *error);

/* Flushes stdout; status, or 3 when what was written is lost (without a message for a broken pipe).
 */
int cli_finish(struct cli *cli, int status);

#endif
