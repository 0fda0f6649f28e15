/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps an index of all processes by number and reads the CPU time of those that may have worked.
 * Ended processes are handed out once, after the living. The means differ only in how times are
 * read; adding up is the caller's.
 */
#include "host/scan.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/map.h"
#include "base/mem.h"
#include "host/exits.h"
#include "host/folder.h"
#include "host/switches.h"

#define TURNS 16       /* each look reads one in so many of the idle processes */
#define ACTIVE_LOOKS 4 /* each look reads the processes that worked within so many looks */
#define FIRST_LOOK (ACTIVE_LOOKS + 1)
#define ENTRIES 65536 /* bytes of folder entries at once */

struct scan {
	enum scan_means means;
	char why[160], todo[160];
	struct exits *exits;
	struct switches *switches;
	int proc_fd;
	uint32_t look;
	struct scanned *items; /* the living, and after a look those that ended behind them */
	size_t n_living, cap;
	struct scanned *ended; /* since the last look; born is 0 for one that no look saw alive */
	size_t n_ended, cap_ended;
	struct scanned asked; /* the result of scan_process */
	uint32_t *by_pid;     /* index + 1 of a process number modulo its size, open addressing */
	size_t slots;
	struct map groups;
	const char **group_names; /* the first is "" */
	size_t n_groups, cap_groups;
	struct arena arena;
	bool no_memory;
	char entries[ENTRIES] __attribute__((aligned(8)));
};

const char *const scan_means_names[] = {"best", "ebpf", "exits", "files", NULL};

/* ---- groups --------------------------------------------------------------------------------- */

static uint32_t intern(struct scan *scan, struct str path)
{
	uint32_t index = 0;
	if (map_get(&scan->groups, path, &index))
		return index;
	const char *kept = arena_strndup(&scan->arena, path.p, path.n);
	index = (uint32_t)scan->n_groups;
	if (!kept ||
	    !mem_grow(&scan->group_names, scan->n_groups, &scan->cap_groups,
		      sizeof(*scan->group_names), 0) ||
	    !map_put(&scan->groups, (struct str){kept, path.n}, index, NULL)) {
		scan->no_memory = true;
		return 0;
	}
	scan->group_names[scan->n_groups++] = kept;
	return index;
}

static uint32_t group_of(struct scan *scan, int pid)
{
	char text[PROC_GROUP];
	return intern(scan, proc_group_read(scan->proc_fd, pid, text));
}

const char *scan_group(const struct scan *scan, uint32_t group)
{
	return group < scan->n_groups ? scan->group_names[group] : "";
}

size_t scan_groups(const struct scan *scan)
{
	return scan->n_groups;
}

/* ---- opening -------------------------------------------------------------------------------- */

/*
 * Opens the best means available, or the one asked for; a better one that is missing gives the
 * reason.
 */
static int open_means(struct scan *scan, enum scan_means asked, struct frugal_error *reterr)
{
	struct frugal_error error;
	int r = -1;
	if (asked == SCAN_BEST || asked == SCAN_SWITCHES) {
		scan->means = SCAN_SWITCHES;
		r = switches_open(&scan->switches, &error);
	}
	if (r < 0 && asked == SCAN_BEST) {
		(void)snprintf(scan->why, sizeof(scan->why), "%.150s", error.what);
		(void)snprintf(scan->todo, sizeof(scan->todo), "%.150s", error.todo);
	}
	if (r < 0 && (asked == SCAN_BEST || asked == SCAN_EXITS)) {
		scan->means = SCAN_EXITS;
		r = exits_open(&scan->exits, &error);
	}
	if (r < 0 && (asked == SCAN_BEST || asked == SCAN_FILES)) {
		scan->means = SCAN_FILES;
		r = 0;
	}
	if (r < 0 && reterr)
		*reterr = error;
	return r;
}

int scan_new(enum scan_means means, struct scan **ret, struct frugal_error *reterr)
{
	struct scan *scan = mem_zalloc(1, sizeof(*scan));
	if (!scan)
		return error_nomem(reterr);
	scan->look = FIRST_LOOK - 1;
	scan->proc_fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = scan->proc_fd < 0 ? error_set(reterr, FRUGAL_EENV, "%s", _("/proc cannot be read"))
				  : open_means(scan, means, reterr);
	(void)intern(scan, STR(""));
	if (r == 0 && scan->no_memory)
		r = error_nomem(reterr);
	if (r < 0) {
		scan_free(scan);
		return r;
	}
	*ret = scan;
	return 0;
}

void scan_free(struct scan *scan)
{
	if (!scan)
		return;
	if (scan->proc_fd >= 0)
		close(scan->proc_fd);
	exits_close(scan->exits);
	switches_close(scan->switches);
	map_release(&scan->groups);
	arena_release(&scan->arena);
	mem_free(scan->group_names);
	mem_free(scan->by_pid);
	mem_free(scan->items);
	mem_free(scan->ended);
	mem_free(scan);
}

enum scan_means scan_means(const struct scan *scan)
{
	return scan->means;
}

const char *scan_why(const struct scan *scan)
{
	return scan->why;
}

const char *scan_todo(const struct scan *scan)
{
	return scan->todo;
}

/* ---- the index ------------------------------------------------------------------------------ */

static size_t slot_of(const struct scan *scan, int pid)
{
	uint64_t hash = (uint64_t)(uint32_t)pid * 2654435761u;
	size_t slot = (size_t)hash & (scan->slots - 1);
	while (scan->by_pid[slot] && scan->items[scan->by_pid[slot] - 1].pid != pid)
		slot = (slot + 1) & (scan->slots - 1);
	return slot;
}

static bool index_all(struct scan *scan)
{
	size_t want = 1024;
	while (want < scan->cap * 2)
		want *= 2;
	if (want != scan->slots) {
		mem_free(scan->by_pid);
		scan->by_pid = mem_zalloc(want, sizeof(uint32_t));
		scan->slots = scan->by_pid ? want : 0;
		if (!scan->by_pid)
			return false;
	}
	memset(scan->by_pid, 0, scan->slots * sizeof(uint32_t));
	for (size_t i = 0; i < scan->n_living; i++)
		scan->by_pid[slot_of(scan, scan->items[i].pid)] = (uint32_t)i + 1;
	return true;
}

static struct scanned *item_of(const struct scan *scan, int pid)
{
	uint32_t index = scan->slots ? scan->by_pid[slot_of(scan, pid)] : 0;
	return index ? &scan->items[index - 1] : NULL;
}

static struct scanned *add_living(struct scan *scan, const struct scanned *item)
{
	if (!mem_grow(&scan->items, scan->n_living, &scan->cap, sizeof(*scan->items), 0)) {
		scan->no_memory = true;
		return NULL;
	}
	struct scanned *added = &scan->items[scan->n_living++];
	*added = *item;
	if (scan->cap * 2 > scan->slots)
		scan->no_memory |= !index_all(scan);
	else
		scan->by_pid[slot_of(scan, item->pid)] = (uint32_t)scan->n_living;
	return added;
}

static void worked(struct scan *scan, struct scanned *item, int64_t cpu_ns)
{
	item->delta_ns = cpu_ns > item->cpu_ns ? cpu_ns - item->cpu_ns : 0;
	if (!item->delta_ns)
		return;
	item->cpu_ns = cpu_ns;
	item->busy = scan->look;
}

/* ---- those that ended ----------------------------------------------------------------------- */

static void add_ended(struct scan *scan, const struct scanned *item)
{
	if (!mem_grow(&scan->ended, scan->n_ended, &scan->cap_ended, sizeof(*scan->ended), 0)) {
		scan->no_memory = true;
		return;
	}
	scan->ended[scan->n_ended] = *item;
	scan->ended[scan->n_ended++].ended = 1;
}

/* The ended process if a look saw it alive. */
static struct scanned *known_ended(const struct scan *scan, int pid, int64_t born)
{
	for (size_t i = 0; i < scan->n_ended; i++)
		if (scan->ended[i].pid == pid && scan->ended[i].born &&
		    (!born || scan->ended[i].born == born))
			return &scan->ended[i];
	return NULL;
}

/*
 * A process that no look saw alive gets the group of its parent. Short ones come by the thousand:
 * those with one name, user and group are added up as one item.
 */
static void add_unseen(struct scan *scan, struct scanned *item, int parent)
{
	const struct scanned *from = item_of(scan, parent);
	item->group = from ? from->group : 0;
	item->delta_ns = item->cpu_ns;
	item->born = 0;
	for (size_t i = 0; i < scan->n_ended; i++) {
		struct scanned *other = &scan->ended[i];
		if (other->born || other->uid != item->uid || other->group != item->group ||
		    strcmp(other->name, item->name) != 0)
			continue;
		other->delta_ns += item->delta_ns;
		other->cpu_ns += item->cpu_ns;
		other->pid = item->pid;
		other->ended++;
		return;
	}
	if (item->cpu_ns > 0)
		add_ended(scan, item);
}

/* Separates the processes that this look did not find from the living. */
static bool separate_gone(struct scan *scan)
{
	size_t kept = 0;
	for (size_t i = 0; i < scan->n_living; i++)
		if (scan->items[i].seen == scan->look)
			scan->items[kept++] = scan->items[i];
		else
			add_ended(scan, &scan->items[i]);
	bool any = kept != scan->n_living;
	scan->n_living = kept;
	return !any || index_all(scan);
}

/* ---- by files ------------------------------------------------------------------------------- */

static struct scanned *add_by_files(struct scan *scan, int pid)
{
	struct proc_stat stat;
	if (!proc_stat_read(scan->proc_fd, pid, &stat))
		return NULL;
	/*
	 * A process that has just begun may work, and all of its time counts; those that existed
	 * before the first look are read once more.
	 */
	bool is_new = scan->look > FIRST_LOOK && scan->means != SCAN_SWITCHES;
	struct scanned item = {
		.pid = pid,
		.uid = proc_uid_read(scan->proc_fd, pid),
		.group = group_of(scan, pid),
		.cpu_ns = stat.cpu_ns,
		.delta_ns = is_new ? stat.cpu_ns : 0,
		.born = stat.born,
		.seen = scan->look,
		.busy = is_new ? scan->look : scan->look - ACTIVE_LOOKS + 1,
	};
	memcpy(item.name, stat.name, sizeof(item.name));
	return add_living(scan, &item);
}

static void update(struct scan *scan, struct scanned *item)
{
	struct proc_stat stat;
	item->seen = scan->look;
	bool due = scan->look - item->busy <= ACTIVE_LOOKS ||
		   (uint32_t)item->pid % TURNS == scan->look % TURNS;
	if (!due || !proc_stat_read(scan->proc_fd, item->pid, &stat))
		return;
	if (stat.born != item->born) { /* another process of this number */
		item->cpu_ns = 0;
		item->born = stat.born;
		item->group = group_of(scan, item->pid);
	}
	memcpy(item->name, stat.name, sizeof(item->name));
	worked(scan, item, stat.cpu_ns);
}

static void see(struct scan *scan, const char *name)
{
	int pid = 0;
	for (; *name >= '0' && *name <= '9'; name++)
		pid = pid * 10 + (*name - '0');
	if (pid == 0 || *name)
		return;
	struct scanned *item = item_of(scan, pid);
	if (item)
		update(scan, item);
	else
		(void)add_by_files(scan, pid);
}

static void take_exit(void *context, const struct ended_process *ended)
{
	struct scan *scan = context;
	struct scanned *known = known_ended(scan, ended->pid, 0);
	if (known) {
		/* It may have executed another program since it was seen. */
		if (ended->is_own_name && ended->name[0])
			(void)snprintf(known->name, sizeof(known->name), "%s", ended->name);
		worked(scan, known, ended->cpu_ns);
		return;
	}
	if (item_of(scan, ended->pid))
		return; /* the first thread ended before the others */
	struct scanned item = {
		.pid = ended->pid, .uid = ended->uid, .cpu_ns = ended->cpu_ns, .seen = scan->look};
	(void)snprintf(item.name, sizeof(item.name), "%s", ended->name);
	add_unseen(scan, &item, ended->parent);
}

static bool look_at_files(struct scan *scan)
{
	long n;
	if (lseek(scan->proc_fd, 0, SEEK_SET) < 0)
		return true;
	while ((n = syscall(SYS_getdents64, scan->proc_fd, scan->entries, sizeof(scan->entries))) >
	       0)
		for (long at = 0; at < n;) {
			const struct folder_entry *entry = (const void *)(scan->entries + at);
			see(scan, entry->name);
			at += entry->length;
		}
	if (!separate_gone(scan))
		return false;
	if (scan->exits)
		(void)exits_drain(scan->exits, take_exit, scan);
	return true;
}

/* ---- by switches ---------------------------------------------------------------------------- */

static void take_switches(void *context, const struct switches_key *key,
			  const struct switches_value *value)
{
	struct scan *scan = context;
	int pid = (int)key->pid;
	int64_t born = (int64_t)key->born_ns;
	struct scanned *item = item_of(scan, pid);
	struct scanned fresh = {
		.pid = pid, .uid = (int)value->uid, .born = born, .seen = scan->look};
	(void)snprintf(fresh.name, sizeof(fresh.name), "%.*s", (int)sizeof(value->name),
		       value->name);
	if (item && item->born != born) { /* another process of this number */
		struct scanned *known = known_ended(scan, pid, born);
		if (known)
			worked(scan, known, (int64_t)value->run_ns);
		if (known || value->ended)
			return;
		add_ended(scan, item);
		fresh.group = group_of(scan, pid);
		*item = fresh;
	}
	if (!item && value->ended) {
		fresh.cpu_ns = (int64_t)value->run_ns;
		add_unseen(scan, &fresh, (int)value->parent);
		return;
	}
	if (!item) {
		fresh.group = group_of(scan, pid);
		item = add_living(scan, &fresh);
	}
	if (!item)
		return;
	memcpy(item->name, fresh.name, sizeof(item->name));
	item->seen = value->ended ? scan->look - 1 : scan->look;
	worked(scan, item, (int64_t)value->run_ns);
}

/* ---- looking -------------------------------------------------------------------------------- */

/* Puts the ended behind the living. */
static bool join(struct scan *scan)
{
	while (scan->cap < scan->n_living + scan->n_ended)
		if (!mem_grow(&scan->items, scan->cap, &scan->cap, sizeof(*scan->items), 0))
			return false;
	if (scan->n_ended)
		memcpy(&scan->items[scan->n_living], scan->ended,
		       scan->n_ended * sizeof(*scan->items));
	return scan->cap * 2 <= scan->slots || index_all(scan);
}

bool scan_look(struct scan *scan)
{
	scan->look++;
	scan->n_ended = 0;
	for (size_t i = 0; i < scan->n_living; i++)
		scan->items[i].delta_ns = 0;
	if (!scan->slots && !index_all(scan))
		return false;
	bool done = scan->switches ? switches_read(scan->switches, take_switches, scan) &&
					     separate_gone(scan)
				   : look_at_files(scan);
	return done && !scan->no_memory && join(scan);
}

const struct scanned *scan_items(const struct scan *scan, size_t *ret_n)
{
	*ret_n = scan->n_living + scan->n_ended;
	return scan->items;
}

const struct scanned *scan_process(struct scan *scan, int pid)
{
	struct proc_stat stat;
	const struct scanned *item = item_of(scan, pid);
	if (item || !proc_stat_read(scan->proc_fd, pid, &stat))
		return item;
	scan->asked = (struct scanned){.pid = pid,
				       .uid = proc_uid_read(scan->proc_fd, pid),
				       .group = group_of(scan, pid),
				       .born = stat.born};
	memcpy(scan->asked.name, stat.name, sizeof(scan->asked.name));
	return &scan->asked;
}
