/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads which processor and how much memory the machine has: the first record of /proc/cpuinfo (the
 * others repeat it, and on large machines the kernel takes long to write them), the topology files,
 * /proc/meminfo and the memory limit of our control group and those above it. ARM has no model name
 * there: family and model are then the implementer and part numbers, by which a table has the name.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/str.h"
#include "host/host.h"

#define CPU_FOLDER "/sys/devices/system/cpu"
#define MAX_SOCKETS 256

/* Takes the next line of *text, without its end; false when none is left. */
static bool next_line(struct str *text, struct str *ret)
{
	if (text->n == 0)
		return false;
	const char *end = memchr(text->p, '\n', text->n);
	size_t n = end ? (size_t)(end - text->p) : text->n;
	*ret = (struct str){text->p, n};
	text->p += n + (end ? 1 : 0);
	text->n -= n + (end ? 1 : 0);
	return true;
}

static int to_int(struct str s)
{
	int64_t value = 0;
	unsigned hex = 0;
	if (s.n > 2 && s.n < 16 && s.p[0] == '0' && s.p[1] == 'x') {
		for (size_t i = 2; i < s.n && isxdigit((unsigned char)s.p[i]); i++)
			hex = hex * 16 + (unsigned)(isdigit((unsigned char)s.p[i])
							    ? s.p[i] - '0'
							    : (s.p[i] | 32) - 'a' + 10);
		return (int)hex;
	}
	return num_parse_int(s, 0, INT32_MAX, &value) ? (int)value : 0;
}

static void copy(char *to, size_t size, struct str s)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;
	memcpy(to, s.p, n);
	to[n] = '\0';
}

static bool has_word(struct str words, struct str word)
{
	while (words.n >= word.n) {
		const char *end = memchr(words.p, ' ', words.n);
		size_t n = end ? (size_t)(end - words.p) : words.n;
		if (str_eq((struct str){words.p, n}, word))
			return true;
		if (!end)
			return false;
		words.p += n + 1;
		words.n -= n + 1;
	}
	return false;
}

/*
 * Returns "cpu cores": physical cores in a socket, 0 when the text does not have them.
 * *ret_has_flags: the processor would say that it is virtual, as those of x86 do.
 */
static int parse_cpuinfo(struct str text, struct cpu_facts *facts, bool *ret_has_flags)
{
	int cores = 0;
	struct str line;
	while (next_line(&text, &line) && line.n) {
		const char *colon = memchr(line.p, ':', line.n);
		if (!colon)
			continue;
		struct str key = str_trim((struct str){line.p, (size_t)(colon - line.p)});
		struct str value =
			str_trim((struct str){colon + 1, line.n - (size_t)(colon - line.p) - 1});
		if (str_is(key, "model name"))
			copy(facts->model_name, sizeof(facts->model_name), value);
		else if (str_is(key, "vendor_id"))
			copy(facts->vendor, sizeof(facts->vendor), value);
		else if (str_is(key, "cpu family"))
			facts->family = to_int(value);
		else if (str_is(key, "CPU implementer")) {
			facts->family = to_int(value);
			copy(facts->vendor, sizeof(facts->vendor), STR("ARM"));
		} else if (str_is(key, "model") || str_is(key, "CPU part"))
			facts->model = to_int(value);
		else if (str_is(key, "stepping"))
			facts->stepping = to_int(value);
		else if (str_is(key, "cpu cores"))
			cores = to_int(value);
		else if (str_is(key, "flags")) {
			facts->hypervisor = has_word(value, STR("hypervisor"));
			*ret_has_flags = true;
		}
	}
	return cores;
}

/* Calls see for each number of a list such as "0-3,8"; returns how many there are. */
static int each_in_list(const char *list, void (*see)(void *context, int number), void *context)
{
	int n = 0;
	while (isdigit((unsigned char)*list)) {
		int first = 0, last;
		while (isdigit((unsigned char)*list) && first < 100000)
			first = first * 10 + (*list++ - '0');
		last = first;
		if (*list == '-') {
			last = 0;
			for (list++; isdigit((unsigned char)*list) && last < 100000; list++)
				last = last * 10 + (*list - '0');
		}
		for (int i = first; i <= last; i++, n++)
			if (see)
				see(context, i);
		if (*list == ',')
			list++;
	}
	return n;
}

int host_count_list(const char *list)
{
	return each_in_list(list, NULL, NULL);
}

struct topology {
	const struct host *host;
	int cores; /* processors that come first among the threads of their core */
	int without_siblings;
	int sockets[MAX_SOCKETS];
	int n_sockets;
};

static void see_cpu(void *context, int cpu)
{
	struct topology *topology = context;
	char path[128], list[64];
	int64_t socket = -1;
	(void)snprintf(path, sizeof(path), CPU_FOLDER "/cpu%d/topology/core_cpus_list", cpu);
	ssize_t n = host_read_file(topology->host, path, list, sizeof(list));
	if (n <= 0) { /* before Linux 5.3 */
		(void)snprintf(path, sizeof(path),
			       CPU_FOLDER "/cpu%d/topology/thread_siblings_list", cpu);
		n = host_read_file(topology->host, path, list, sizeof(list));
	}
	if (n > 0) {
		char own[16];
		size_t own_n = (size_t)snprintf(own, sizeof(own), "%d", cpu);
		if (strncmp(list, own, own_n) != 0 || isdigit((unsigned char)list[own_n]))
			return; /* counted with the first thread of its core */
		topology->cores++;
	} else {
		topology->without_siblings++;
	}
	(void)snprintf(path, sizeof(path), CPU_FOLDER "/cpu%d/topology/physical_package_id", cpu);
	if (host_read_int(topology->host, path, &socket) < 0 || socket < 0)
		return;
	for (int i = 0; i < topology->n_sockets; i++)
		if (topology->sockets[i] == socket)
			return;
	if (topology->n_sockets < MAX_SOCKETS)
		topology->sockets[topology->n_sockets++] = (int)socket;
}

static int count_folders(const struct host *host, struct topology *topology)
{
	struct arena arena = {0};
	char **names;
	size_t n_names;
	int n = 0;
	if (host_list(host, CPU_FOLDER, &arena, &names, &n_names) == 0)
		for (size_t i = 0; i < n_names; i++)
			if (strncmp(names[i], "cpu", 3) == 0 &&
			    isdigit((unsigned char)names[i][3])) {
				see_cpu(topology, to_int(str_of(names[i] + 3)));
				n++;
			}
	arena_release(&arena);
	return n;
}

/* The records of /proc/cpuinfo, for a sandbox without /sys; else what the C library knows. */
static int count_records(const struct host *host)
{
	char text[4096];
	size_t kept = 0;
	ssize_t got;
	int n = 0, fd = host_open(host, "/proc/cpuinfo");
	while (fd >= 0 && (got = read(fd, text + kept, sizeof(text) - kept)) > 0) {
		char *end = memrchr(text, '\n', kept + (size_t)got);
		struct str lines = {text, end ? (size_t)(end - text) + 1 : 0}, line;
		kept += (size_t)got;
		while (next_line(&lines, &line))
			n += line.n > 9 && memcmp(line.p, "processor", 9) == 0 &&
			     strchr(" \t:", line.p[9]);
		kept -= end ? (size_t)(end - text) + 1 : kept;
		memmove(text, end ? end + 1 : text, kept);
	}
	if (fd >= 0)
		close(fd);
	long online = n || strcmp(host_root(host), "/") != 0 ? 0 : sysconf(_SC_NPROCESSORS_ONLN);
	return n ? n : online > 0 ? (int)online : 0;
}

static uint64_t read_memory(const struct host *host)
{
	char text[256];
	double kilobytes = 0;
	if (host_read_file(host, "/proc/meminfo", text, sizeof(text)) > 0 &&
	    strncmp(text, "MemTotal:", 9) == 0)
		(void)num_parse(str_trim(str_of(text + 9)), &kilobytes);
	/* No machine has an exabyte: such a number is an error, and would not fit. */
	return kilobytes > 0 && kilobytes < 1e15 ? (uint64_t)kilobytes * 1024 : 0;
}

/* The smallest limit of a group and of those above it, "max" being none. */
static uint64_t limit_on_the_way_up(const struct host *host, const char *root, struct str group,
				    const char *file, uint64_t total)
{
	char path[4352];
	for (;;) {
		int64_t limit;
		(void)snprintf(path, sizeof(path), "%s%.*s/%s", root, STR_ARG(group), file);
		if (host_read_int(host, path, &limit) == 0 && limit > 0 && (uint64_t)limit < total)
			total = (uint64_t)limit;
		if (!group.n)
			return total;
		const char *slash = memrchr(group.p, '/', group.n);
		group.n = slash ? (size_t)(slash - group.p) : 0;
	}
}

static uint64_t read_memory_limit(const struct host *host, uint64_t total)
{
	char groups[4096];
	if (host_read_file(host, "/proc/self/cgroup", groups, sizeof(groups)) <= 0)
		return total;
	struct str text = str_of(groups), line, group;
	while (next_line(&text, &line)) {
		const char *memory = memmem(line.p, line.n, ":memory:", 8);
		if (str_after(line, "0::", &group)) {
			total = limit_on_the_way_up(host, "/sys/fs/cgroup", group, "memory.max",
						    total);
		} else if (memory) {
			group = (struct str){memory + 8, (size_t)(line.p + line.n - memory - 8)};
			total = limit_on_the_way_up(host, "/sys/fs/cgroup/memory", group,
						    "memory.limit_in_bytes", total);
		}
	}
	return total;
}

void host_cpu_facts(const struct host *host, struct cpu_facts *ret)
{
	struct topology topology = {.host = host};
	char text[8192], online[1024];
	int cores_of_socket = 0;
	bool has_flags = false;
	*ret = (struct cpu_facts){0};
	ssize_t n = host_read_file(host, "/proc/cpuinfo", text, sizeof(text));
	if (n > 0)
		cores_of_socket = parse_cpuinfo((struct str){text, (size_t)n}, ret, &has_flags);
	if (host_read_file(host, CPU_FOLDER "/online", online, sizeof(online)) > 0)
		ret->threads = each_in_list(online, see_cpu, &topology);
	else
		ret->threads = count_folders(host, &topology);
	if (!ret->threads)
		ret->threads = count_records(host);
	ret->sockets = topology.n_sockets ? topology.n_sockets : (ret->threads > 0);
	if (topology.cores && !topology.without_siblings)
		ret->cores = topology.cores;
	else if (cores_of_socket)
		ret->cores = cores_of_socket * ret->sockets;
	else
		ret->cores = ret->threads;
	ret->memory_bytes = read_memory(host);
	ret->memory_limit = read_memory_limit(host, ret->memory_bytes);
	host_platform(host, has_flags, ret);
}

void host_describe(const struct cpu_facts *facts, char *to, size_t size)
{
	char sockets[32] = "", limit[48] = "", unknown[64] = "unknown processor";
	if (facts->memory_limit && facts->memory_limit < facts->memory_bytes)
		(void)snprintf(limit, sizeof(limit), ", of which it may use %.3g GB",
			       (double)facts->memory_limit / 1e9);
	if (strcmp(facts->vendor, "ARM") == 0)
		(void)snprintf(unknown, sizeof(unknown), "unknown processor, ARM 0x%x 0x%x",
			       (unsigned)facts->family, (unsigned)facts->model);
	if (facts->sockets > 1)
		(void)snprintf(sockets, sizeof(sockets), "%d x ", facts->sockets);
	(void)snprintf(to, size, "%s%s, %d cores, %d threads, %.0f GB%s%s", sockets,
		       facts->board[0]        ? facts->board
		       : facts->model_name[0] ? facts->model_name
					      : unknown,
		       facts->cores, facts->threads, (double)facts->memory_bytes / 1e9, limit,
		       facts->hypervisor ? ", virtual machine" : "");
}
