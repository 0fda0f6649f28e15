/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process is followed by the task clocks that perf_event_open opens for each of its threads and
 * descendants; a control group by its own cpu.stat. In both cases one epoll descriptor reports the
 * end, and the signals that ask frugal to stop. The end of a process is that of a pidfd; where
 * there is none (Linux before 5.3, a container that forbids the call), its folder of /proc is
 * looked at some times a second.
 */
#include "host/attach.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/num.h"
#include "host/cgroup.h"
#include "host/process.h"

#define MOST_MOUNTS ((size_t)4 << 20)
#define LOOK_NS 20000000 /* a fiftieth of a second: as long as a short command lasts */

struct attached {
	int pid; /* 0: a group */
	int pid_fd, signal_fd, poll_fd, events_fd;
	int folder_fd, timer_fd; /* without pid_fd: /proc/PID, and the clock for looking at it */
	int *clocks;             /* task clocks */
	size_t n_clocks, cap_clocks;
	struct cgroup group;
	char *folder;
	int64_t first_ns;
	sigset_t old_mask;
	bool asked_to_stop;
};

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};

/* ---- the task clocks of what runs already --------------------------------------------------- */

static int clock_of(int tid)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_TASK_CLOCK,
		.inherit = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
	};
	int fd = (int)syscall(SYS_perf_event_open, &attr, tid, -1, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Calls see for each number that names an entry of a folder of /proc. */
static int each_number(const char *folder, int (*see)(struct attached *, int), struct attached *to)
{
	DIR *stream = opendir(folder);
	const struct dirent *entry;
	int r = stream ? 0 : -errno;
	while (r == 0 && (entry = readdir(stream))) {
		int64_t number;
		if (num_parse_int(str_of(entry->d_name), 1, INT32_MAX, &number))
			r = see(to, (int)number);
	}
	if (stream)
		closedir(stream);
	return r;
}

static int add_thread(struct attached *attached, int tid)
{
	int fd = clock_of(tid);
	if (fd < 0)
		return fd == -ESRCH ? 0 : fd; /* the thread has just ended */
	if (!mem_grow(&attached->clocks, attached->n_clocks, &attached->cap_clocks, sizeof(int),
		      0)) {
		close(fd);
		return -ENOMEM;
	}
	attached->clocks[attached->n_clocks++] = fd;
	return 0;
}

static int add_if_descends(struct attached *attached, int pid)
{
	char folder[64];
	if (!process_descends(pid, attached->pid))
		return 0;
	(void)snprintf(folder, sizeof(folder), "/proc/%d/task", pid);
	int r = each_number(folder, add_thread, attached);
	return r == -ENOENT || r == -ESRCH ? 0 : r;
}

/* ---- both ----------------------------------------------------------------------------------- */

static struct attached *attached_new(void)
{
	struct attached *attached = mem_zalloc(1, sizeof(*attached));
	if (!attached)
		return NULL;
	attached->pid_fd = attached->signal_fd = attached->poll_fd = attached->events_fd = -1;
	attached->folder_fd = attached->timer_fd = -1;
	attached->group = (struct cgroup){.parent_fd = -1, .fd = -1, .stat_fd = -1};
	return attached;
}

static int watch(struct attached *attached, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events};
	return fd >= 0 && epoll_ctl(attached->poll_fd, EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : -1;
}

/* Gathers everything that ends the metering behind one descriptor. */
static int watch_all(struct attached *attached, struct frugal_error *reterr)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++)
		sigaddset(&set, stopping[i]);
	pthread_sigmask(SIG_BLOCK, &set, &attached->old_mask);
	attached->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	attached->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (attached->poll_fd < 0 || watch(attached, attached->signal_fd, EPOLLIN) < 0)
		return error_io(reterr, _("watch"), _("the signals"), errno);
	if (attached->pid_fd >= 0)
		(void)watch(attached, attached->pid_fd, EPOLLIN);
	if (attached->timer_fd >= 0)
		(void)watch(attached, attached->timer_fd, EPOLLIN);
	if (attached->events_fd >= 0)
		(void)watch(attached, attached->events_fd, EPOLLPRI);
	return 0;
}

/* The open folder stays that of this process, though a later one may have its number. */
static int look_often(struct attached *attached, int why, struct frugal_error *reterr)
{
	char folder[64];
	const struct timespec often = {.tv_nsec = LOOK_NS};
	const struct itimerspec timer = {.it_interval = often, .it_value = often};
	(void)snprintf(folder, sizeof(folder), "/proc/%d", attached->pid);
	attached->folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (attached->folder_fd < 0 && errno == ENOENT)
		return error_set(reterr, FRUGAL_EUSAGE, _("process %d does not exist"),
				 attached->pid);
	if (attached->folder_fd >= 0)
		attached->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (attached->timer_fd >= 0 && timerfd_settime(attached->timer_fd, 0, &timer, NULL) == 0)
		return 0;
	(void)error_io(reterr, _("watch"), "pidfd_open", why);
	return error_todo(reterr, "%s", _("name its control group: cgroup=PATH"));
}

/* A process whose first thread alone has ended is a zombie with tasks: it goes on. */
static bool has_left(const struct attached *attached)
{
	char text[512];
	struct stat tasks;
	int fd = openat(attached->folder_fd, "stat", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return true;
	text[n] = '\0';
	const char *end = strrchr(text, ')');
	bool ended = !end || end[1] != ' ' || end[2] == 'Z' || end[2] == 'X';
	/* ".", "..", and one for each thread. */
	return ended &&
	       (fstatat(attached->folder_fd, "task", &tasks, 0) != 0 || tasks.st_nlink <= 3);
}

static int watch_end(struct attached *attached, struct frugal_error *reterr)
{
	attached->pid_fd = (int)syscall(SYS_pidfd_open, attached->pid, 0);
	if (attached->pid_fd >= 0) {
		(void)fcntl(attached->pid_fd, F_SETFD, FD_CLOEXEC);
		return 0;
	}
	if (errno == ESRCH || errno == EINVAL)
		return error_set(reterr, FRUGAL_EUSAGE, _("process %d does not exist"),
				 attached->pid);
	return look_often(attached, errno, reterr);
}

int attach_process(int pid, struct attached **ret, struct frugal_error *reterr)
{
	struct attached *attached = attached_new();
	if (!attached)
		return error_nomem(reterr);
	attached->pid = pid;
	int r = watch_end(attached, reterr);
	if (r < 0) {
		attached_free(attached);
		return r;
	}
	r = each_number("/proc", add_if_descends, attached);
	if (r < 0 || !attached->n_clocks) {
		attached_free(attached);
		(void)error_io(reterr, _("watch"), "perf task-clock", r < 0 ? -r : ESRCH);
		if (r == -ENOSYS)
			return error_todo(reterr, "%s", _("name its control group: cgroup=PATH"));
		return error_todo(reterr, "%s",
				  _("name a process of your own, with kernel.perf_event_paranoid "
				    "at 2 or less, or its control group: cgroup=PATH"));
	}
	r = watch_all(attached, reterr);
	if (r < 0) {
		attached_free(attached);
		return r;
	}
	*ret = attached;
	return 0;
}

/*
 * The folder of a group whose path is given from the root: the path of our own group without the
 * part below that root.
 */
static char *below_root(const char *path)
{
	struct buf mounts = {0}, folder = {0};
	char root[4096];
	char *found = NULL;
	if (file_read("/proc/self/mountinfo", MOST_MOUNTS, &mounts, NULL) == 0 &&
	    cgroup_own_folder(buf_text(&mounts), "0::/\n", root, sizeof(root))) {
		buf_addf(&folder, "%s/%s", root, path + (path[0] == '/'));
		found = folder.failed ? NULL : mem_strdup(buf_text(&folder));
	}
	buf_release(&mounts);
	buf_release(&folder);
	return found;
}

int attach_cgroup(const char *path, struct attached **ret, struct frugal_error *reterr)
{
	struct stat st;
	struct attached *attached = attached_new();
	if (!attached)
		return error_nomem(reterr);
	bool is_folder = path[0] == '/' && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	attached->folder = is_folder ? mem_strdup(path) : below_root(path);
	attached->group.fd =
		attached->folder ? open(attached->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (attached->group.fd >= 0)
		attached->group.stat_fd =
			openat(attached->group.fd, "cpu.stat", O_RDONLY | O_CLOEXEC);
	attached->first_ns = cgroup_cpu_ns(&attached->group);
	if (attached->group.stat_fd < 0 || attached->first_ns < 0) {
		attached_free(attached);
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a control group"), path);
		return error_todo(reterr, "%s",
				  _("give its folder, or its path as in /proc/PID/cgroup"));
	}
	attached->events_fd = openat(attached->group.fd, "cgroup.events", O_RDONLY | O_CLOEXEC);
	int r = watch_all(attached, reterr);
	if (r < 0) {
		attached_free(attached);
		return r;
	}
	*ret = attached;
	return 0;
}

char *const *process_words(int pid, struct arena *arena)
{
	char path[64], text[4096];
	size_t n = 0, words = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	char **argv = got > 0 ? arena_array(arena, (size_t)got + 1, sizeof(*argv)) : NULL;
	if (!argv)
		return NULL;
	text[got] = '\0';
	while (n < (size_t)got) {
		argv[words++] = arena_strdup(arena, text + n);
		n += strlen(text + n) + 1;
	}
	return argv;
}

const char *attached_method(const struct attached *attached)
{
	return attached->pid ? "perf" : "cgroup";
}

int64_t attached_cpu_ns(const struct attached *attached)
{
	int64_t sum = 0;
	if (!attached->pid) {
		int64_t now = cgroup_cpu_ns(&attached->group);
		return now < 0 ? -1 : now - attached->first_ns;
	}
	for (size_t i = 0; i < attached->n_clocks; i++) {
		uint64_t ns;
		if (read(attached->clocks[i], &ns, sizeof(ns)) == (ssize_t)sizeof(ns))
			sum += (int64_t)ns;
	}
	return sum;
}

int attached_fd(const struct attached *attached)
{
	return attached->poll_fd;
}

static bool group_is_empty(const struct attached *attached)
{
	char text[256];
	ssize_t n = attached->events_fd >= 0 ? pread(attached->events_fd, text, sizeof(text) - 1, 0)
					     : -1;
	if (n <= 0)
		return true; /* the folder is gone */
	text[n] = '\0';
	return strstr(text, "populated 0") != NULL;
}

bool attached_ended(struct attached *attached)
{
	struct signalfd_siginfo got;
	struct epoll_event event;
	uint64_t ticks;
	while (read(attached->signal_fd, &got, sizeof(got)) == (ssize_t)sizeof(got))
		attached->asked_to_stop = true;
	if (attached->asked_to_stop)
		return true;
	if (!attached->pid)
		return group_is_empty(attached);
	if (attached->folder_fd >= 0) {
		(void)!read(attached->timer_fd, &ticks, sizeof(ticks));
		return has_left(attached);
	}
	return epoll_wait(attached->poll_fd, &event, 1, 0) > 0;
}

bool attached_owns(const struct attached *attached, int pid)
{
	char path[64], text[4096];
	if (attached->pid)
		return process_descends(pid, attached->pid);
	(void)snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	/* "0::/a/b" is within ".../a/b". */
	const char *own = strstr(text, "0::");
	size_t folder = strlen(attached->folder), length = own ? strcspn(own + 3, "\n") : 0;
	for (size_t cut = length; own && cut > 1; cut--)
		if ((own[3 + cut] == '\n' || own[3 + cut] == '/' || own[3 + cut] == '\0') &&
		    folder >= cut && strncmp(attached->folder + folder - cut, own + 3, cut) == 0)
			return true;
	return false;
}

void attached_free(struct attached *attached)
{
	if (!attached)
		return;
	const int fds[] = {attached->pid_fd,    attached->signal_fd,    attached->poll_fd,
			   attached->events_fd, attached->folder_fd,    attached->timer_fd,
			   attached->group.fd,  attached->group.stat_fd};
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	for (size_t i = 0; i < attached->n_clocks; i++)
		close(attached->clocks[i]);
	if (attached->signal_fd >= 0)
		pthread_sigmask(SIG_SETMASK, &attached->old_mask, NULL);
	mem_free(attached->clocks);
	mem_free(attached->folder);
	mem_free(attached);
}
