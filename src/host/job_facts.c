/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The id of a container is the innermost name of 64 hexadecimal digits in the paths of its control
 * groups: "docker-ID.scope", "cri-containerd-ID.scope", "crio-ID.scope", "libpod-ID", "docker/ID".
 * Commits: gitrepository-layout(5); HEAD is a commit or the name of a branch, which is a file, or a
 * line of packed-refs.
 */
#include "host/job_facts.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/str.h"

#define HEX "0123456789abcdef"
#define ID_DIGITS 64
#define SHOWN 12
#define MOST_TEXT 256 /* of a name that somebody gave */
#define MOST_LINE 4096
#define MOST_BYTES ((size_t)16 << 20)
#define MOST_FOLDERS 64

struct facts {
	struct arena *arena;
	const char **to;
	size_t n;
};

static void add(struct facts *facts, const char *name, struct str value)
{
	if (!value.p || !value.n || value.n > MOST_TEXT || facts->n + 1 >= JOB_FACTS_MOST)
		return;
	const char *tag = arena_printf(facts->arena, "%s:%.*s", name, STR_ARG(value));
	if (tag)
		facts->to[facts->n++] = tag;
}

static struct str variable(char *const *environment, const char *name)
{
	const char *value = environment_get(environment, name);
	return value ? str_of(value) : (struct str){0};
}

static void add_slurm(struct facts *facts, char *const *environment)
{
	struct str job = variable(environment, "SLURM_JOB_ID");
	struct str array = variable(environment, "SLURM_ARRAY_JOB_ID");
	struct str task = variable(environment, "SLURM_ARRAY_TASK_ID");
	if (!job.n)
		return;
	add(facts, "slurm", job);
	if (array.n && task.n) {
		char text[MOST_TEXT];
		(void)snprintf(text, sizeof(text), "%.*s_%.*s", STR_ARG(array), STR_ARG(task));
		add(facts, "slurm.array", str_of(text));
	}
	add(facts, "slurm.name", variable(environment, "SLURM_JOB_NAME"));
	add(facts, "slurm.partition", variable(environment, "SLURM_JOB_PARTITION"));
}

/* ---- containers ----------------------------------------------------------------------------- */

void job_container(const char *cgroups, char to[SHOWN + 1])
{
	to[0] = '\0';
	for (const char *at = cgroups; *at;) {
		size_t n = strspn(at, HEX);
		bool begins = at == cgroups || !strchr(HEX, at[-1]);
		if (n == ID_DIGITS && begins)
			(void)snprintf(to, SHOWN + 1, "%.*s", SHOWN, at);
		at += n ? n : 1;
	}
}

static void add_container(struct facts *facts, char *const *environment)
{
	char id[SHOWN + 1] = "";
	struct buf cgroups = {0};
	if (file_read("/proc/self/cgroup", MOST_BYTES, &cgroups, NULL) == 0)
		job_container(buf_text(&cgroups), id);
	buf_release(&cgroups);
	add(facts, "container", str_of(id));
	if (!environment_get(environment, "KUBERNETES_SERVICE_HOST"))
		return;
	struct str pod = variable(environment, "POD_NAME");
	add(facts, "pod", pod.n ? pod : variable(environment, "HOSTNAME"));
}

/* ---- commits -------------------------------------------------------------------------------- */

/* The first line of a file, in the arena; "" without one. */
static struct str first_line(struct arena *arena, const char *path)
{
	struct buf text = {0};
	struct str line = {"", 0};
	if (path && file_read_plain(path, MOST_LINE, &text, NULL) == 0) {
		size_t n = strcspn(buf_text(&text), "\r\n");
		const char *kept = arena_strndup(arena, buf_text(&text), n);
		line = kept ? (struct str){kept, n} : line;
	}
	buf_release(&text);
	return line;
}

static bool is_commit(struct str text)
{
	return text.n >= 40 && strspn(text.p, HEX) >= 40;
}

/* "0123... refs/heads/main" of packed-refs. */
static struct str packed(struct arena *arena, const char *folder, struct str branch)
{
	struct buf text = {0};
	struct str found = {"", 0};
	const char *path = arena_printf(arena, "%s/packed-refs", folder);
	if (path && file_read_plain(path, MOST_BYTES, &text, NULL) == 0) {
		for (const char *line = buf_text(&text); *line;) {
			size_t n = strcspn(line, "\r\n"), digits = strspn(line, HEX);
			if (digits >= 40 && line[digits] == ' ' && n - digits - 1 == branch.n &&
			    memcmp(line + digits + 1, branch.p, branch.n) == 0) {
				const char *kept = arena_strndup(arena, line, digits);
				found = kept ? (struct str){kept, digits} : found;
			}
			line += n + (line[n] != '\0');
		}
	}
	buf_release(&text);
	return found;
}

/* The folder of git's own files for a folder, in the arena; NULL where it is in no repository. */
static const char *git_folder(struct arena *arena, const char *folder)
{
	struct stat st;
	struct str link;
	char *at = arena_strdup(arena, folder);
	for (int i = 0; at && *at && i < MOST_FOLDERS; i++) {
		const char *path = arena_printf(arena, "%s/.git", strcmp(at, "/") == 0 ? "" : at);
		if (!path)
			return NULL;
		if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			return path;
		/* Of a worktree or a submodule it is a file: "gitdir: FOLDER". */
		if (stat(path, &st) == 0 && str_after(first_line(arena, path), "gitdir: ", &link))
			return link.p[0] == '/' ? link.p : arena_printf(arena, "%s/%s", at, link.p);
		char *slash = strrchr(at, '/');
		if (!slash || strcmp(at, "/") == 0)
			return NULL;
		slash[slash == at] = '\0';
	}
	return NULL;
}

static void add_commit(struct facts *facts, const char *folder)
{
	struct arena *arena = facts->arena;
	const char *git = git_folder(arena, folder);
	struct str branch;
	if (!git)
		return;
	struct str commit = first_line(arena, arena_printf(arena, "%s/HEAD", git));
	if (str_after(commit, "ref: ", &branch)) {
		/* A worktree has its branches in the folder that it belongs to. */
		struct str common = first_line(arena, arena_printf(arena, "%s/commondir", git));
		if (common.n)
			git = common.p[0] == '/' ? common.p
						 : arena_printf(arena, "%s/%s", git, common.p);
		if (!git)
			return;
		commit = first_line(arena, arena_printf(arena, "%s/%.*s", git, STR_ARG(branch)));
		if (!is_commit(commit))
			commit = packed(arena, git, branch);
	}
	if (is_commit(commit))
		add(facts, "git", (struct str){commit.p, SHOWN});
}

size_t job_facts(char *const *environment, const char *folder, struct arena *arena,
		 const char *to[JOB_FACTS_MOST])
{
	struct facts facts = {.arena = arena, .to = to};
	add_slurm(&facts, environment);
	add_container(&facts, environment);
	if (folder)
		add_commit(&facts, folder);
	to[facts.n] = NULL;
	return facts.n;
}
