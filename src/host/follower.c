/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sends a datagram twice a second, and at the end, to the socket of the first process of the
 * machine: see ranks.h. It expects no answer; the last datagram is sent again for a moment when it
 * is lost.
 */
#include "host/follower.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

#define TELL_MS 500
#define PATIENCE_MS 2000
#define STEP_MS 50

struct follower {
	struct rank rank;
	char *const *environment;
	struct process *process;
	int fd;
	bool heard; /* the last datagram arrived */
};

int follower_start(char *const argv[], const struct process_options *options,
		   const struct rank *rank, struct follower **ret, struct frugal_error *reterr)
{
	struct follower *follower = mem_zalloc(1, sizeof(*follower));
	if (!follower)
		return error_nomem(reterr);
	follower->rank = *rank;
	follower->environment = options->environment;
	follower->fd = -1;
	int r = process_spawn(argv, options, &follower->process, reterr);
	if (r < 0) {
		follower_free(follower);
		return r;
	}
	follower->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	*ret = follower;
	return 0;
}

struct process *follower_process(struct follower *follower)
{
	return follower->process;
}

static void send_cpu_time(struct follower *follower, bool end)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char text[320];
	struct rank_word word = {.rank = follower->rank.local,
				 .pid = (int)getpid(),
				 .cpu_ns = process_cpu_ns(follower->process),
				 .end = end};
	rank_boards(follower->environment, word.boards, sizeof(word.boards));
	follower->heard = false;
	if (!rank_socket(&follower->rank, follower->environment, false, address.sun_path,
			 sizeof(address.sun_path)))
		return;
	rank_word_write(&word, text, sizeof(text));
	follower->heard = sendto(follower->fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL,
				 (const struct sockaddr *)&address, sizeof(address)) > 0;
}

bool follower_wait(struct follower *follower)
{
	struct pollfd fd = {.fd = process_fd(follower->process), .events = POLLIN};
	while (!process_handle(follower->process)) {
		send_cpu_time(follower, false);
		(void)poll(&fd, 1, TELL_MS);
	}
	send_cpu_time(follower, true);
	/* The first process may start last: the follower waits for it for a moment. */
	for (int ms = 0; !follower->heard && ms < PATIENCE_MS; ms += STEP_MS) {
		(void)poll(NULL, 0, STEP_MS);
		send_cpu_time(follower, true);
	}
	return follower->heard;
}

void follower_free(struct follower *follower)
{
	if (!follower)
		return;
	if (follower->fd >= 0)
		close(follower->fd);
	process_free(follower->process);
	mem_free(follower);
}
