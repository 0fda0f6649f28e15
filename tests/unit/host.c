/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine below a root, and one command with its CPU time. The program calls itself as the
 * commands that it measures: see helpers below.
 */
#include "check.h"
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "host/busy.h"
#include "host/cgroup.h"
#include "host/host.h"
#include "host/process.h"

#define SELF "/proc/self/exe"

/* ---- helpers: what this program does when called with words --------------------------------- */

static void burn(long ms)
{
	struct timespec t;
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000 + t.tv_nsec / 1000000 < ms);
}

/* n children of ms each: waited for, reaped by the kernel, or forked twice. */
static int burn_in_children(const char *how, long n, long ms)
{
	bool twice = strcmp(how, "forked-twice") == 0;
	int alive[2];
	char end;
	if (strcmp(how, "ignored") == 0)
		(void)signal(SIGCHLD, SIG_IGN);
	if (pipe(alive) != 0)
		return 1;
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			close(alive[0]);
			if (!twice || fork() == 0)
				burn(ms);
			_exit(0);
		}
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(alive[1]);
	return read(alive[0], &end, 1) == 0 ? 0 : 1; /* when the last grandchild is gone */
}

static long highest_fd(void)
{
	DIR *fds = opendir("/proc/self/fd");
	const struct dirent *entry;
	long highest = 2;
	while (fds && (entry = readdir(fds))) {
		long fd = strtol(entry->d_name, NULL, 10);
		if (fd != dirfd(fds) && fd > highest)
			highest = fd;
	}
	closedir(fds);
	return highest;
}

static int check_inherited(long highest_fd)
{
	sigset_t mask;
	struct sigaction chld, pipe_action;
	DIR *fds = opendir("/proc/self/fd");
	const struct dirent *entry;
	while (fds && (entry = readdir(fds)))
		if (entry->d_name[0] != '.' && strtol(entry->d_name, NULL, 10) > highest_fd &&
		    strtol(entry->d_name, NULL, 10) != dirfd(fds))
			return 10;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	for (int i = 1; i < 32; i++)
		if (sigismember(&mask, i) != (i == SIGUSR2))
			return 20;
	sigaction(SIGCHLD, NULL, &chld);
	sigaction(SIGPIPE, NULL, &pipe_action);
	if (chld.sa_handler != SIG_IGN || pipe_action.sa_handler != SIG_IGN)
		return 30;
	return strcmp(getenv("FRUGAL_TEST_WORD"), "a b=c") == 0 ? 0 : 40;
}

static volatile sig_atomic_t seen;

static void see(int number)
{
	(void)number;
	seen++;
}

/* Says it is ready, then gives back how often the signal came in the time. */
static int count_signals(int number, long ms)
{
	struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
	(void)signal(number, see);
	if (write(1, "ready\n", 6) != 6)
		return 99;
	while (nanosleep(&wait, &wait) != 0)
		;
	return (int)seen;
}

__attribute__((constructor)) static void be_helper(int argc, char **argv)
{
	if (argc < 3)
		return;
	if (strcmp(argv[1], "children") == 0)
		_exit(burn_in_children(argv[2], strtol(argv[3], NULL, 10),
				       strtol(argv[4], NULL, 10)));
	if (strcmp(argv[1], "inherited") == 0)
		_exit(check_inherited(strtol(argv[2], NULL, 10)));
	if (strcmp(argv[1], "signals") == 0)
		_exit(count_signals((int)strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10)));
}

/* ---- running a command ---------------------------------------------------------------------- */

struct outcome {
	int code;
	bool by_signal;
	int exec_error;
	double cpu_s;
	char method[8];
};

static void follow(struct process *process)
{
	while (!process_handle(process)) {
		struct pollfd fd = {.fd = process_fd(process), .events = POLLIN};
		(void)poll(&fd, 1, 1000);
	}
}

static struct outcome run(const char *method, const char *const *argv)
{
	struct frugal_error error;
	struct process *process = NULL;
	struct outcome outcome = {0};
	const struct process_options options = {.attribution = method};
	CHECK_INT(process_spawn((char *const *)(uintptr_t)argv, &options, &process, &error), 0);
	follow(process);
	outcome.code = process_exit_code(process, &outcome.by_signal);
	outcome.exec_error = process_exec_error(process);
	outcome.cpu_s = (double)process_cpu_ns(process) / 1e9;
	(void)snprintf(outcome.method, sizeof(outcome.method), "%s", process_attribution(process));
	process_free(process);
	return outcome;
}

static struct outcome run_shell(const char *script)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	return run(NULL, argv);
}

/* A program that does what `frugal run` does; its streams are the caller's. */
__attribute__((noreturn)) static void be_runner(const char *const *argv)
{
	struct process *process = NULL;
	bool by_signal;
	if (process_spawn((char *const *)(uintptr_t)argv, NULL, &process, NULL) < 0)
		_exit(99);
	follow(process);
	int code = process_exit_code(process, &by_signal);
	process_free(process);
	_exit(by_signal ? 128 + code : code);
}

/* The runner in a group of its own, its output in *ret_out. */
static pid_t start_runner(const char *const *argv, int *ret_out)
{
	int out[2];
	CHECK_INT(pipe2(out, O_CLOEXEC), 0);
	pid_t pid = fork();
	if (pid == 0) {
		(void)setpgid(0, 0);
		(void)dup2(out[1], 1);
		for (int fd = 3; fd < 256; fd++) /* close_range is of Linux 5.9 */
			(void)close(fd);
		be_runner(argv);
	}
	(void)setpgid(pid, pid);
	close(out[1]);
	*ret_out = out[0];
	return pid;
}

static void wait_ready(int fd)
{
	char text[64];
	CHECK(read(fd, text, sizeof(text)) > 0);
}

static int end_of(pid_t pid)
{
	int status = 0;
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool counts(const char *method, const char *how, double least)
{
	const char *argv[] = {SELF, "children", how, "100", "5", NULL};
	struct outcome outcome = run(method, argv);
	CHECK_INT(outcome.code, 0);
	if (strcmp(outcome.method, method) != 0) {
		print_message("# %s is not allowed on this machine\n", method);
		return false;
	}
	print_message("# %s, %s: %.4f s of 0.5 s\n", method, how, outcome.cpu_s);
	CHECK(outcome.cpu_s >= 0.5 * least);
	CHECK(outcome.cpu_s < 0.5 * 6);
	return true;
}

/* ---- the machine below a root --------------------------------------------------------------- */

/* Where the kernel cannot resolve paths below a root, links of a recorded tree may leave it. */
static bool kernel_has_roots(void)
{
	struct open_how how = {.flags = O_PATH, .resolve = RESOLVE_IN_ROOT};
	long fd = syscall(437, AT_FDCWD, "/", &how, sizeof(how)); /* openat2 */
	if (fd >= 0)
		close((int)fd);
	return fd >= 0;
}

TEST(files_are_read_below_the_root_and_links_do_not_leave_it)
{
	struct tree tree;
	struct host *host = NULL;
	char text[64], link[300];
	int64_t number = 0;
	tree_make(&tree);
	tree_write(&tree, "/etc/there", "inside  \n\n");
	tree_write(&tree, "/number", "42\n");
	tree_path(&tree, "/link", link, sizeof(link));
	CHECK_INT(symlink("/etc/there", link), 0);
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	CHECK_INT(host_read_file(host, "/etc/there", text, sizeof(text)), 6);
	CHECK_TEXT(text, "inside");
	CHECK_INT(host_read_file(host, "/etc/passwd", text, sizeof(text)), -ENOENT);
	CHECK_INT(host_read_int(host, "/number", &number), 0);
	CHECK_INT(number, 42);
	CHECK_INT(host_read_int(host, "/etc/there", &number), -EINVAL);
	if (kernel_has_roots()) {
		CHECK_INT(host_read_file(host, "/link", text, sizeof(text)), 6);
		CHECK_TEXT(text, "inside");
		CHECK_INT(host_read_file(host, "/../../../../../etc/passwd", text, sizeof(text)),
			  -ENOENT);
	}
	host_free(host);
	tree_remove(&tree);
	if (!kernel_has_roots())
		SKIP("links, as there is no openat2");
}

TEST(a_root_that_is_not_there_is_an_error)
{
	struct frugal_error error;
	struct host *host = NULL;
	CHECK_INT(host_new_at("/nowhere/at/all", &host, &error), FRUGAL_EENV);
	CHECK_HOLDS(error.what, "/nowhere/at/all");
}

TEST(a_file_longer_than_the_buffer_is_cut)
{
	struct tree tree;
	struct host *host = NULL;
	char text[5];
	tree_make(&tree);
	tree_write(&tree, "/long", "123456789");
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	CHECK_INT(host_read_file(host, "/long", text, sizeof(text)), 4);
	CHECK_TEXT(text, "1234");
	host_free(host);
	tree_remove(&tree);
}

TEST(memory_that_no_machine_has_is_not_known)
{
	static const char *const sizes[] = {"99999999999999999999 kB", "1e300 kB", "-5 kB",
					    "nan kB"};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct tree tree;
		struct host *host = NULL;
		struct cpu_facts facts;
		char text[64];
		tree_make(&tree);
		(void)snprintf(text, sizeof(text), "MemTotal: %s\n", sizes[i]);
		tree_write(&tree, "/proc/meminfo", text);
		CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
		host_cpu_facts(host, &facts);
		CHECK_INT(facts.memory_bytes, 0);
		host_free(host);
		tree_remove(&tree);
	}
}

/* Two sockets of two cores of two threads: processors 0..7, siblings n and n + 4. */
TEST(sockets_cores_and_threads_are_counted_from_the_topology)
{
	struct tree tree;
	struct host *host = NULL;
	struct cpu_facts facts;
	char path[128], text[64];
	tree_make(&tree);
	tree_write(&tree, "/proc/cpuinfo",
		   "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\n"
		   "model name\t: Some Processor 9000\nstepping\t: 8\ncpu cores\t: 2\n"
		   "flags\t\t: fpu hypervisor sse\n\nprocessor\t: 1\nmodel name\t: Other\n");
	tree_write(&tree, "/proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 1 kB\n");
	tree_write(&tree, "/proc/self/cgroup", "0::/box\n");
	tree_write(&tree, "/sys/fs/cgroup/box/memory.max", "4096000\n");
	tree_write(&tree, "/sys/devices/system/cpu/online", "0-3,4-7\n");
	for (int i = 0; i < 8; i++) {
		(void)snprintf(path, sizeof(path),
			       "/sys/devices/system/cpu/cpu%d/topology/core_cpus_list", i);
		(void)snprintf(text, sizeof(text), "%d,%d\n", i % 4, i % 4 + 4);
		tree_write(&tree, path, text);
		(void)snprintf(path, sizeof(path),
			       "/sys/devices/system/cpu/cpu%d/topology/physical_package_id", i);
		tree_write(&tree, path, i % 4 < 2 ? "0\n" : "15\n");
	}
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_cpu_facts(host, &facts);
	CHECK_INT(facts.threads, 8);
	CHECK_INT(facts.cores, 4);
	CHECK_INT(facts.sockets, 2);
	CHECK_INT(facts.family, 6);
	CHECK_INT(facts.model, 143);
	CHECK_INT(facts.stepping, 8);
	CHECK(facts.hypervisor);
	CHECK_TEXT(facts.model_name, "Some Processor 9000");
	CHECK_INT(facts.memory_bytes, 16000000ull * 1024);
	CHECK_INT(facts.memory_limit, 4096000);
	char line[200];
	host_describe(&facts, line, sizeof(line));
	CHECK_TEXT(line, "2 x Some Processor 9000, 4 cores, 8 threads, 16 GB, of which it may use "
			 "0.0041 GB, virtual machine");
	host_free(host);
	tree_remove(&tree);
}

/* 0x41 is Arm, 0xd0c the Neoverse N1: Linux, arch/arm64/include/asm/cputype.h. */
TEST(an_arm_processor_is_known_by_its_numbers)
{
	struct tree tree;
	struct host *host = NULL;
	struct cpu_facts facts;
	char line[200];
	tree_make(&tree);
	tree_write(&tree, "/proc/cpuinfo",
		   "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n"
		   "CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\n"
		   "CPU part\t: 0xd0c\nCPU revision\t: 1\n\n");
	tree_write(&tree, "/proc/meminfo", "MemTotal:       16000000 kB\n");
	tree_write(&tree, "/sys/class/dmi/id/sys_vendor", "Ampere(R)\n");
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_cpu_facts(host, &facts);
	host_free(host);
	CHECK_TEXT(facts.vendor, "ARM");
	CHECK_TEXT(facts.maker, "Ampere(R)");
	CHECK_INT(facts.family, 65);
	CHECK_INT(facts.model, 3340);
	CHECK_TEXT(facts.model_name, "");
	/* Without a table that has its name. */
	host_describe(&facts, line, sizeof(line));
	CHECK_TEXT(line, "unknown processor, ARM 0x41 0xd0c, 1 cores, 1 threads, 16 GB");
	tree_remove(&tree);
}

/* ARM has no word for "virtual" in its flags: the firmware has. */
TEST(an_arm_machine_is_what_its_firmware_says)
{
	static const struct {
		const char *vendor, *product, *tree, *hypervisor;
		bool virtual;
		const char *board;
	} cases[] = {
		{"Amazon EC2", "t4g.medium", NULL, NULL, true, ""},
		{"Amazon EC2", "c7g.metal", NULL, NULL, false, ""},
		{"Amazon EC2", "m7g.metal-48xl", NULL, NULL, false, ""},
		{"QEMU", "KVM Virtual Machine", NULL, NULL, true, ""},
		{"Google", "Google Compute Engine", NULL, NULL, true, ""},
		{"Google", "Some Board", NULL, NULL, false, ""},
		{"Microsoft Corporation", "Virtual Machine", NULL, NULL, true, ""},
		{"Microsoft Corporation", "Surface Pro X", NULL, NULL, false, ""},
		{"Ampere", "Mt. Jade", NULL, NULL, false, ""},
		{NULL, NULL, "linux,dummy-virt", NULL, true, ""},
		{NULL, NULL, "Raspberry Pi 4 Model B Rev 1.5", NULL, false,
		 "Raspberry Pi 4 Model B Rev 1.5"},
		{NULL, NULL, NULL, "xen", true, ""},
		{NULL, NULL, NULL, NULL, false, ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tree tree;
		struct host *host = NULL;
		struct cpu_facts facts;
		tree_make(&tree);
		tree_write(&tree, "/proc/cpuinfo",
			   "processor\t: 0\nFeatures\t: fp asimd\nCPU part\t: 0xd0c\n");
		if (cases[i].vendor)
			tree_write(&tree, "/sys/class/dmi/id/sys_vendor", cases[i].vendor);
		if (cases[i].product)
			tree_write(&tree, "/sys/class/dmi/id/product_name", cases[i].product);
		if (cases[i].tree)
			tree_write(&tree,
				   cases[i].board[0] ? "/proc/device-tree/model"
						     : "/proc/device-tree/compatible",
				   cases[i].tree);
		if (cases[i].hypervisor)
			tree_write(&tree, "/sys/hypervisor/type", cases[i].hypervisor);
		CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
		host_cpu_facts(host, &facts);
		CHECK_INT(facts.hypervisor, cases[i].virtual);
		CHECK_TEXT(facts.board, cases[i].board);
		host_free(host);
		tree_remove(&tree);
	}
}

/*
 * Servers and virtual machines may have a device tree as boards have. A tree of POWER is a
 * partition's ("IBM,..."), or the whole machine's ("ibm,powernv"). What is larger than any board is
 * none, whatever it is called.
 */
TEST(a_machine_with_a_device_tree_need_not_be_a_board)
{
	static const struct {
		const char *model, *compatible, *chassis, *vendor, *online;
		bool virtual, board;
	} cases[] = {
		{"StarFive VisionFive 2", "starfive,jh7110", NULL, NULL, "0-3", false, true},
		{"riscv-virtio,qemu", "riscv-virtio", NULL, NULL, "0-3", true, false},
		{"IBM pSeries (emulated by qemu)", "qemu,pseries", NULL, NULL, "0-3", true, false},
		{"IBM,9009-22A", "IBM,9009-22A", NULL, NULL, "0-7", true, false},
		{"8335-GTH", "ibm,powernv", NULL, NULL, "0-7", false, false},
		{"Some Box", "some,box", "server", NULL, "0-7", false, false},
		{"Some Box", "some,box", "embedded", NULL, "0-7", false, true},
		{"Some Cluster", "some,cluster", NULL, NULL, "0-63", false, false},
		{NULL, NULL, NULL, "IBM/S390", "0-3", true, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tree tree;
		struct host *host = NULL;
		struct cpu_facts facts;
		char text[80];
		tree_make(&tree);
		(void)snprintf(text, sizeof(text), "vendor_id : %s\nprocessor\t: 0\n",
			       cases[i].vendor ? cases[i].vendor : "");
		tree_write(&tree, "/proc/cpuinfo", text);
		tree_write(&tree, "/sys/devices/system/cpu/online", cases[i].online);
		if (cases[i].model)
			tree_write(&tree, "/proc/device-tree/model", cases[i].model);
		if (cases[i].compatible)
			tree_write(&tree, "/proc/device-tree/compatible", cases[i].compatible);
		if (cases[i].chassis)
			tree_write(&tree, "/proc/device-tree/chassis-type", cases[i].chassis);
		CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
		host_cpu_facts(host, &facts);
		CHECK_INT(facts.hypervisor, cases[i].virtual);
		CHECK_INT(facts.board[0] != '\0', cases[i].board);
		host_free(host);
		tree_remove(&tree);
	}
}

/* A processor that says of itself what it is needs no firmware: whole machines of EC2 have it too.
 */
TEST(a_processor_that_says_what_it_is_is_believed)
{
	struct tree tree;
	struct host *host = NULL;
	struct cpu_facts facts;
	tree_make(&tree);
	tree_write(&tree, "/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse\n");
	tree_write(&tree, "/sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
	tree_write(&tree, "/sys/class/dmi/id/product_name", "m5.large\n");
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_cpu_facts(host, &facts);
	CHECK(!facts.hypervisor);
	host_free(host);
	tree_remove(&tree);
}

TEST(a_sandbox_without_sys_counts_the_records_of_its_processors)
{
	struct tree tree;
	struct host *host = NULL;
	struct cpu_facts facts;
	char text[40 * 120] = "";
	for (int i = 0; i < 40; i++)
		(void)snprintf(text + strlen(text), 120,
			       "processor\t: %d\nmodel name\t: A processor with a long name\n"
			       "processors of others: 9\n\n",
			       i);
	tree_make(&tree);
	tree_write(&tree, "/proc/cpuinfo", text);
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_cpu_facts(host, &facts);
	CHECK_INT(facts.threads, 40);
	CHECK_INT(facts.cores, 40);
	host_free(host);
	tree_remove(&tree);
}

/* As Slurm writes it: the job and the step have the limit, the leaf has "max". */
TEST(the_limit_of_memory_is_the_smallest_on_the_way_up)
{
	struct tree tree;
	struct host *host = NULL;
	struct cpu_facts facts;
	char line[200];
	tree_make(&tree);
	tree_write(&tree, "/proc/meminfo", "MemTotal:       512000000 kB\n");
	tree_write(&tree, "/proc/self/cgroup", "0::/slurm/job_7/step_0/task_0\n");
	tree_write(&tree, "/sys/fs/cgroup/slurm/job_7/memory.max", "4294967296\n");
	tree_write(&tree, "/sys/fs/cgroup/slurm/job_7/step_0/memory.max", "8589934592\n");
	tree_write(&tree, "/sys/fs/cgroup/slurm/job_7/step_0/task_0/memory.max", "max\n");
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_cpu_facts(host, &facts);
	CHECK_INT(facts.memory_limit, 4294967296);
	host_describe(&facts, line, sizeof(line));
	CHECK_HOLDS(line, "524 GB, of which it may use 4.29 GB");
	host_free(host);
	tree_remove(&tree);
}

TEST(an_empty_machine_has_unknown_facts_not_a_crash)
{
	struct tree tree;
	struct host *host = NULL;
	struct cpu_facts facts;
	tree_make(&tree);
	CHECK_INT(host_new_at(tree.root, &host, NULL), 0);
	host_cpu_facts(host, &facts);
	CHECK_INT(facts.threads, 0);
	CHECK_INT(facts.memory_bytes, 0);
	CHECK_TEXT(facts.model_name, "");
	host_free(host);
	tree_remove(&tree);
}

TEST(the_recorded_big_system_has_its_sockets)
{
	char root[512];
	struct host *host = NULL;
	struct cpu_facts facts;
	const char *shared = getenv("FRUGAL_SHARED");
	(void)snprintf(root, sizeof(root), "%s/data/pcp-denki/bigsystem", shared ? shared : "");
	if (!shared || host_new_at(root, &host, NULL) < 0)
		SKIP("not to be had here");
	host_cpu_facts(host, &facts);
	CHECK_INT(facts.sockets, 2);
	CHECK_INT(facts.threads, 32);
	host_free(host);
}

/* user 10, nice 2, system 3, irq 5, softirq 6 = 26 steps of 10 ms; the rest is not work. */
TEST(busy_time_is_all_but_idle_iowait_steal_and_guests_counted_twice)
{
	CHECK_INT(busy_parse("cpu  10 2 3 1000 200 5 6 70 8 9\ncpu0 1 1 1\n"), 260000000);
	CHECK_INT(busy_parse("cpu  10 2 3 1000 200 5\n"), -1);
	CHECK_INT(busy_parse("cpu0 10 2 3 1000 200 5 6 70 8 9\n"), -1);
	CHECK_INT(busy_parse(""), -1);
	CHECK_INT(busy_parse_group("usage_usec 99\nuser_usec 30\nsystem_usec 12\nnice_usec 4\n"),
		  42000);
	CHECK_INT(busy_parse_group("usage_usec 99\nuser_usec 30\n"), -1);
	CHECK_INT(busy_parse_group("usage_usec 99\nuser_usec x\nsystem_usec 12\n"), -1);
	CHECK_INT(busy_parse_group(""), -1);
	CHECK_INT(busy_parse("cpu  99999999999999999999 2 3 4 5 6 7\n"), -1);
}

/* lxcfs shows a container a /proc/stat of its own, as a mount. */
TEST(a_file_that_is_a_mount_is_told_by_its_fifth_word)
{
	static const char mounts[] =
		"22 27 0:21 / /proc rw,relatime - proc proc rw\n"
		"36 22 0:30 /proc/stat /proc/stat rw,nosuid - fuse.lxcfs lxcfs rw\n"
		"37 22 0:31 /proc/uptime /proc/stats rw - tmpfs /proc/cpuinfo rw\n";
	CHECK(busy_is_mount(mounts, "/proc/stat"));
	CHECK(busy_is_mount(mounts, "/proc"));
	CHECK(!busy_is_mount(mounts, "/proc/cpuinfo"));
	CHECK(!busy_is_mount(mounts, "/proc/uptime"));
	CHECK(!busy_is_mount("", "/proc/stat"));
	CHECK(!busy_is_mount("1 2 3", "/proc/stat"));
}

TEST(busy_time_rises_with_work)
{
	struct host *host = NULL;
	struct busy busy;
	CHECK_INT(host_new_at("/", &host, NULL), 0);
	CHECK_INT(busy_init(&busy, host, BUSY_MACHINE, NULL), 0);
	int64_t before = busy.busy_ns;
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	burn(t.tv_sec * 1000 + t.tv_nsec / 1000000 + 100);
	CHECK(busy_read(&busy, host));
	CHECK(busy.busy_ns - before >= 50000000);
	CHECK(busy.threads >= 1);
	busy_release(&busy);
	host_free(host);
}

TEST(our_control_group_is_found_from_the_texts_of_proc)
{
	char folder[256];
	const char *hybrid =
		"24 1 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
		"31 24 0:27 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";
	CHECK(cgroup_own_folder(hybrid, "3:cpu:/x\n0::/\n", folder, sizeof(folder)));
	CHECK_TEXT(folder, "/sys/fs/cgroup/unified");
	CHECK(cgroup_own_folder(hybrid, "0::/user.slice/a.scope\n", folder, sizeof(folder)));
	CHECK_TEXT(folder, "/sys/fs/cgroup/unified/user.slice/a.scope");
	/* A mount that shows a part of the tree; a blank in its name. */
	const char *part = "31 24 0:27 /docker/abc /my\\040groups rw - cgroup2 none rw\n";
	CHECK(cgroup_own_folder(part, "0::/docker/abc/job\n", folder, sizeof(folder)));
	CHECK_TEXT(folder, "/my groups/job");
	CHECK(!cgroup_own_folder(part, "0::/elsewhere\n", folder, sizeof(folder)));
	/* Our group is outside what the name space shows. */
	CHECK(!cgroup_own_folder(hybrid, "0::/../other\n", folder, sizeof(folder)));
	CHECK(!cgroup_own_folder(hybrid, "4:memory:/x\n", folder, sizeof(folder)));
	CHECK(!cgroup_own_folder("", "0::/\n", folder, sizeof(folder)));
}

/* ---- the command ---------------------------------------------------------------------------- */

TEST(exit_codes_are_the_commands_own)
{
	CHECK_INT(run_shell("exit 0").code, 0);
	CHECK_INT(run_shell("exit 7").code, 7);
	CHECK_INT(run_shell("exit 255").code, 255);
}

TEST(a_command_that_is_not_there_is_127_and_one_that_cannot_run_126)
{
	const char *nowhere[] = {"no-such-command-here", NULL};
	struct outcome outcome = run(NULL, nowhere);
	CHECK_INT(outcome.code, 127);
	CHECK_INT(outcome.exec_error, ENOENT);
	const char *closed[] = {"/etc/passwd", NULL};
	outcome = run("perf", closed);
	CHECK_INT(outcome.code, 126);
	CHECK_INT(outcome.exec_error, EACCES);
	const char *own[] = {"sh", "-c", "exit 127", NULL};
	outcome = run("wait4", own);
	CHECK_INT(outcome.code, 127);
	CHECK_INT(outcome.exec_error, 0);
}

TEST(death_by_any_signal_is_told)
{
	static const int numbers[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL,  SIGABRT, SIGFPE,
				      SIGKILL, SIGSEGV, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1,
				      SIGUSR2, SIGXCPU, SIGBUS,  SIGTRAP};
	struct rlimit none = {0, 0};
	(void)setrlimit(RLIMIT_CORE, &none);
	/* Who runs the tests in the background ignores some of them, and we would hand that on. */
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		(void)signal(numbers[i], SIG_DFL);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char script[32];
		(void)snprintf(script, sizeof(script), "kill -%d $$", numbers[i]);
		struct outcome outcome = run_shell(script);
		CHECK(outcome.by_signal);
		CHECK_INT(outcome.code, numbers[i]);
	}
}

TEST(the_command_inherits_signals_environment_and_no_descriptor)
{
	static const char *const methods[] = {"cgroup", "perf", "wait4"};
	sigset_t mask, before;
	char highest[32];
	(void)snprintf(highest, sizeof(highest), "%ld", highest_fd());
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	sigprocmask(SIG_SETMASK, &mask, &before);
	(void)signal(SIGCHLD, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	setenv("FRUGAL_TEST_WORD", "a b=c", 1);
	int codes[3];
	for (int i = 0; i < 3; i++) {
		const char *argv[] = {SELF, "inherited", highest, NULL};
		codes[i] = run(methods[i], argv).code;
	}
	(void)signal(SIGCHLD, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	for (int i = 0; i < 3; i++)
		CHECK_INT(codes[i], 0);
}

TEST(signals_are_ours_again_afterwards)
{
	sigset_t before, after;
	sigprocmask(SIG_BLOCK, NULL, &before);
	(void)run_shell("exit 0");
	sigprocmask(SIG_BLOCK, NULL, &after);
	for (int i = 1; i < 32; i++)
		CHECK_INT(sigismember(&after, i), sigismember(&before, i));
}

TEST(streams_are_the_callers)
{
	int in[2], out;
	char text[32] = "";
	const char *argv[] = {"cat", NULL};
	CHECK_INT(pipe2(in, O_CLOEXEC), 0);
	int kept = dup(0);
	CHECK(dup2(in[0], 0) == 0);
	pid_t pid = start_runner(argv, &out);
	(void)dup2(kept, 0);
	close(kept);
	close(in[0]);
	CHECK_INT(write(in[1], "through", 7), 7);
	close(in[1]);
	CHECK_INT(read(out, text, sizeof(text) - 1), 7);
	CHECK_TEXT(text, "through");
	CHECK_INT(end_of(pid), 0);
	close(out);
}

TEST(a_signal_sent_to_us_alone_is_handed_on_once)
{
	static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char number[16];
		int out;
		(void)snprintf(number, sizeof(number), "%d", numbers[i]);
		const char *argv[] = {SELF, "signals", number, "150", NULL};
		pid_t pid = start_runner(argv, &out);
		wait_ready(out);
		CHECK_INT(kill(pid, numbers[i]), 0);
		CHECK_INT(end_of(pid), 1);
		close(out);
	}
}

TEST(a_key_of_the_terminal_reaches_the_command_once_and_we_survive_it)
{
	int terminal;
	char text[64] = "";
	char number[16];
	(void)snprintf(number, sizeof(number), "%d", SIGINT);
	const char *argv[] = {SELF, "signals", number, "300", NULL};
	pid_t pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid == 0)
		be_runner(argv);
	if (pid < 0)
		SKIP("no terminal can be made here");
	while (!strstr(text, "ready")) {
		size_t n = strlen(text);
		CHECK(read(terminal, text + n, sizeof(text) - 1 - n) > 0);
	}
	CHECK_INT(write(terminal, "\003", 1), 1);
	CHECK_INT(end_of(pid), 1);
	close(terminal);
}

TEST(we_stop_with_the_command_and_go_on_with_it)
{
	int out, status = 0;
	/*
	 * Not a shell that starts a program: stopped between its vfork and the exec, the child
	 * keeps the shell where no signal stops it, with or without us.
	 */
	const char *argv[] = {SELF, "signals", "10", "300", NULL};
	pid_t pid = start_runner(argv, &out);
	wait_ready(out);
	CHECK_INT(kill(-pid, SIGTSTP), 0);
	CHECK_INT(waitpid(pid, &status, WUNTRACED), pid);
	CHECK(WIFSTOPPED(status));
	CHECK_INT(kill(-pid, SIGCONT), 0);
	CHECK_INT(end_of(pid), 0);
	close(out);
}

TEST(the_command_goes_on_when_only_we_are_told_to)
{
	int out, status = 0;
	char number[16];
	(void)snprintf(number, sizeof(number), "%d", SIGCONT);
	const char *argv[] = {SELF, "signals", number, "200", NULL};
	pid_t pid = start_runner(argv, &out);
	wait_ready(out);
	CHECK_INT(kill(-pid, SIGTSTP), 0);
	CHECK_INT(waitpid(pid, &status, WUNTRACED), pid);
	CHECK(WIFSTOPPED(status));
	CHECK_INT(kill(pid, SIGCONT), 0);
	CHECK_INT(end_of(pid), 1);
	close(out);
}

TEST(short_children_are_counted_by_cgroup)
{
	if (!counts("cgroup", "waited", 0.99) || !counts("cgroup", "ignored", 0.99) ||
	    !counts("cgroup", "forked-twice", 0.99))
		SKIP("not to be had here");
}

TEST(short_children_are_counted_by_perf)
{
	if (!counts("perf", "waited", 0.96) || !counts("perf", "ignored", 0.96) ||
	    !counts("perf", "forked-twice", 0.96))
		SKIP("not to be had here");
}

TEST(short_children_are_counted_by_wait4_where_somebody_waits)
{
	int reaps;
	(void)counts("wait4", "waited", 0.99);
	if (prctl(PR_GET_CHILD_SUBREAPER, &reaps, 0, 0, 0) != 0)
		SKIP("an orphan goes to process 1: prctl has no subreaper here");
	(void)counts("wait4", "forked-twice", 0.96);
}

TEST(a_daemon_left_behind_is_left_alone)
{
	char text[32] = "";
	int out;
	const char *argv[] = {"sh", "-c", "(sleep 0.2; echo lived) & exit 0", NULL};
	pid_t pid = start_runner(argv, &out);
	CHECK_INT(end_of(pid), 0);
	CHECK(read(out, text, sizeof(text) - 1) > 0);
	CHECK_TEXT(text, "lived\n");
	close(out);
}

RUN_TESTS(CASE(files_are_read_below_the_root_and_links_do_not_leave_it),
	  CASE(a_root_that_is_not_there_is_an_error), CASE(a_file_longer_than_the_buffer_is_cut),
	  CASE(memory_that_no_machine_has_is_not_known),
	  CASE(sockets_cores_and_threads_are_counted_from_the_topology),
	  CASE(an_arm_processor_is_known_by_its_numbers),
	  CASE(an_arm_machine_is_what_its_firmware_says),
	  CASE(a_machine_with_a_device_tree_need_not_be_a_board),
	  CASE(a_processor_that_says_what_it_is_is_believed),
	  CASE(a_sandbox_without_sys_counts_the_records_of_its_processors),
	  CASE(the_limit_of_memory_is_the_smallest_on_the_way_up),
	  CASE(an_empty_machine_has_unknown_facts_not_a_crash),
	  CASE(the_recorded_big_system_has_its_sockets),
	  CASE(busy_time_is_all_but_idle_iowait_steal_and_guests_counted_twice),
	  CASE(a_file_that_is_a_mount_is_told_by_its_fifth_word), CASE(busy_time_rises_with_work),
	  CASE(our_control_group_is_found_from_the_texts_of_proc),
	  CASE(exit_codes_are_the_commands_own),
	  CASE(a_command_that_is_not_there_is_127_and_one_that_cannot_run_126),
	  CASE(death_by_any_signal_is_told),
	  CASE(the_command_inherits_signals_environment_and_no_descriptor),
	  CASE(signals_are_ours_again_afterwards), CASE(streams_are_the_callers),
	  CASE(a_signal_sent_to_us_alone_is_handed_on_once),
	  CASE(a_key_of_the_terminal_reaches_the_command_once_and_we_survive_it),
	  CASE(we_stop_with_the_command_and_go_on_with_it),
	  CASE(the_command_goes_on_when_only_we_are_told_to),
	  CASE(short_children_are_counted_by_cgroup), CASE(short_children_are_counted_by_perf),
	  CASE(short_children_are_counted_by_wait4_where_somebody_waits),
	  CASE(a_daemon_left_behind_is_left_alone))
