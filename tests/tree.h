/* SPDX-License-Identifier: Apache-2.0 */
/* A scripted tree of hardware files in a temporary folder, for tests of host, sensor and meter. */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct tree {
	char root[256];
};

static inline void tree_make(struct tree *tree)
{
	const char *tmp = getenv("TMPDIR");
	(void)snprintf(tree->root, sizeof(tree->root), "%s/frugal-tree-XXXXXX",
		       tmp && tmp[0] ? tmp : "/tmp");
	if (!mkdtemp(tree->root))
		abort();
	(void)chmod(tree->root, 0755);
}

static inline void tree_path(const struct tree *tree, const char *path, char *to, size_t size)
{
	(void)snprintf(to, size, "%s%s", tree->root, path);
}

/* Writes a file and the folders above it. */
static inline void tree_write(const struct tree *tree, const char *path, const char *text)
{
	char full[1024];
	tree_path(tree, path, full, sizeof(full));
	for (char *p = full + strlen(tree->root) + 1; *p; p++)
		if (*p == '/') {
			*p = '\0';
			(void)mkdir(full, 0755);
			*p = '/';
		}
	int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	close(fd);
}

static inline void tree_remove(const struct tree *tree)
{
	const char *argv[] = {"rm", "-rf", "--", tree->root, NULL};
	pid_t pid = fork();
	if (pid == 0) {
		execvp("rm", (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
}

/* A zone of powercap; range "" writes no max_energy_range_uj. */
static inline void tree_zone(const struct tree *tree, const char *zone, const char *name,
			     const char *energy, const char *range)
{
	char path[512];
	(void)snprintf(path, sizeof(path), "/sys/class/powercap/%s/name", zone);
	tree_write(tree, path, name);
	(void)snprintf(path, sizeof(path), "/sys/class/powercap/%s/energy_uj", zone);
	tree_write(tree, path, energy);
	(void)snprintf(path, sizeof(path), "/sys/class/powercap/%s/max_energy_range_uj", zone);
	if (range[0])
		tree_write(tree, path, range);
}

#endif
