/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts and follows the command and counts its CPU time, by one of three methods. It is started
 * before anything slow is done. Signals and pauses are in process_signal.c.
 */
#include "host/process_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "host/containers.h"
#include "host/helper.h"

static const char *const method_names[METHODS] = {"cgroup", "perf", "wait4"};

/* The clocks of a group and of its processes differ by less. */
#define LEFT_GROUP_NS 10000000

/* ---- the child ------------------------------------------------------------------------------ */

__attribute__((noreturn)) static void become(const struct process *process, char *const argv[],
					     int gate_fd, int error_fd)
{
	char go;
	if (gate_fd >= 0) /* until the counter is attached, or our parent is gone */
		while (read(gate_fd, &go, 1) < 0 && errno == EINTR)
			;
	sigaction(SIGCHLD, &process->old_chld, NULL);
	pthread_sigmask(SIG_SETMASK, &process->old_mask, NULL);
	if (process->options.out_fd > 0)
		(void)dup2(process->options.out_fd, 1);
	execvpe(argv[0], argv,
		process->options.environment ? process->options.environment : environ);
	int errnum = errno;
	if (write(error_fd, &errnum, sizeof(errnum)) < 0) {
		/* Then only the exit status reports the failure. */
	}
	_exit(errnum == ENOENT ? 127 : 126);
}

/* Forks, into the folder of a control group when cgroup_fd is one. */
static pid_t fork_into(int cgroup_fd)
{
	if (cgroup_fd < 0)
		return fork();
	struct clone_args args = {
		.flags = CLONE_INTO_CGROUP,
		.exit_signal = SIGCHLD,
		.cgroup = (unsigned)cgroup_fd,
	};
	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

static int attach_task_clock(pid_t pid)
{
	/* exclude_kernel is what an unprivileged user may set; the task clock counts all time. */
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_TASK_CLOCK,
		.disabled = 1,
		.inherit = 1,
		.enable_on_exec = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
	};
	return (int)syscall(SYS_perf_event_open, &attr, pid, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

/* ---- the parent ----------------------------------------------------------------------------- */

static enum method first_method(const char *wish)
{
	for (int i = 0; wish && i < METHODS; i++)
		if (strcmp(wish, method_names[i]) == 0)
			return (enum method)i;
	return METHOD_CGROUP;
}

static bool spawn_in_cgroup(struct process *process, char *const argv[], int error_fd)
{
	int r = cgroup_make(&process->group);
	if (r < 0) {
		log_note("host.process", "no control group of our own: %s", strerror(-r));
		return false;
	}
	process->pid = fork_into(process->group.fd);
	if (process->pid == 0)
		become(process, argv, -1, error_fd);
	if (process->pid > 0) {
		process->method = METHOD_CGROUP;
		return true;
	}
	log_note("host.process", "cannot start in a control group: %s", strerror(errno));
	cgroup_release(&process->group);
	return false;
}

static bool spawn_with_perf(struct process *process, char *const argv[], int error_fd)
{
	int gate[2];
	if (pipe2(gate, O_CLOEXEC) != 0)
		return false;
	process->pid = fork_into(-1);
	if (process->pid == 0) {
		close(gate[1]);
		become(process, argv, gate[0], error_fd);
	}
	if (process->pid > 0) {
		process->perf_fd = attach_task_clock(process->pid);
		process->method = process->perf_fd >= 0 ? METHOD_PERF : METHOD_WAIT4;
	}
	close(gate[0]);
	close(gate[1]); /* the child reads the end and goes on */
	return process->pid > 0;
}

static bool spawn_plain(struct process *process, char *const argv[], int error_fd)
{
	process->pid = fork_into(-1);
	if (process->pid == 0)
		become(process, argv, -1, error_fd);
	process->method = METHOD_WAIT4;
	return process->pid > 0;
}

int process_spawn(char *const argv[], const struct process_options *options, struct process **ret,
		  struct frugal_error *reterr)
{
	static const struct process_options none;
	int pipe_fds[2];
	struct process *process = mem_zalloc(1, sizeof(*process));
	if (!process)
		return error_nomem(reterr);
	process->group = (struct cgroup){.parent_fd = -1, .fd = -1, .stat_fd = -1};
	process->perf_fd = process->signal_fd = process->exec_fd = process->guard_fd = -1;
	process->options = options ? *options : none;
	if (pipe2(pipe_fds, O_CLOEXEC | O_NONBLOCK) != 0) {
		int errnum = errno;
		process_free(process);
		return error_io(reterr, _("start"), argv[0], errnum);
	}
	process->exec_fd = pipe_fds[0];
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	process_take_signals(process);
	enum method first = first_method(process->options.attribution);
	bool up = first == METHOD_CGROUP && spawn_in_cgroup(process, argv, pipe_fds[1]);
	if (!up && first <= METHOD_PERF)
		up = spawn_with_perf(process, argv, pipe_fds[1]);
	if (!up)
		up = spawn_plain(process, argv, pipe_fds[1]);
	int errnum = errno;
	close(pipe_fds[1]);
	if (!up) {
		process_free(process);
		return error_io(reterr, _("start"), argv[0], errnum);
	}
	*ret = process;
	return 0;
}

struct process *process_of_attached(struct attached *attached)
{
	struct process *process = mem_zalloc(1, sizeof(*process));
	if (!process)
		return NULL;
	process->group = (struct cgroup){.parent_fd = -1, .fd = -1, .stat_fd = -1};
	process->perf_fd = process->signal_fd = process->exec_fd = process->guard_fd = -1;
	process->attached = attached;
	return process;
}

void process_count_containers(struct process *process, struct containers *containers)
{
	process->containers = containers;
}

void process_on_stop(struct process *process, process_stop *stop, void *context)
{
	process->on_stop = stop;
	process->stop_context = context;
}

const char *process_attribution(const struct process *process)
{
	if (process->attached)
		return attached_method(process->attached);
	if (containers_seen(process->containers) > 0)
		return "cgroup+containers";
	if (process->left_group)
		return "cgroup+wait4";
	return method_names[process->method];
}

static bool can_start_in_group(void)
{
	struct cgroup group;
	if (cgroup_make(&group) < 0)
		return false;
	pid_t pid = fork_into(group.fd);
	if (pid == 0)
		_exit(0);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	cgroup_release(&group);
	return pid > 0;
}

const char *process_best_attribution(void)
{
	if (can_start_in_group())
		return method_names[METHOD_CGROUP];
	int fd = attach_task_clock(getpid());
	if (fd < 0)
		return method_names[METHOD_WAIT4];
	close(fd);
	return method_names[METHOD_PERF];
}

bool process_counts_late(const struct process *process)
{
	return !process->attached && process->method == METHOD_WAIT4;
}

int process_pid(const struct process *process)
{
	return process->pid;
}

/* The parent of a process, 0 when it is gone. */
static int parent_of(int pid)
{
	char path[64], text[512];
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	/* "12 (any) name) S 7 ...": the name may contain anything, parentheses too. */
	const char *end = strrchr(text, ')');
	int64_t parent = 0;
	if (!end || strlen(end) < 5)
		return 0;
	struct str rest = {end + 4, strcspn(end + 4, " ")};
	return num_parse_int(rest, 0, INT32_MAX, &parent) ? (int)parent : 0;
}

bool process_descends(int pid, int ancestor)
{
	for (int i = 0; pid > 1 && i < 1000; i++) {
		if (pid == ancestor)
			return true;
		pid = parent_of(pid);
	}
	return false;
}

bool process_owns(const struct process *process, int pid)
{
	if (process->attached)
		return attached_owns(process->attached, pid);
	if (process->containers && containers_own(process->containers, pid))
		return true;
	if (process->method == METHOD_CGROUP)
		return cgroup_holds(&process->group, pid);
	/* Orphans of the command have become our children. */
	return process_descends(pid, process->pid) ||
	       (pid != (int)getpid() && process_descends(pid, (int)getpid()));
}

int process_fd(const struct process *process)
{
	return process->attached ? attached_fd(process->attached) : process->signal_fd;
}

/* ---- CPU time ------------------------------------------------------------------------------- */

/* CPU time of the command alone, while it runs, without its children. */
static int64_t own_clock_ns(pid_t pid)
{
	clockid_t clock;
	struct timespec t;
	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/*
 * A command may move to another control group (a snap, podman, systemd-run --scope): what the
 * kernel says of the process and of those that it waited for is then more than what its group used.
 */
static int64_t with_those_that_left(struct process *process, int64_t group_ns)
{
	int64_t known_ns = process->waited_ns + (process->ended ? 0 : own_clock_ns(process->pid));
	process->left_group |= group_ns >= 0 && known_ns > group_ns + LEFT_GROUP_NS;
	return process->left_group && known_ns > group_ns ? known_ns : group_ns;
}

static int64_t count_ns(struct process *process)
{
	uint64_t counted = 0;
	int64_t ns = -1;
	if (process->attached)
		return attached_cpu_ns(process->attached);
	if (process->method == METHOD_CGROUP)
		ns = with_those_that_left(process, cgroup_cpu_ns(&process->group));
	else if (process->method == METHOD_PERF &&
		 read(process->perf_fd, &counted, sizeof(counted)) == (ssize_t)sizeof(counted))
		ns = (int64_t)counted;
	else if (!process->ended)
		ns = process->waited_ns + own_clock_ns(process->pid);
	/* The group is exact; the others each miss some time, so the larger is nearer. */
	if (process->ended && (ns < 0 || process->method != METHOD_CGROUP) &&
	    process->waited_ns > ns)
		ns = process->waited_ns;
	return ns;
}

int64_t process_cpu_ns(struct process *process)
{
	int64_t ns = count_ns(process);
	if (process->containers && ns >= 0) {
		containers_look(process->containers);
		ns += containers_cpu_ns(process->containers);
	}
	if (ns > process->cpu_ns)
		process->cpu_ns = ns;
	return process->cpu_ns;
}

/* ---- following ------------------------------------------------------------------------------ */

static bool in_foreground(void)
{
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
	bool yes = fd >= 0 && tcgetpgrp(fd) == getpgrp();
	if (fd >= 0)
		close(fd);
	return yes;
}

/*
 * The shell that waits for frugal must see it stop when the command does. SIGSTOP is sent by hand
 * to one process, mostly by a person who will also continue that one process: without a shell in
 * front frugal stays awake, since nothing would wake it.
 */
static void stop_too(const struct process *process, int signal_number)
{
	if (signal_number == SIGSTOP && !in_foreground())
		return;
	if (process->on_stop)
		process->on_stop(process->stop_context);
	kill(getpid(), SIGSTOP);
}

static void reap(struct process *process)
{
	int status;
	pid_t pid;
	struct rusage used;
	while ((pid = wait4(-1, &status, WNOHANG | WUNTRACED, &used)) > 0) {
		if (WIFSTOPPED(status)) {
			if (pid == process->pid && !process->paused)
				stop_too(process, WSTOPSIG(status));
			continue;
		}
		if (helper_was((int)pid))
			continue;
		process->waited_ns +=
			((int64_t)used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000000 +
			((int64_t)used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000;
		if (pid != process->pid)
			continue;
		process->ended = true;
		process->by_signal = WIFSIGNALED(status);
		process->code = process->by_signal ? WTERMSIG(status) : WEXITSTATUS(status);
	}
}

bool process_handle(struct process *process)
{
	bool had_ended = process->ended;
	if (process->attached) {
		process->ended |= attached_ended(process->attached);
		return process->ended;
	}
	process_take_in_signals(process);
	if (!process->ended || process->lingers)
		reap(process);
	if (process->ended && !had_ended)
		(void)process_cpu_ns(process);
	return process->ended;
}

bool process_linger(struct process *process)
{
	process->lingers = !process->asked_to_stop && process_left_behind(process) > 0;
	return process->lingers;
}

bool process_has_ended(const struct process *process)
{
	return process->ended;
}

int process_exit_code(const struct process *process, bool *ret_by_signal)
{
	*ret_by_signal = process->by_signal;
	return process->code;
}

int process_exec_error(struct process *process)
{
	int errnum = 0;
	if (process->exec_fd >= 0 && process->ended &&
	    read(process->exec_fd, &errnum, sizeof(errnum)) == (ssize_t)sizeof(errnum))
		process->exec_error = errnum;
	return process->exec_error;
}

void process_free(struct process *process)
{
	if (!process)
		return;
	cgroup_release(&process->group);
	attached_free(process->attached);
	containers_free(process->containers);
	if (process->perf_fd >= 0)
		close(process->perf_fd);
	process_give_signals_back(process);
	if (process->signal_fd >= 0)
		close(process->signal_fd);
	if (process->exec_fd >= 0)
		close(process->exec_fd);
	if (process->guard_fd >= 0)
		close(process->guard_fd);
	mem_free(process);
}
