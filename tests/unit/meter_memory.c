/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory is shared by who misses the caches. Machines of tests count no misses: page faults, which
 * the kernel counts by the same means, stand in for them.
 */
#include "meter_bench.h"

#include <linux/perf_event.h>
#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/num.h"
#include "host/misses.h"

static void counters(struct bench *bench)
{
	make(bench);
	tree_zone(&bench->tree, "intel-rapl:0", "package-0\n", "1000000\n", "262143328850\n");
	tree_zone(&bench->tree, "intel-rapl:0:0", "dram\n", "1000000\n", "262143328850\n");
	/* One counter by two names: no reading falls between the rise of one and of the other. */
	char package[300], dram[300];
	tree_path(&bench->tree, "/sys/class/powercap/intel-rapl:0/energy_uj", package,
		  sizeof(package));
	tree_path(&bench->tree, "/sys/class/powercap/intel-rapl:0:0/energy_uj", dram, sizeof(dram));
	CHECK_INT(unlink(dram), 0);
	CHECK_INT(link(package, dram), 0);
	begin(bench, NULL);
}

static const struct run_part *part_like(const struct run_record *run, const char *name)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strstr(run->parts[i].part, name))
			return &run->parts[i];
	return NULL;
}

/* Works without memory: all of one processor. */
static pid_t burner(void)
{
	pid_t pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (volatile unsigned long i = 0;; i++)
		;
}

/*
 * Memory without much work: 30 times 10 MB in 1.2 s, while the counter rises by 100 J. It is
 * written over, not emptied before.
 */
#define FAULTS                                                                                     \
	"for i in $(seq 30); do head -c 10000000 /dev/zero | tail -c 1 >/dev/null; sleep 0.03; "   \
	"echo $((1000000 + i * 100000000 / 30)) "                                                  \
	"1<>$TREE/sys/class/powercap/intel-rapl:0/energy_uj; "                                     \
	"done; sleep 0.1"

/* Page faults since boot of the machine, and of our children that have ended. */
static void count_faults(double *ret_machine, double *ret_children)
{
	char line[128];
	struct rusage used;
	FILE *f = fopen("/proc/vmstat", "r");
	CHECK(f != NULL);
	*ret_machine = 0;
	while (fgets(line, sizeof(line), f))
		if (strncmp(line, "pgfault ", 8) == 0)
			num_parse(str_of(line + 8), ret_machine);
	(void)fclose(f);
	(void)getrusage(RUSAGE_CHILDREN, &used);
	*ret_children = (double)(used.ru_minflt + used.ru_majflt);
}

TEST(memory_is_shared_by_misses_and_processors_by_time)
{
	struct bench bench;
	misses_count_instead(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS);
	counters(&bench);
	pid_t busy = burner();
	double machine, own, machine_end, own_end;
	count_faults(&machine, &own);
	run_script(&bench, FAULTS, &models);
	count_faults(&machine_end, &own_end);
	kill(busy, SIGKILL);
	waitpid(busy, NULL, 0);
	const struct run_part *memory = part_like(&bench.run, "dram");
	const struct run_part *package = part_like(&bench.run, "package");
	printf("# mem %g pkg %g exp %g\n", memory->attributed.j, package->attributed.j,
	       100 * (own_end - own) / (machine_end - machine));
	if (!strstr(memory->sensor, "cache misses")) {
		tear_down(&bench);
		SKIP("the machine's events may not be counted here");
	}
	CHECK_CLOSE(memory->energy.j, 100, 1e-9);
	/* Others of a busy machine fault as well: 90 of 100 J where none do. */
	CHECK_CLOSE(package->energy.j, 100, 1e-9);
	double expected = 100 * (own_end - own) / (machine_end - machine);
	CHECK(fabs(memory->attributed.j - expected) < 5 + expected / 4);
	check_conserved(&bench.run);
	tear_down(&bench);
}

TEST(where_misses_are_not_counted_memory_is_shared_by_time)
{
	struct bench bench;
	misses_count_instead(PERF_TYPE_HARDWARE, 999);
	counters(&bench);
	run_script(&bench, FAULTS, &models);
	const struct run_part *memory = part_like(&bench.run, "dram");
	CHECK(strstr(memory->sensor, "cache misses") == NULL);
	CHECK_CLOSE(memory->energy.j, 100, 1e-9);
	CHECK_CLOSE(memory->attributed.j, part_like(&bench.run, "package")->attributed.j, 1e-6);
	check_conserved(&bench.run);
	tear_down(&bench);
}

RUN_TESTS(CASE(memory_is_shared_by_misses_and_processors_by_time),
	  CASE(where_misses_are_not_counted_memory_is_shared_by_time))
