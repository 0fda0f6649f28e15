/* SPDX-License-Identifier: Apache-2.0 */
/* The machine below a root: its files, processors, memory, kind, and time in use. */
#include "check.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "host/busy.h"
#include "host/cgroup.h"
#include "host/host.h"

static void burn(long ms)
{
	struct timespec t;
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000 + t.tv_nsec / 1000000 < ms);
}

/* n children of ms each: waited for, reaped by the kernel, or forked twice. */
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
	  CASE(our_control_group_is_found_from_the_texts_of_proc))
