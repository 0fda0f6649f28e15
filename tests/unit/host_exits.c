/* SPDX-License-Identifier: Apache-2.0 */
/* Ended processes as an older kernel reports them: the statistics that it sends are made older. */
#include "check.h"

#include <linux/taskstats.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "host/exits.h"

static unsigned oldest_version; /* what the kernel's statistics then say, where it is not 0 */

/* In place of the C library's: an attribute of this length and type begins the statistics. */
ssize_t old_recv(int fd, void *to, size_t size, int flags) __asm__("recv");
ssize_t old_recv(int fd, void *to, size_t size, int flags)
{
	ssize_t n = recvfrom(fd, to, size, flags, NULL, NULL);
	char *bytes = to;
	for (ssize_t i = 0; oldest_version && i + 6 <= n; i += 4) {
		uint16_t head[3];
		memcpy(head, bytes + i, sizeof(head));
		if (head[0] > 300 && head[1] == TASKSTATS_TYPE_STATS && head[2] > 7 &&
		    head[2] < 64) {
			head[2] = (uint16_t)oldest_version;
			memcpy(bytes + i, head, sizeof(head));
		}
	}
	return n;
}

TEST(a_kernel_that_names_no_process_of_a_thread_is_left)
{
	struct exits *exits;
	struct frugal_error error;
	if (exits_open(&exits, &error) < 0)
		SKIP("the kernel does not report ended processes to this user");
	exits_close(exits);

	oldest_version = 12;
	CHECK_INT(exits_open(&exits, &error), 0);
	exits_close(exits);

	oldest_version = 11;
	CHECK_INT(exits_open(&exits, &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "before Linux 5.18");
	oldest_version = 0;
}

RUN_TESTS(CASE(a_kernel_that_names_no_process_of_a_thread_is_left))
