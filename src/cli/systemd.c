/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/systemd.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"

#define FIRST_FD 3

int systemd_socket(int *ret, struct frugal_error *reterr)
{
	int listens = 0;
	socklen_t size = sizeof(listens);
	const char *pid_text = getenv("LISTEN_PID"), *n_text = getenv("LISTEN_FDS");
	int64_t pid = 0, n = 0;
	*ret = -1;
	if (!pid_text || !n_text || !num_parse_int(str_of(pid_text), 1, INT32_MAX, &pid) ||
	    !num_parse_int(str_of(n_text), 1, INT32_MAX, &n) || pid != (int64_t)getpid())
		return 0;
	if (n > 1) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("systemd passed %lld sockets, and one is served"), (long long)n);
		return error_todo(reterr, "%s",
				  _("keep one Listen line in the unit of the socket"));
	}
	if (getsockopt(FIRST_FD, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens)
		*ret = FIRST_FD;
	return 0;
}

void systemd_notify(const char *state)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const char *path = getenv("NOTIFY_SOCKET");
	size_t n = path ? strlen(path) : 0;
	if (n < 2 || n >= sizeof(to.sun_path) || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(to.sun_path, path, n);
	if (path[0] == '@') /* a name that is in no folder */
		to.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}
