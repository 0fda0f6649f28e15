/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads FRUGAL_RUN from our environment, or from that of a process which was started before us. A
 * process may rewrite or hide its environment: then nothing is known, and the run counts alone.
 */
#include "insight/within.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/num.h"

#define MOST_BYTES (4 << 20)

/* True if the word is the variable with an id. */
static bool take(const char *word, char ret_id[RUN_ID_SIZE])
{
	struct str id;
	if (!str_after(str_of(word), RUN_VARIABLE "=", &id) || id.n != RUN_ID_SIZE - 1 ||
	    strspn(id.p, "0123456789abcdef") != id.n)
		return false;
	memcpy(ret_id, id.p, RUN_ID_SIZE);
	return true;
}

void within_of_environment(char *const *environment, char ret_id[RUN_ID_SIZE])
{
	ret_id[0] = '\0';
	for (; environment && *environment; environment++)
		if (take(*environment, ret_id))
			return;
}

void within_of_process(int64_t pid, char ret_id[RUN_ID_SIZE])
{
	char path[64];
	struct buf text = {0};
	struct frugal_error error;
	ret_id[0] = '\0';
	(void)snprintf(path, sizeof(path), "/proc/%lld/environ", (long long)pid);
	if (file_read(path, MOST_BYTES, &text, &error) == 0) {
		const char *all = buf_text(&text);
		for (size_t at = 0; at < text.n; at += strlen(all + at) + 1)
			if (take(all + at, ret_id))
				break;
	}
	buf_release(&text);
}

void within_of_group(const char *group, char ret_id[RUN_ID_SIZE])
{
	static const char *const roots[] = {"", "/sys/fs/cgroup"};
	ret_id[0] = '\0';
	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
		struct buf path = {0}, text = {0};
		struct frugal_error error;
		int64_t pid;
		buf_addf(&path, "%s%s/cgroup.procs", roots[i], group);
		if (!path.failed && file_read(path.p, MOST_BYTES, &text, &error) == 0) {
			const size_t n = strcspn(buf_text(&text), "\n");
			if (num_parse_int((struct str){buf_text(&text), n}, 1, INT32_MAX, &pid))
				within_of_process(pid, ret_id);
		}
		buf_release(&path);
		buf_release(&text);
		if (ret_id[0])
			return;
	}
}
