/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel sends a message for each thread that ends; that of a process's last thread contains
 * the sums of the process as well. A thread that is not the last is in those sums. Linux:
 * Documentation/accounting/taskstats.rst, include/uapi/linux/taskstats.h.
 */
#include "host/exits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/taskstats.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"

#define RECEIVE_BYTES (8 << 20)
#define MESSAGE_BYTES 16384
#define ANSWER_S 2
#define NAMES_PROCESSES 12 /* the version of struct taskstats with ac_tgid */
#define REQUEST_NUMBER 1   /* the kernel's own messages count from another one */

/* The kernel's macros for these mix signed and unsigned types. */
#define ATTRIBUTE_HEAD sizeof(struct nlattr)
#define ATTRIBUTE_TYPE 0x3fffu

struct exits {
	int fd;
	uint16_t family;
	uint16_t version; /* of the kernel's struct taskstats */
	char message[MESSAGE_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
};

static size_t aligned(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* ---- messages ------------------------------------------------------------------------------- */

struct request {
	struct nlmsghdr head;
	struct genlmsghdr kind;
	char attributes[512];
};

static struct request request_of(uint16_t family, uint8_t command)
{
	return (struct request){
		.head = {.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN),
			 .nlmsg_type = family,
			 .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
			 .nlmsg_seq = REQUEST_NUMBER},
		.kind = {.cmd = command, .version = 1},
	};
}

static void add(struct request *request, uint16_t type, const void *bytes, size_t n)
{
	struct nlattr *at = (void *)((char *)request + aligned(request->head.nlmsg_len));
	*at = (struct nlattr){.nla_len = (uint16_t)(ATTRIBUTE_HEAD + n), .nla_type = type};
	memcpy((char *)at + ATTRIBUTE_HEAD, bytes, n);
	request->head.nlmsg_len =
		(uint32_t)(aligned(request->head.nlmsg_len) + aligned(ATTRIBUTE_HEAD + n));
}

static void add_text(struct request *request, uint16_t type, const char *text)
{
	add(request, type, text, strlen(text) + 1);
}

/* Returns the next attribute within [*p, end), or NULL, and moves *p on. */
static const struct nlattr *next_attribute(const char **p, const char *end)
{
	size_t left = (size_t)(end - *p);
	const struct nlattr *at = (const void *)*p;
	if (left < ATTRIBUTE_HEAD || at->nla_len < ATTRIBUTE_HEAD || at->nla_len > left)
		return NULL;
	*p += aligned(at->nla_len) < left ? aligned(at->nla_len) : left;
	return at;
}

static const char *bytes_of(const struct nlattr *at, size_t *ret_n)
{
	*ret_n = at->nla_len - ATTRIBUTE_HEAD;
	return (const char *)at + ATTRIBUTE_HEAD;
}

/* Reads the statistics within an aggregate of a thread or of a process; false without any. */
static bool read_stats(const struct nlattr *aggregate, int *ret_id, struct taskstats *ret)
{
	size_t n;
	const char *p = bytes_of(aggregate, &n), *end = p + n;
	bool has = false;
	for (const struct nlattr *at; (at = next_attribute(&p, end));) {
		const char *bytes = bytes_of(at, &n);
		if ((at->nla_type == TASKSTATS_TYPE_PID || at->nla_type == TASKSTATS_TYPE_TGID) &&
		    n >= sizeof(*ret_id))
			memcpy(ret_id, bytes, sizeof(*ret_id));
		if (at->nla_type != TASKSTATS_TYPE_STATS)
			continue;
		/* Kernels older and newer than our header send shorter and longer structs. */
		memset(ret, 0, sizeof(*ret));
		memcpy(ret, bytes, n < sizeof(*ret) ? n : sizeof(*ret));
		has = true;
	}
	return has;
}

/* ---- asking --------------------------------------------------------------------------------- */

/* The version of the statistics that answer a request; 0 without any. */
static uint16_t version_of(struct nlmsghdr *head)
{
	struct taskstats thread;
	int tid = 0;
	const char *p = (const char *)NLMSG_DATA(head) + GENL_HDRLEN;
	const char *end = (const char *)head + head->nlmsg_len;
	for (const struct nlattr *at; (at = next_attribute(&p, end));)
		if ((at->nla_type & ATTRIBUTE_TYPE) == TASKSTATS_TYPE_AGGR_PID &&
		    read_stats(at, &tid, &thread))
			return thread.version;
	return 0;
}

/*
 * Sends a request and reads its acknowledgement, and from the answer the family's number or the
 * version of statistics; 0 or -errno.
 */
static int ask(struct exits *exits, struct request *request)
{
	if (send(exits->fd, request, request->head.nlmsg_len, 0) < 0)
		return -errno;
	for (;;) {
		ssize_t n = recv(exits->fd, exits->message, sizeof(exits->message), 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		struct nlmsghdr *head = (void *)exits->message;
		if (!NLMSG_OK(head, (size_t)n))
			return -EPROTO;
		if (head->nlmsg_type == NLMSG_ERROR)
			return ((const struct nlmsgerr *)NLMSG_DATA(head))->error;
		if (head->nlmsg_type == exits->family && head->nlmsg_seq == request->head.nlmsg_seq)
			exits->version = version_of(head);
		if (head->nlmsg_type != GENL_ID_CTRL)
			continue; /* or a process has ended already */
		const char *p = (const char *)NLMSG_DATA(head) + GENL_HDRLEN;
		const char *end = exits->message + head->nlmsg_len;
		for (const struct nlattr *at; (at = next_attribute(&p, end));)
			if (at->nla_type == CTRL_ATTR_FAMILY_ID &&
			    at->nla_len >= ATTRIBUTE_HEAD + sizeof(uint16_t))
				memcpy(&exits->family, (const char *)at + ATTRIBUTE_HEAD,
				       sizeof(exits->family));
	}
}

static int refused(struct frugal_error *reterr, int error)
{
	error_set(reterr, FRUGAL_EENV,
		  error == -EPERM ? _("the kernel reports ended processes to root only")
				  : _("the kernel does not report ended processes: %s"),
		  strerror(-error));
	return error_todo(reterr, "%s", "sudo frugal top");
}

/* "0-63": the possible processors, so that later ones are included. */
static bool read_processors(char *to, size_t size)
{
	int fd = open("/sys/devices/system/cpu/possible", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, to, size - 1) : -1;
	if (fd >= 0)
		close(fd);
	to[n > 0 ? n : 0] = '\0';
	to[strcspn(to, "\n")] = '\0';
	return n > 0;
}

/* Before Linux 5.18 a thread's message does not name its process: each would count as one. */
static int check_version(struct exits *exits, struct frugal_error *reterr)
{
	struct request look = request_of(exits->family, TASKSTATS_CMD_GET);
	uint32_t self = (uint32_t)getpid();
	add(&look, TASKSTATS_CMD_ATTR_PID, &self, sizeof(self));
	int r = ask(exits, &look);
	if (r < 0)
		return refused(reterr, r);
	if (exits->version >= NAMES_PROCESSES)
		return 0;
	return error_set(
		reterr, FRUGAL_EENV, "%s",
		_("before Linux 5.18 the kernel does not report which process a thread was of"));
}

static int join(struct exits *exits, struct frugal_error *reterr)
{
	char processors[256];
	int size = RECEIVE_BYTES;
	struct timeval timeout = {.tv_sec = ANSWER_S};
	exits->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (exits->fd < 0)
		return refused(reterr, -errno);
	if (setsockopt(exits->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		(void)setsockopt(exits->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	(void)setsockopt(exits->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	struct request find = request_of(GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	add_text(&find, CTRL_ATTR_FAMILY_NAME, TASKSTATS_GENL_NAME);
	int r = ask(exits, &find);
	if (r < 0)
		return refused(reterr, r);
	if (!read_processors(processors, sizeof(processors)))
		return refused(reterr, -ENOENT);
	struct request listen = request_of(exits->family, TASKSTATS_CMD_GET);
	add_text(&listen, TASKSTATS_CMD_ATTR_REGISTER_CPUMASK, processors);
	r = ask(exits, &listen);
	return r < 0 ? refused(reterr, r) : check_version(exits, reterr);
}

int exits_open(struct exits **ret, struct frugal_error *reterr)
{
	struct exits *exits = mem_zalloc(1, sizeof(*exits));
	if (!exits)
		return error_nomem(reterr);
	int r = join(exits, reterr);
	if (r < 0) {
		exits_close(exits);
		return r;
	}
	*ret = exits;
	return 0;
}

void exits_close(struct exits *exits)
{
	if (!exits)
		return;
	if (exits->fd >= 0)
		close(exits->fd);
	mem_free(exits);
}

/* ---- listening ------------------------------------------------------------------------------ */

static int64_t cpu_of(const struct taskstats *stats)
{
	if (stats->cpu_run_virtual_total)
		return (int64_t)stats->cpu_run_virtual_total;
	return (int64_t)(stats->ac_utime + stats->ac_stime) * 1000;
}

/* False when the message is of a thread whose process goes on, or not a taskstats message. */
static bool read_ended(const char *p, const char *end, struct ended_process *ret)
{
	struct taskstats thread = {0}, process = {0};
	int tid = 0, pid = 0;
	bool has_thread = false, has_process = false;
	for (const struct nlattr *at; (at = next_attribute(&p, end));) {
		unsigned type = at->nla_type & ATTRIBUTE_TYPE;
		if (type == TASKSTATS_TYPE_AGGR_PID)
			has_thread = read_stats(at, &tid, &thread);
		else if (type == TASKSTATS_TYPE_AGGR_TGID)
			has_process = read_stats(at, &pid, &process);
	}
	if (!has_thread)
		return false;
#if TASKSTATS_VERSION >= 12 /* older headers, and such kernels are refused */
	if (!has_process && thread.ac_tgid && (int)thread.ac_tgid != tid)
		return false;
#endif
	*ret = (struct ended_process){
		.pid = has_process ? pid : tid,
		.parent = (int)thread.ac_ppid,
		.uid = (int)thread.ac_uid,
		.cpu_ns = cpu_of(has_process ? &process : &thread),
		.is_own_name = !has_process || pid == tid,
	};
	memcpy(ret->name, thread.ac_comm, EXITS_NAME);
	return true;
}

bool exits_drain(struct exits *exits,
		 void (*take)(void *context, const struct ended_process *ended), void *context)
{
	bool all = true;
	for (;;) {
		ssize_t n = recv(exits->fd, exits->message, sizeof(exits->message), MSG_DONTWAIT);
		if (n < 0 && errno == ENOBUFS)
			all = false;
		if (n < 0 && (errno == EINTR || errno == ENOBUFS))
			continue;
		if (n <= 0)
			return all;
		struct nlmsghdr *head = (void *)exits->message;
		for (; NLMSG_OK(head, (size_t)n); head = NLMSG_NEXT(head, n)) {
			struct ended_process ended;
			const struct genlmsghdr *kind = NLMSG_DATA(head);
			if (head->nlmsg_type != exits->family || kind->cmd != TASKSTATS_CMD_NEW ||
			    head->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
				continue;
			if (read_ended((const char *)kind + GENL_HDRLEN,
				       (const char *)head + head->nlmsg_len, &ended))
				take(context, &ended);
		}
	}
}
