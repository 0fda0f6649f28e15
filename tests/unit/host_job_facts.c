/* SPDX-License-Identifier: Apache-2.0 */
/* Tags of a job, by variables, lines of control groups and repositories that are written here. */
#include "check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/job_facts.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define COMMIT "89abcdef0123456789abcdef0123456789abcdef"

static char top[] = "/tmp/frugal-facts-XXXXXX";

static void write_file(const char *path, const char *text)
{
	char whole[256];
	(void)snprintf(whole, sizeof(whole), "%s/%s", top, path);
	FILE *file = fopen(whole, "w");
	CHECK(file != NULL);
	CHECK(fputs(text, file) >= 0);
	CHECK(fclose(file) == 0);
}

static void make_folder(const char *path)
{
	char whole[256];
	(void)snprintf(whole, sizeof(whole), "%s/%s", top, path);
	CHECK_INT(mkdir(whole, 0700), 0);
}

/* The tags of a job, each with a space behind it, but for that of a container we may run in. */
static const char *tags_of(const char *const *environment, const char *folder)
{
	static char text[1024];
	struct arena arena = {0};
	const char *tags[JOB_FACTS_MOST];
	char whole[256];
	(void)snprintf(whole, sizeof(whole), "%s/%s", top, folder ? folder : "");
	size_t n = job_facts((char *const *)(uintptr_t)environment, folder ? whole : NULL, &arena,
			     tags);
	text[0] = '\0';
	for (size_t i = 0; i < n; i++)
		if (strncmp(tags[i], "container:", 10) != 0)
			(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ",
				       tags[i]);
	CHECK(!tags[n]);
	arena_release(&arena);
	return text;
}

TEST(jobs_of_slurm_and_pods_are_known_by_variables)
{
	const char *const none[] = {"HOME=/root", "HOSTNAME=laptop", NULL};
	const char *const job[] = {"SLURM_JOB_ID=1234", "SLURM_JOB_NAME=train a",
				   "SLURM_JOB_PARTITION=gpu", NULL};
	const char *const array[] = {"SLURM_JOB_ID=1207", "SLURM_ARRAY_JOB_ID=1200",
				     "SLURM_ARRAY_TASK_ID=7", NULL};
	const char *const empty[] = {"SLURM_JOB_ID=", "SLURM_JOB_NAME=x", NULL};
	const char *const pod[] = {"KUBERNETES_SERVICE_HOST=10.0.0.1", "HOSTNAME=train-0", NULL};
	const char *const named[] = {"KUBERNETES_SERVICE_HOST=10.0.0.1", "HOSTNAME=node",
				     "POD_NAME=train-0", NULL};
	CHECK_TEXT(tags_of(none, NULL), "");
	CHECK_TEXT(tags_of(NULL, NULL), "");
	CHECK_TEXT(tags_of(job, NULL), "slurm:1234 slurm.name:train a slurm.partition:gpu ");
	CHECK_TEXT(tags_of(array, NULL), "slurm:1207 slurm.array:1200_7 ");
	CHECK_TEXT(tags_of(empty, NULL), "");
	CHECK_TEXT(tags_of(pod, NULL), "pod:train-0 ");
	CHECK_TEXT(tags_of(named, NULL), "pod:train-0 ");
}

static const char *container(const char *cgroups)
{
	static char id[13];
	job_container(cgroups, id);
	return id;
}

TEST(a_container_is_known_by_its_control_group)
{
	CHECK_TEXT(container(""), "");
	CHECK_TEXT(container("0::/\n"), "");
	CHECK_TEXT(container("0::/user.slice/user-1000.slice/session-2.scope\n"), "");
	CHECK_TEXT(container("0::/system.slice/docker-" ID ".scope\n"), "0123456789ab");
	CHECK_TEXT(container("12:cpu:/docker/" ID "\n0::/\n"), "0123456789ab");
	CHECK_TEXT(
		container("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" ID ".scope\n"),
		"0123456789ab");
	CHECK_TEXT(container("0::/a/libpod-" ID "/container\n"), "0123456789ab");
	/* A digest that is longer or shorter is not an id. */
	CHECK_TEXT(container("0::/docker-" ID "0.scope\n"), "");
	CHECK_TEXT(container("0::/process_api/" COMMIT "\n"), "");
}

TEST(a_commit_is_read_as_git_has_it)
{
	CHECK(mkdtemp(top) != NULL);
	make_folder("none");
	CHECK_TEXT(tags_of(NULL, "none"), "");

	make_folder("own");
	make_folder("own/.git");
	make_folder("own/src");
	CHECK_TEXT(tags_of(NULL, "own"), "");
	write_file("own/.git/HEAD", COMMIT "\n");
	CHECK_TEXT(tags_of(NULL, "own/src"), "git:89abcdef0123 ");
	write_file("own/.git/HEAD", "ref: refs/heads/main\n");
	CHECK_TEXT(tags_of(NULL, "own"), ""); /* a branch without a commit */
	write_file("own/.git/packed-refs", "# pack-refs with: peeled\n" ID
					   " refs/heads/main2\n" COMMIT " refs/heads/main\n");
	CHECK_TEXT(tags_of(NULL, "own"), "git:89abcdef0123 ");
	make_folder("own/.git/refs");
	make_folder("own/.git/refs/heads");
	write_file("own/.git/refs/heads/main", ID "\n");
	CHECK_TEXT(tags_of(NULL, "own"), "git:0123456789ab ");
	write_file("own/.git/refs/heads/main", "nonsense\n");
	write_file("own/.git/HEAD", "nonsense\n");
	CHECK_TEXT(tags_of(NULL, "own"), "");

	/* A worktree: its HEAD is its own, its branches are those of the repository. */
	write_file("own/.git/refs/heads/main", COMMIT "\n");
	make_folder("own/.git/worktrees");
	make_folder("own/.git/worktrees/w");
	write_file("own/.git/worktrees/w/HEAD", "ref: refs/heads/main\n");
	write_file("own/.git/worktrees/w/commondir", "../..\n");
	make_folder("w");
	write_file("w/.git", "gitdir: ../own/.git/worktrees/w\n");
	CHECK_TEXT(tags_of(NULL, "w"), "git:89abcdef0123 ");
	write_file("w/.git", "gitdir: ../gone\n");
	CHECK_TEXT(tags_of(NULL, "w"), "");

	/* What may be a pipe is not waited for. */
	char pipe[256], command[300];
	(void)snprintf(pipe, sizeof(pipe), "%s/own/.git/HEAD", top);
	CHECK_INT(unlink(pipe), 0);
	CHECK_INT(mkfifo(pipe, 0600), 0);
	CHECK_TEXT(tags_of(NULL, "own"), "");
	(void)snprintf(command, sizeof(command), "rm -r '%s'", top);
	CHECK_INT(system(command), 0);
}

RUN_TESTS(CASE(jobs_of_slurm_and_pods_are_known_by_variables),
	  CASE(a_container_is_known_by_its_control_group), CASE(a_commit_is_read_as_git_has_it))
