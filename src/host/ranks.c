/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the variables that launchers set for their processes. The job is named by the variables
 * that all its processes share, the rank by that of this machine.
 */
#include "host/ranks.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/num.h"

/* In the order of trust: a launcher within a Slurm step is more precise than Slurm. */
static const struct {
	const char *kind, *local;
	const char *ids[3]; /* joined they name the job; the first must be set */
} launchers[] = {
	{"Open MPI", "OMPI_COMM_WORLD_LOCAL_RANK", {"PMIX_NAMESPACE", NULL}},
	{"Open MPI", "OMPI_COMM_WORLD_LOCAL_RANK", {"OMPI_MCA_ess_base_jobid", NULL}},
	{"torchrun", "LOCAL_RANK", {"TORCHELASTIC_RUN_ID", "MASTER_PORT", NULL}},
	{"torchrun", "LOCAL_RANK", {"MASTER_PORT", NULL}},
	{"MPICH", "MPI_LOCALRANKID", {"PMI_ID", NULL}},
	{"PALS", "PALS_LOCAL_RANKID", {"PALS_APID", NULL}},
	{"Slurm", "SLURM_LOCALID", {"SLURM_JOB_ID", "SLURM_STEP_ID", NULL}},
};

static void add_word(char *to, size_t size, const char *text)
{
	size_t n = strlen(to);
	if (n && n + 1 < size)
		to[n++] = '.';
	for (; *text && n + 1 < size; text++) {
		unsigned char c = (unsigned char)*text;
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			     (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
		to[n++] = plain ? (char)c : '_';
	}
	to[n] = '\0';
}

bool rank_find(char *const *environment, struct rank *ret)
{
	for (size_t i = 0; i < sizeof(launchers) / sizeof(launchers[0]); i++) {
		const char *local = environment_get(environment, launchers[i].local);
		const char *id = environment_get(environment, launchers[i].ids[0]);
		int64_t number;
		if (!local || !id || !id[0] || !num_parse_int(str_of(local), 0, 100000, &number))
			continue;
		*ret = (struct rank){.kind = launchers[i].kind, .local = (int)number};
		add_word(ret->job, sizeof(ret->job), launchers[i].kind);
		/* PMI_ID is the rank itself: the process of the launcher names the job. */
		if (strcmp(launchers[i].ids[0], "PMI_ID") == 0) {
			char parent[16];
			(void)snprintf(parent, sizeof(parent), "%d", (int)getppid());
			add_word(ret->job, sizeof(ret->job), parent);
			return true;
		}
		for (size_t k = 0; launchers[i].ids[k]; k++)
			if (environment_get(environment, launchers[i].ids[k]))
				add_word(ret->job, sizeof(ret->job),
					 environment_get(environment, launchers[i].ids[k]));
		return true;
	}
	return false;
}

bool rank_socket(const struct rank *rank, char *const *environment, bool make, char *to,
		 size_t size)
{
	const char *dir = environment_get(environment, "XDG_RUNTIME_DIR");
	char folder[90];
	struct stat st;
	/* The name of a socket has 107 bytes at most. */
	if (!dir || !dir[0] || strlen(dir) + strlen(rank->job) > 60)
		dir = "/tmp";
	int n = snprintf(folder, sizeof(folder), "%s/frugal-%u-%.40s", dir, (unsigned)getuid(),
			 rank->job);
	if (n < 0 || (size_t)n >= sizeof(folder))
		return false;
	if (make && mkdir(folder, 0700) != 0 && errno != EEXIST)
		return false;
	/* Another user's folder of that name would receive our datagrams. */
	if (lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != getuid() ||
	    (st.st_mode & 077))
		return false;
	(void)snprintf(to, size, "%s/mark", folder);
	return true;
}

void rank_word_write(const struct rank_word *word, char *to, size_t size)
{
	(void)snprintf(to, size, "rank %d pid %d %s %lld%s%s", word->rank, word->pid,
		       word->end ? "end" : "cpu", (long long)word->cpu_ns,
		       word->boards[0] ? " boards " : "", word->boards);
}

void rank_boards(char *const *environment, char *to, size_t size)
{
	size_t n = 0;
	to[0] = '\0';
	for (size_t i = 0; environment && environment[i]; i++) {
		struct str rest, name = {environment[i], strcspn(environment[i], "=")};
		const char *tail = "_VISIBLE_DEVICES";
		size_t length = strlen(environment[i]);
		bool is_list = name.n > strlen(tail) &&
			       memcmp(name.p + name.n - strlen(tail), tail, strlen(tail)) == 0;
		if (!is_list && !str_after(str_of(environment[i]), "ZE_AFFINITY_MASK=", &rest) &&
		    !str_after(str_of(environment[i]), "CUDA_DEVICE_ORDER=", &rest))
			continue;
		/* A word of a datagram has no blanks; a list that does not fit is left out. */
		if (strpbrk(environment[i], " ;\n") || n + length + 2 > size)
			continue;
		n += (size_t)snprintf(to + n, size - n, "%s%s", n ? ";" : "", environment[i]);
	}
}

static bool next(struct str *line, const char *word, int64_t max, int64_t *ret)
{
	struct str rest;
	if (!str_after(*line, word, &rest))
		return false;
	size_t n = 0;
	while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
		n++;
	if (!num_parse_int((struct str){rest.p, n}, 0, max, ret))
		return false;
	*line = (struct str){rest.p + n, rest.n - n};
	return true;
}

bool rank_word_parse(struct str line, struct rank_word *ret)
{
	int64_t rank, pid, ns;
	if (!next(&line, "rank ", 100000, &rank) || !next(&line, " pid ", INT32_MAX, &pid))
		return false;
	ret->end = line.n > 4 && memcmp(line.p, " end", 4) == 0;
	if (!next(&line, ret->end ? " end " : " cpu ", INT64_MAX, &ns))
		return false;
	struct str boards = {0};
	if (line.n && !str_after(line, " boards ", &boards))
		return false;
	if (boards.n >= sizeof(ret->boards) || memchr(boards.p ? boards.p : "", ' ', boards.n))
		return false;
	memcpy(ret->boards, boards.p ? boards.p : "", boards.n);
	ret->boards[boards.n] = '\0';
	ret->rank = (int)rank;
	ret->pid = (int)pid;
	ret->cpu_ns = ns;
	return true;
}
