/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socket on which a reader answers: created for its owner alone, then given to a group. The
 * file of an earlier reader is removed; a socket on which a reader listens is not touched.
 */
#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "meter/reader.h"
#include "sensor/reader_protocol.h"

#define GROUP "frugal"

/*
 * True for a socket on which no process listens any more; one with a listener belongs to another.
 */
static bool is_left_over(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	bool dead = fd >= 0 &&
		    connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 &&
		    errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return dead;
}

static int let_in(const char *path, const char *group, bool named, struct frugal_error *reterr)
{
	const struct group *entry = getgrnam(group);
	if (!entry && named)
		return error_set(reterr, FRUGAL_EUSAGE, _("unknown group '%s'"), group);
	if (entry && chown(path, (uid_t)-1, entry->gr_gid) != 0)
		return error_io(reterr, _("change the group of"), path, errno);
	if (chmod(path, entry ? 0660 : 0600) != 0)
		return error_io(reterr, _("open"), path, errno);
	return 0;
}

int reader_listen(const char *path, const char *group, int *ret, struct frugal_error *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t n = strlen(path);
	if (n >= sizeof(address.sun_path))
		return error_set(reterr, FRUGAL_EUSAGE, _("the path of the socket is too long: %s"),
				 path);
	memcpy(address.sun_path, path, n + 1);
	if (strcmp(path, READER_SOCKET) == 0)
		(void)mkdir("/run/frugal", 0755);
	struct stat st;
	if (lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode)) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s exists and is not a socket"), path);
		return error_todo(reterr, "%s", _("choose another socket"));
	}
	if (is_left_over(&address))
		file_remove_socket(path);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	mode_t before = umask(0177); /* closed to all until the group is set */
	int r = fd >= 0 ? bind(fd, (const struct sockaddr *)&address, sizeof(address)) : -1;
	int errnum = errno;
	umask(before);
	if (r == 0)
		r = let_in(path, group ? group : GROUP, group != NULL, reterr);
	else
		r = error_io(reterr, _("create"), path, errnum);
	if (r == 0 && listen(fd, 128) != 0)
		r = error_io(reterr, _("listen on"), path, errno);
	if (r < 0 && fd >= 0) {
		struct sockaddr_un bound;
		socklen_t size = sizeof(bound);
		if (getsockname(fd, (struct sockaddr *)&bound, &size) == 0 &&
		    size > sizeof(sa_family_t))
			file_remove_socket(path); /* it is ours, and unused */
		close(fd);
	}
	*ret = fd;
	return r;
}
