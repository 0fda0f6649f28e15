/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine within one warm process: what it costs to load every table and compile every model,
 * and to answer one question about a training with 4096 draws. Medians of wall and of CPU time,
 * in milliseconds, a line each:
 *
 *	load wall 2.310 cpu 2.305 models 7 tables 8
 *
 * The command line has further costs (start of the process, printing): see beside.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "frugal.h"
#include "model/answer.h"
#include "model/catalogue.h"

#define LOADS 50
#define ANSWERS 200

struct clocks {
	double wall, cpu;
};

struct knowledge {
	struct tables *tables;
	struct catalogue *catalogue;
	size_t n_tables, n_models;
};

static double read_ms(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static struct clocks now(void)
{
	return (struct clocks){read_ms(CLOCK_MONOTONIC), read_ms(CLOCK_PROCESS_CPUTIME_ID)};
}

static struct clocks since(struct clocks start)
{
	struct clocks end = now();
	return (struct clocks){end.wall - start.wall, end.cpu - start.cpu};
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), by_value);
	return x[n / 2];
}

static struct clocks medians(const struct clocks *all, size_t n)
{
	double wall[ANSWERS], cpu[ANSWERS];
	for (size_t i = 0; i < n; i++) {
		wall[i] = all[i].wall;
		cpu[i] = all[i].cpu;
	}
	return (struct clocks){median(wall, n), median(cpu, n)};
}

static void need(int r, const struct frugal_error *error)
{
	if (r == 0)
		return;
	(void)fprintf(stderr, "engine: %s (%s)\n", error->what, error->where);
	exit(3);
}

static void load_all(struct knowledge *all)
{
	struct frugal_error error;
	const char *const *names = NULL;
	*all = (struct knowledge){0};
	need(tables_new(NULL, &all->tables, &error), &error);
	need(tables_names(all->tables, &names, &error), &error);
	for (; *names; names++, all->n_tables++) {
		const struct table *table;
		need(tables_get(all->tables, *names, &table, &error), &error);
	}
	need(catalogue_new(NULL, all->tables, &all->catalogue, &error), &error);
	for (names = catalogue_names(all->catalogue); *names; names++, all->n_models++) {
		const struct program *program;
		struct str name = {*names, strlen(*names)};
		need(catalogue_program(all->catalogue, name, &program, &error), &error);
	}
}

static void free_all(struct knowledge *all)
{
	catalogue_free(all->catalogue);
	tables_free(all->tables);
}

static void time_loads(void)
{
	struct clocks times[LOADS];
	struct knowledge all;
	for (size_t i = 0; i < LOADS; i++) {
		struct clocks start = now();
		load_all(&all);
		times[i] = since(start);
		free_all(&all);
	}
	struct clocks t = medians(times, LOADS);
	printf("load wall %.3f cpu %.3f models %zu tables %zu\n", t.wall, t.cpu, all.n_models,
	       all.n_tables);
}

/* A model and the inputs that are asked of it. */
struct asked {
	const char *model;
	const char *inputs[3];
};

static const struct asked training = {"training", {"gpu=A100 SXM4 80GB", "gpu_hours=10h"}};
static const struct asked request = {"llm_request", {"llm=gpt-4o", "output_tokens=300", "zone=US"}};

/* The answer alone: the question is asked once. */
static void time_answers(const char *name, const struct asked *asked, struct answer_options options)
{
	struct clocks times[ANSWERS];
	struct frugal_error error;
	struct knowledge all;
	const struct program *program;
	struct question *question;
	load_all(&all);
	need(catalogue_program(all.catalogue, str_of(asked->model), &program, &error), &error);
	need(question_new(program, &question, &error), &error);
	for (size_t i = 0; i < 3 && asked->inputs[i]; i++)
		need(question_set(question, str_of(asked->inputs[i]), BARE_IN_UNIT, &error),
		     &error);
	for (size_t i = 0; i < ANSWERS; i++) {
		struct answer *answer;
		struct clocks start = now();
		need(question_answer(question, &options, &answer, &error), &error);
		times[i] = since(start);
		answer_free(answer);
	}
	struct clocks t = medians(times, ANSWERS);
	printf("%s wall %.3f cpu %.3f\n", name, t.wall, t.cpu);
	question_free(question);
	free_all(&all);
}

/* What a program that uses the library waits for: inputs as text, each line with its interval. */
static void time_public(void)
{
	const char *const *inputs = training.inputs;
	struct clocks times[ANSWERS];
	struct frugal_error error;
	frugal_library *library;
	frugal_result *result;
	need(frugal_library_new(NULL, &library, &error), &error);
	need(frugal_estimate(library, "training", inputs, 2, &result, &error), &error);
	frugal_result_free(result);
	for (size_t i = 0; i < ANSWERS; i++) {
		struct clocks start = now();
		need(frugal_estimate(library, "training", inputs, 2, &result, &error), &error);
		times[i] = since(start);
		frugal_result_free(result);
	}
	struct clocks t = medians(times, ANSWERS);
	printf("public wall %.3f cpu %.3f\n", t.wall, t.cpu);
	frugal_library_free(library);
}

int main(void)
{
	time_loads();
	time_answers("figures", &training, (struct answer_options){.draws = 4096});
	time_answers("lines", &training, (struct answer_options){.draws = 4096, .lines = true});
	time_answers("central", &training, (struct answer_options){.draws = 1});
	time_answers("request", &request, (struct answer_options){.draws = 4096});
	time_answers("request_lines", &request,
		     (struct answer_options){.draws = 4096, .lines = true});
	time_answers("request_central", &request, (struct answer_options){.draws = 1});
	time_public();
	return 0;
}
