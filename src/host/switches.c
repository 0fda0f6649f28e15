/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads switches.bpf.c, which is embedded in the program, by libbpf, which is loaded at the first
 * use: other commands do not pay for it.
 */
#include "host/switches.h"

#include "base/intl.h"

#ifdef FRUGAL_BPF

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/mem.h"

#define LIBRARY "libbpf.so.1"
#define BATCH 1024

static struct {
	void *library;
	libbpf_print_fn_t (*set_print)(libbpf_print_fn_t);
	struct bpf_object *(*open_mem)(const void *, size_t, const struct bpf_object_open_opts *);
	int (*load)(struct bpf_object *);
	void (*close)(struct bpf_object *);
	struct bpf_program *(*find_program)(const struct bpf_object *, const char *);
	int (*find_map)(const struct bpf_object *, const char *);
	struct bpf_link *(*attach)(const struct bpf_program *);
	int (*destroy_link)(struct bpf_link *);
	int (*processors)(void);
	int (*lookup)(int, const void *, void *);
	int (*lookup_batch)(int, void *, void *, void *, void *, __u32 *,
			    const struct bpf_map_batch_opts *);
	int (*remove)(int, const void *);
} lib;

struct switches {
	void *program; /* aligned, as embedded bytes need not be */
	struct bpf_object *object;
	struct bpf_link *link;
	int processes_fd, running_fd, n_processors;
	struct switches_running *running;
	size_t n_running; /* processors that run a process now */
	int64_t now_ns;
	struct switches_key keys[BATCH];
	struct switches_value values[BATCH];
	struct switches_key *ended;
	size_t n_ended, cap_ended;
};

static bool find(const char *name, void *to)
{
	void *symbol = dlsym(lib.library, name);
	memcpy(to, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool load_library(void)
{
	if (lib.library)
		return true;
	lib.library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!lib.library)
		return false;
	bool all = find("libbpf_set_print", &lib.set_print) &&
		   find("bpf_object__open_mem", &lib.open_mem) &&
		   find("bpf_object__load", &lib.load) && find("bpf_object__close", &lib.close) &&
		   find("bpf_object__find_program_by_name", &lib.find_program) &&
		   find("bpf_object__find_map_fd_by_name", &lib.find_map) &&
		   find("bpf_program__attach", &lib.attach) &&
		   find("bpf_link__destroy", &lib.destroy_link) &&
		   find("libbpf_num_possible_cpus", &lib.processors) &&
		   find("bpf_map_lookup_elem", &lib.lookup) &&
		   find("bpf_map_lookup_batch", &lib.lookup_batch) &&
		   find("bpf_map_delete_elem", &lib.remove);
	if (!all) {
		dlclose(lib.library);
		lib.library = NULL;
	}
	return all;
}

static int missing(struct frugal_error *reterr, const char *what, const char *todo)
{
	error_set(reterr, FRUGAL_EENV, "%s", what);
	return error_todo(reterr, "%s", todo);
}

/*
 * Whether process numbers here are those of the kernel: its first namespace of them has had this
 * inode since Linux 3.8 (PROC_PID_INIT_INO). A program in the kernel sees the numbers of that one.
 */
static bool has_numbers_of_kernel(void)
{
	struct stat about;
	return stat("/proc/self/ns/pid", &about) == 0 && about.st_ino == 0xEFFFFFFC;
}

static int start(struct switches *switches, struct frugal_error *reterr)
{
	if (!has_numbers_of_kernel())
		return missing(reterr, _("processes have other numbers in this container"),
			       _("run frugal outside of the container"));
	if (access("/sys/kernel/btf/vmlinux", R_OK) != 0)
		return missing(reterr, _("this kernel does not describe its types (BTF)"),
			       _("use a kernel built with CONFIG_DEBUG_INFO_BTF"));
	if (!load_library())
		return missing(reterr, _("libbpf.so.1 is not installed"),
			       _("on Debian: sudo apt install libbpf1"));
	lib.set_print(NULL);
	switches->program = mem_alloc(embedded_bpf[0].n);
	if (!switches->program)
		return error_nomem(reterr);
	memcpy(switches->program, embedded_bpf[0].text, embedded_bpf[0].n);
	switches->object = lib.open_mem(switches->program, embedded_bpf[0].n, NULL);
	if (!switches->object || lib.load(switches->object) != 0)
		return missing(reterr, _("the kernel refuses the eBPF program of frugal"),
			       "sudo frugal top");
	switches->processes_fd = lib.find_map(switches->object, "processes");
	switches->running_fd = lib.find_map(switches->object, "running");
	switches->n_processors = lib.processors();
	if (switches->processes_fd < 0 || switches->running_fd < 0 || switches->n_processors <= 0)
		return missing(reterr, _("the kernel refuses the eBPF program of frugal"),
			       "sudo frugal top");
	switches->running = mem_zalloc((size_t)switches->n_processors, sizeof(*switches->running));
	if (!switches->running)
		return error_nomem(reterr);
	switches->link = lib.attach(lib.find_program(switches->object, "on_switch"));
	return switches->link
		       ? 0
		       : missing(reterr, _("the kernel does not run the eBPF program of frugal"),
				 "sudo frugal top");
}

int switches_open(struct switches **ret, struct frugal_error *reterr)
{
	struct switches *switches = mem_zalloc(1, sizeof(*switches));
	if (!switches)
		return error_nomem(reterr);
	int r = start(switches, reterr);
	if (r < 0) {
		switches_close(switches);
		return r;
	}
	*ret = switches;
	return 0;
}

void switches_close(struct switches *switches)
{
	if (!switches)
		return;
	if (switches->link)
		(void)lib.destroy_link(switches->link);
	if (switches->object)
		lib.close(switches->object);
	mem_free(switches->program);
	mem_free(switches->running);
	mem_free(switches->ended);
	mem_free(switches);
}

/* ---- reading -------------------------------------------------------------------------------- */

static void read_running(struct switches *switches)
{
	__u32 only = 0;
	struct timespec t;
	switches->n_running = 0;
	if (lib.lookup(switches->running_fd, &only, switches->running) != 0)
		return;
	clock_gettime(CLOCK_MONOTONIC, &t);
	switches->now_ns = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	for (int i = 0; i < switches->n_processors; i++)
		if (switches->running[i].key.pid)
			switches->running[switches->n_running++] = switches->running[i];
}

/* The time that processors which run the process now have not added yet. */
static uint64_t pending_ns(const struct switches *switches, const struct switches_key *key)
{
	uint64_t ns = 0;
	for (size_t i = 0; i < switches->n_running; i++) {
		const struct switches_running *running = &switches->running[i];
		if (running->key.pid == key->pid && running->key.born_ns == key->born_ns &&
		    (uint64_t)switches->now_ns > running->since_ns)
			ns += (uint64_t)switches->now_ns - running->since_ns;
	}
	return ns;
}

bool switches_read(struct switches *switches,
		   void (*take)(void *context, const struct switches_key *key,
				const struct switches_value *value),
		   void *context)
{
	__u64 cursor = 0;
	bool more = true, first = true;
	read_running(switches);
	switches->n_ended = 0;
	while (more) {
		__u32 n = BATCH;
		int r = lib.lookup_batch(switches->processes_fd, first ? NULL : &cursor, &cursor,
					 switches->keys, switches->values, &n, NULL);
		if (r != 0 && r != -ENOENT)
			return false;
		more = r == 0;
		first = false;
		for (__u32 i = 0; i < n; i++) {
			struct switches_value *value = &switches->values[i];
			value->run_ns += pending_ns(switches, &switches->keys[i]);
			take(context, &switches->keys[i], value);
			if (!value->ended)
				continue;
			if (!mem_grow(&switches->ended, switches->n_ended, &switches->cap_ended,
				      sizeof(*switches->ended), 0))
				return false;
			switches->ended[switches->n_ended++] = switches->keys[i];
		}
	}
	for (size_t i = 0; i < switches->n_ended; i++)
		(void)lib.remove(switches->processes_fd, &switches->ended[i]);
	return true;
}

#else

int switches_open(struct switches **ret, struct frugal_error *reterr)
{
	(void)ret;
	error_set(reterr, FRUGAL_EENV, "%s", _("frugal was built without eBPF"));
	return error_todo(reterr, "%s", _("build frugal with clang and libbpf-dev installed"));
}

bool switches_read(struct switches *switches,
		   void (*take)(void *context, const struct switches_key *key,
				const struct switches_value *value),
		   void *context)
{
	(void)switches, (void)take, (void)context;
	return false;
}

void switches_close(struct switches *switches)
{
	(void)switches;
}

#endif
