/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine: files below a root folder and the three clocks, so that every room above can be
 * tested on a recorded or scripted tree. No path leaves the root, not even by a symbolic link. The
 * CPU time of a command (process.h) and that of the machine (busy.h) are always read from the live
 * system: a scripted tree runs no commands. No variable of the environment is read here: the user's
 * choices come in struct host_options.
 */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/mem.h"

struct host;

/* The user's choices about the machine; each may be NULL or empty: the default. Copied. */
struct host_options {
	const char *root;          /* folder of a recorded machine; "/" */
	const char *nvml;          /* the NVML library; libnvidia-ml.so.1 */
	const char *reader;        /* socket of `frugal serve --reader`; /run/frugal/reader.sock */
	const char *redfish_login; /* "name:password" of a server's controller */
	bool redfish_insecure;     /* its certificate is not checked */
	const char *attribution;   /* the first to try: "cgroup", "perf" or "wait4" */
};

/* options may be NULL. FRUGAL_EENV when the root cannot be opened. */
int host_new(const struct host_options *options, struct host **ret, struct frugal_error *reterr);

/* The same with a root alone. */
int host_new_at(const char *root, struct host **ret, struct frugal_error *reterr);

/* The options as they were given, but for root: see host_root. */
const struct host_options *host_options(const struct host *host);
void host_free(struct host *host);

/* "/" or the folder as it was given. */
const char *host_root(const struct host *host);

struct host_time {
	int64_t monotonic_ns; /* stands still while the machine is suspended */
	int64_t boottime_ns;  /* goes on */
};

/* Both clocks, read within a millisecond of each other where the scheduler allows. */
struct host_time host_time(const struct host *host);
int64_t host_monotonic_ns(const struct host *host);
int64_t host_utc_us(const struct host *host);

/* Tests only: replaces the clocks; NULL brings the real ones back. */
struct host_clock {
	struct host_time (*time)(void *context);
	int64_t (*utc_us)(void *context);
	void *context;
};
void host_set_clock(struct host *host, const struct host_clock *clock);

/* A descriptor for reading (close-on-exec), or -errno. path begins with '/'. */
int host_open(const struct host *host, const char *path);

/*
 * Reads the start of the file, terminated, without trailing blanks; returns its length or -errno. A
 * file longer than size - 1 is cut: the files read this way are short, or begin with the part in
 * use.
 */
ssize_t host_read_file(const struct host *host, const char *path, char *to, size_t size);

/* Reads the file as one integer; -errno, or -EINVAL when it is not an integer. */
int host_read_int(const struct host *host, const char *path, int64_t *ret);

/* How many numbers a list such as "0-3,8" has. */
int host_count_list(const char *list);

/* The names in a folder, sorted by byte, without those that begin with '.'; 0 or -errno. */
int host_list(const struct host *host, const char *path, struct arena *arena, char ***ret_names,
	      size_t *ret_n);

/* ---- what the machine is -------------------------------------------------------------------- */

/* From the firmware; a virtual machine is of no kind that is known. */
enum host_kind { KIND_UNKNOWN, KIND_SERVER, KIND_DESKTOP, KIND_PORTABLE, KIND_BOARD };

/* Unknown texts are "", unknown numbers 0. */
struct cpu_facts {
	char model_name[128]; /* "AMD EPYC 7763 64-Core Processor" */
	char vendor[32];      /* "AuthenticAMD"; "ARM" where an implementer stands in its place */
	char maker[64];       /* of the machine, by its firmware: "Amazon EC2" */
	/* Of ARM the numbers of the implementer and of the part, and 0. */
	int family, model, stepping;
	int threads; /* online */
	int cores;   /* physical */
	int sockets;
	/*
	 * A virtual machine: the processor says so, where it can, else the firmware; its name may
	 * be a mask.
	 */
	bool hypervisor;
	char board[96]; /* "Raspberry Pi 4 Model B Rev 1.5": a machine without a PC's firmware */
	enum host_kind kind;
	uint64_t memory_bytes; /* of the machine */
	uint64_t memory_limit; /* of our control group or one above it when lower, else memory_bytes
				*/
};

/* Takes up to some milliseconds on machines with hundreds of processors. */
void host_cpu_facts(const struct host *host, struct cpu_facts *ret);

/* Fills maker, hypervisor, board and kind by the firmware; knows: the processor states hypervisor.
 */
void host_platform(const struct host *host, bool knows, struct cpu_facts *facts);

/* One line for people: "AMD EPYC 7763 64-Core Processor, 64 cores, 128 threads, 512 GB". */
void host_describe(const struct cpu_facts *facts, char *to, size_t size);

/* The name of the machine and the id of this boot; "" when unknown. */
void host_name(char *to, size_t size);
void host_boot_id(const struct host *host, char *to, size_t size);

/* CPU time that this process has used so far, in nanoseconds. */
int64_t host_own_cpu_ns(void);

#endif
