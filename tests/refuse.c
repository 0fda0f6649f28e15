/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refuse ERROR CALL[,CALL...] COMMAND...: runs the command where the kernel answers these system
 * calls with ENOSYS, as one that is older than they are, or with EPERM, as the filters of
 * containers do. By a filter of seccomp, which children inherit: it needs no rights, and sanitizers
 * run below it. `refuse list` prints the calls, a line each. Exits with 77 where filters are
 * forbidden.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv)
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

/* The numbers of newer calls are the same on every architecture; headers may be older. */
#define CALL_PIDFD_SEND_SIGNAL 424
#define CALL_PIDFD_OPEN 434
#define CALL_CLONE3 435
#define CALL_CLOSE_RANGE 436
#define CALL_OPENAT2 437
#define CALL_FACCESSAT2 439
#define CALL_EPOLL_PWAIT2 441

#define NOT_BELOW ((uint32_t)AT_FDCWD)

/* An argument whose low half must be, or must not be, a value. */
struct condition {
	int argument; /* from 1; 0: none */
	bool not ;
	uint32_t value;
};

static const struct call {
	const char *name;
	uint32_t number;
	struct condition when[2];
} calls[] = {
	{"bpf", SYS_bpf, {{0}}},
	{"clone3", CALL_CLONE3, {{0}}},
	{"close_range", CALL_CLOSE_RANGE, {{0}}},
	{"copy_file_range", SYS_copy_file_range, {{0}}},
	{"epoll_create1", SYS_epoll_create1, {{0}}},
	{"epoll_pwait2", CALL_EPOLL_PWAIT2, {{0}}},
	{"eventfd2", SYS_eventfd2, {{0}}},
	{"faccessat2", CALL_FACCESSAT2, {{0}}},
	{"getrandom", SYS_getrandom, {{0}}},
	{"inotify_init1", SYS_inotify_init1, {{0}}},
	{"memfd_create", SYS_memfd_create, {{0}}},
	{"openat2", CALL_OPENAT2, {{0}}},
	{"perf_event_open", SYS_perf_event_open, {{0}}},
	{"pidfd_open", CALL_PIDFD_OPEN, {{0}}},
	{"pidfd_send_signal", CALL_PIDFD_SEND_SIGNAL, {{0}}},
	{"prctl_subreaper", SYS_prctl, {{1, false, PR_SET_CHILD_SUBREAPER}, {0}}},
	{"rseq", SYS_rseq, {{0}}},
	{"sched_getaffinity", SYS_sched_getaffinity, {{0}}},
	{"signalfd4", SYS_signalfd4, {{0}}},
	{"statx", SYS_statx, {{0}}},
	{"timerfd_create", SYS_timerfd_create, {{0}}},
	/* Netlink: taskstats. */
	{"netlink", SYS_socket, {{1, false, AF_NETLINK}, {3, false, NETLINK_GENERIC}}},
	/* A control group: making one, and what only it opens in this way, cgroup.kill. */
	{"cgroup", SYS_mkdirat, {{1, true, NOT_BELOW}, {0}}},
	{"cgroup_kill", SYS_openat, {{1, true, NOT_BELOW}, {3, false, O_WRONLY | O_CLOEXEC}}},
};

#define N_CALLS (sizeof(calls) / sizeof(calls[0]))
/* Of each call: its number, two instructions a condition, the answer, the number again. */
#define MOST_INSTRUCTIONS (4 + N_CALLS * 8)

struct program {
	struct sock_filter lines[MOST_INSTRUCTIONS];
	size_t n;
};

static void add(struct program *program, uint16_t code, uint32_t k, uint8_t yes, uint8_t no)
{
	program->lines[program->n++] = (struct sock_filter){code, yes, no, k};
}

static void load(struct program *program, size_t offset)
{
	add(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* Where the low half of an argument lies. */
static size_t low_half(int argument)
{
	size_t at = offsetof(struct seccomp_data, args) + 8 * (size_t)(argument - 1);
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? at + 4 : at;
}

/* The number of the call is loaded before it, and after it again. */
static void add_call(struct program *program, const struct call *call, uint32_t error)
{
	size_t n = 0;
	while (n < 2 && call->when[n].argument)
		n++;
	add(program, BPF_JMP | BPF_JEQ | BPF_K, call->number, 0, (uint8_t)(2 * n + 1));
	for (size_t i = 0; i < n; i++) {
		const struct condition *when = &call->when[i];
		uint8_t past = (uint8_t)(2 * (n - i) - 1);
		load(program, low_half(when->argument));
		add(program, BPF_JMP | BPF_JEQ | BPF_K, when->value, when->not ? past : 0,
		    when->not ? 0 : past);
	}
	add(program, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error, 0, 0);
	if (n)
		load(program, offsetof(struct seccomp_data, nr));
}

static const struct call *call_of(const char *name, size_t n)
{
	for (size_t i = 0; i < N_CALLS; i++)
		if (strlen(calls[i].name) == n && strncmp(calls[i].name, name, n) == 0)
			return &calls[i];
	return NULL;
}

static bool add_all(struct program *program, const char *names, uint32_t error)
{
	for (const char *p = names; *p;) {
		size_t n = strcspn(p, ",");
		const struct call *call = call_of(p, n);
		if (!call || program->n + 8 > MOST_INSTRUCTIONS) {
			(void)fprintf(stderr, "refuse: unknown call '%.*s'\n", (int)n, p);
			return false;
		}
		add_call(program, call, error);
		p += n + (p[n] == ',');
	}
	return true;
}

static int filter(struct program *program)
{
	struct sock_fprog installed = {(unsigned short)program->n, program->lines};
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &installed) == 0)
		return 0;
	/* Without the rights of an administrator no later program may have more than this one. */
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
			       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &installed) == 0
		       ? 0
		       : -1;
}

int main(int argc, char *argv[])
{
#ifdef ARCHITECTURE
	struct program program = {.n = 0};
	if (argc == 2 && strcmp(argv[1], "list") == 0) {
		for (size_t i = 0; i < N_CALLS; i++)
			(void)puts(calls[i].name);
		return 0;
	}
	uint32_t error = 0;
	if (argc > 3)
		error = strcmp(argv[1], "ENOSYS") == 0 ? ENOSYS
						       : (strcmp(argv[1], "EPERM") == 0) * EPERM;
	if (!error) {
		(void)fputs("usage: refuse ENOSYS|EPERM CALL[,CALL...] COMMAND...\n", stderr);
		return 2;
	}
	load(&program, offsetof(struct seccomp_data, arch));
	add(&program, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	add(&program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	load(&program, offsetof(struct seccomp_data, nr));
	if (!add_all(&program, argv[2], error))
		return 2;
	add(&program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	if (filter(&program) != 0) {
		(void)fprintf(stderr, "refuse: filters are forbidden: %s\n", strerror(errno));
		return 77;
	}
	(void)execvp(argv[3], argv + 3);
	(void)fprintf(stderr, "refuse: %s: %s\n", argv[3], strerror(errno));
	return 127;
#else
	(void)argc, (void)argv;
	(void)fputs("refuse: not written for this architecture\n", stderr);
	return 77;
#endif
}
