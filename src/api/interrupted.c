/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closes runs whose meter was killed, and completes those that are running. Models and tables are
 * opened when the first such run is met: mostly there is none.
 */
#include "api/interrupted.h"

#include "api/measured.h"
#include "base/intl.h"
#include "base/log.h"
#include "store/default.h"

/* As for a run that ends by itself. */
#define DRAWS 1024

struct computing {
	struct context context; /* with an arena of its own */
	struct knowledge knowledge;
	bool is_open;
};

static int open_models(struct computing *computing, struct frugal_error *reterr)
{
	int r = computing->is_open
			? 0
			: knowledge_open(&computing->context, &computing->knowledge, reterr);
	computing->is_open |= r == 0;
	return r;
}

static struct computing computing_of(const struct context *context)
{
	struct computing computing = {.context = *context};
	computing.context.arena = (struct arena){0};
	return computing;
}

static void release(struct computing *computing)
{
	if (computing->is_open)
		knowledge_close(&computing->knowledge);
	arena_release(&computing->context.arena);
}

/* Replaces the figures of run and its derivation; their texts are in its arena. */
static int compute(struct computing *computing, struct run_record *run, const struct run_site *site,
		   struct frugal_error *reterr)
{
	struct answer_options answer = {0};
	frugal_result result = {.run = *run};
	struct frugal_error unread;
	int r = open_models(computing, reterr);
	if (r < 0)
		return r;
	knowledge_answer_options(&computing->context, &answer);
	if (!answer.draws)
		answer.draws = DRAWS;
	/* Without its figures, for want of the zone today, its sums are kept all the same. */
	if (measured_compute(&result, &computing->context, computing->knowledge.catalogue, site,
			     &answer, &unread) < 0)
		log_note("api.interrupted", "%s", unread.what);
	const char *json = result.run.derivation ? result.run.derivation : "";
	result.run.derivation = arena_strdup(&result.run.arena, json);
	*run = result.run;
	figures_release(&result.metered);
	buf_release(&result.derivation);
	arena_release(&result.arena);
	return run->derivation ? 0 : error_nomem(reterr);
}

static int fold(struct computing *computing, struct ledger *ledger, const char *id,
		struct frugal_error *reterr)
{
	struct running running;
	bool has_end = false;
	int r = running_load(ledger, id, &running, reterr);
	if (r <= 0)
		return r;
	r = running.gone ? ledger_has_end(ledger, id, &has_end, reterr) : 0;
	if (r == 0 && running.gone && !has_end) {
		if (running.run.status == RUN_RUNNING)
			running_interrupt(&running.run);
		r = compute(computing, &running.run, &running.site, reterr);
	}
	if (r == 0 && running.gone)
		r = running_fold(ledger, &running, reterr);
	running_release(&running);
	return r;
}

void interrupted_close(const struct context *context, struct ledger *ledger)
{
	struct computing computing = computing_of(context);
	struct frugal_error error;
	struct arena arena = {0};
	char **ids = NULL;
	size_t n = 0;
	int r = running_list(ledger, &arena, &ids, &n, &error);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = fold(&computing, ledger, ids[i], &error);
	if (r == 0)
		r = ledger_close_interrupted(ledger, NULL, &error);
	if (r < 0)
		log_note("api.interrupted", "%s", error.what);
	arena_release(&arena);
	release(&computing);
}

void interrupted_close_default(const struct context *context)
{
	struct frugal_error error;
	struct ledger *ledger = NULL;
	if (store_open(context, LEDGER_WRITE, &ledger, &error) == 0)
		interrupted_close(context, ledger);
	ledger_close(ledger);
}

static bool is_gone(struct ledger *ledger, const char *id)
{
	struct running running;
	struct frugal_error error;
	bool has_end = false;
	if (ledger_has_end(ledger, id, &has_end, &error) < 0 || has_end ||
	    running_load(ledger, id, &running, &error) <= 0)
		return false;
	const bool gone = running.gone;
	running_release(&running);
	return gone;
}

bool interrupted_are_there(struct ledger *ledger)
{
	struct frugal_error error;
	struct arena arena = {0};
	char **ids = NULL;
	size_t n = 0, n_rows = 0;
	bool found = ledger_count_gone(ledger, &n_rows, &error) == 0 && n_rows;
	if (!found && running_list(ledger, &arena, &ids, &n, &error) == 0)
		for (size_t i = 0; i < n && !found; i++)
			found = is_gone(ledger, ids[i]);
	arena_release(&arena);
	return found;
}

static int complete(void *context, struct run_record *run, const struct run_site *site,
		    struct frugal_error *reterr)
{
	return compute(context, run, site, reterr);
}

void interrupted_complete(const struct context *context, struct ledger *ledger,
			  struct computing **ret)
{
	struct computing *computing = mem_zalloc(1, sizeof(*computing));
	*ret = computing;
	if (!computing)
		return;
	*computing = computing_of(context);
	ledger_complete_running(ledger, complete, computing);
}

void interrupted_release(struct computing *computing)
{
	if (!computing)
		return;
	release(computing);
	mem_free(computing);
}
