/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One of the processes of a parallel job (Slurm, MPI, torchrun): which job, and which of those on
 * this machine. The first of a machine meters it and receives datagrams from the others, so that
 * the machine is counted once: "rank 3 pid 4242 cpu 1500000000" and at its end "rank 3 pid 4242 end
 * 1600000000" (nanoseconds), one datagram each; after it " boards
 * CUDA_VISIBLE_DEVICES=1;..." where the other was given some of the accelerators.
 */
#ifndef HOST_RANKS_H
#define HOST_RANKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct rank {
	char job[96];     /* "slurm.1234.0": letters, digits, '.', '_', '-' */
	const char *kind; /* "Slurm", "Open MPI"... */
	int local;        /* 0: the first on this machine */
};

/* Reads the variables that launchers set in the environment; false without a parallel job. */
bool rank_find(char *const *environment, struct rank *ret);

/*
 * Writes the path where the first of the machine listens: a folder of XDG_RUNTIME_DIR or /tmp that
 * only this user may enter, created when `make`. False when it is another user's or cannot be
 * created.
 */
bool rank_socket(const struct rank *rank, char *const *environment, bool make, char *to,
		 size_t size);

struct rank_word {
	int rank, pid;
	int64_t cpu_ns;
	bool end;
	char boards[160]; /* "NAME=LIST;...": variables that give it accelerators; "": none */
};

/* Writes the variables of an environment that give a command some of the accelerators. */
void rank_boards(char *const *environment, char *to, size_t size);

void rank_word_write(const struct rank_word *word, char *to, size_t size);
bool rank_word_parse(struct str line, struct rank_word *ret);

#endif
