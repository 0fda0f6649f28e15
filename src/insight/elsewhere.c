/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the names of --on in the tables of instances, accelerators and processors, then asks
 * models/elsewhere.model for energy and duration on each, and models/run.model for the carbon in
 * each zone. A name that no table has is an error before anything is run.
 */
#include "insight/elsewhere.h"

#include "base/intl.h"
#include "factor/table.h"
#include "host/host.h"
#include "insight/electricity.h"
#include "meter/power_models.h"
#include "model/ask.h"

/* ---- what is asked for ---------------------------------------------------------------------- */

/* The next name of a list with commas; false at the end. */
static bool next_name(const char **p, struct arena *arena, const char **ret)
{
	while (**p) {
		struct str item = str_trim((struct str){*p, strcspn(*p, ",")});
		*p += strcspn(*p, ",");
		*p += **p == ',';
		if (item.n) {
			*ret = arena_strndup(arena, item.p, item.n);
			return true;
		}
	}
	return false;
}

/* *name becomes the key of the row that is taken for a family name ("A100"). */
static int find_row(const struct elsewhere *e, const char *table_name, const char *what,
		    const char **name, enum table_miss *ret_miss, struct frugal_error *reterr)
{
	const struct table *table;
	struct table_search search = {.miss = TABLE_MISS_NONE};
	int r = tables_get(e->knowledge.tables, table_name, &table, reterr);
	if (r == 0)
		r = table_search(table, what, str_of(*name), &search, reterr);
	*ret_miss = search.miss;
	if (r == 0 && search.taken)
		*name = arena_strdup(&e->context->arena, table_text(table, search.row, 0));
	return *name ? r : error_nomem(reterr);
}

/* Takes the first table that has the name; a name that matches several rows is an error. */
static int find_input(struct elsewhere *e, struct elsewhere_row *row, struct frugal_error *reterr)
{
	static const struct {
		const char *table, *input, *what;
	} places[] = {
		{"gpus", "there", N_("accelerator")},
		{"instances", "instance", N_("instance")},
		{"cpus", "processor", N_("processor")},
	};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		enum table_miss miss;
		int r = find_row(e, places[i].table, _(places[i].what), &row->name, &miss, reterr);
		if (r == 0) {
			row->input = places[i].input;
			return 0;
		}
		if (miss != TABLE_MISS_UNKNOWN)
			return r;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown instance, accelerator or processor '%s'"),
		  row->name);
	error_where(reterr, "%s", "on");
	return error_todo(reterr, "%s", "frugal factors instances (gpus, cpus)");
}

static int add_zones(struct elsewhere *e, const char *zones, struct frugal_error *reterr)
{
	const char *name;
	enum table_miss miss;
	int r = 0;
	while (zones && r == 0 && next_name(&zones, &e->context->arena, &name)) {
		if (!name)
			return error_nomem(reterr);
		if (e->n_zones == ELSEWHERE_MOST_ZONES)
			return error_set(reterr, FRUGAL_EUSAGE, _("more than %d zones"),
					 ELSEWHERE_MOST_ZONES);
		struct run_electricity place = {0};
		r = find_row(e, "zones", _("zone"), &name, &miss, reterr);
		if (r < 0 && run_electricity_find(e->context, e->knowledge.catalogue, name, 0,
						  &place, NULL) == 0)
			r = 0; /* finer than a country */
		e->zones[e->n_zones++] = name;
	}
	return r;
}

int elsewhere_open(struct context *context, const char *const *on, size_t n_on, const char *zones,
		   struct elsewhere *ret, struct frugal_error *reterr)
{
	size_t most = 1;
	*ret = (struct elsewhere){.context = context};
	int r = knowledge_open(context, &ret->knowledge, reterr);
	for (size_t i = 0; i < n_on; i++)
		for (const char *p = on[i]; *p; p++)
			most += p == on[i] || *p == ',';
	ret->rows = arena_array(&context->arena, most, sizeof(*ret->rows));
	if (r == 0 && !ret->rows)
		r = error_nomem(reterr);
	ret->n_rows = 1;
	for (size_t i = 0; r == 0 && i < n_on; i++) {
		const char *p = on[i], *name;
		while (r == 0 && next_name(&p, &context->arena, &name)) {
			struct elsewhere_row *row = &ret->rows[ret->n_rows++];
			row->name = name;
			r = name ? find_input(ret, row, reterr) : error_nomem(reterr);
		}
	}
	return r == 0 ? add_zones(ret, zones, reterr) : r;
}

void elsewhere_close(struct elsewhere *elsewhere)
{
	knowledge_close(&elsewhere->knowledge);
}

/* ---- asking --------------------------------------------------------------------------------- */

/* A forecast as an input of the model, with its 90 % interval. */
static struct model_input forecast(const char *name, const struct forecast_figure *figure,
				   const char *unit)
{
	return model_figure(name, figure->value, figure->low, figure->high, unit, FRUGAL_MODELLED,
			    0, "forecast of the trial");
}

/* "" for a virtual machine, which may show another processor than it has. */
static int uarch_here(struct elsewhere *e, const char **ret, struct frugal_error *reterr)
{
	struct host *host = NULL;
	struct cpu_facts facts;
	int r = host_new_at(e->context->root, &host, reterr);
	if (r < 0)
		return r;
	host_cpu_facts(host, &facts);
	host_free(host);
	*ret = facts.hypervisor ? "" : power_models_uarch(e->knowledge.tables, &facts);
	return 0;
}

static void take(const struct answer *answer, const char *name, struct forecast_figure *ret)
{
	const struct answer_line *line = answer_find(answer, name);
	if (line)
		*ret = (struct forecast_figure){line->value, line->low, line->high};
}

#define MOST_INPUTS 8

static int ask_there(struct elsewhere *e, const struct elsewhere_job *job,
		     const struct elsewhere_row *row, const char *zone, struct answer **ret,
		     struct frugal_error *reterr)
{
	struct model_input inputs[MOST_INPUTS];
	struct run_electricity place;
	struct answer_options how;
	const char *uarch = "";
	size_t n = 0;
	knowledge_answer_options(e->context, &how);
	int r = uarch_here(e, &uarch, reterr);
	if (r == 0 && job->device && !job->device[0])
		r = error_set(reterr, FRUGAL_EUSAGE, "%s",
			      _("the sensor of the accelerator does not name its model"));
	if (r < 0)
		return r;
	inputs[n++] = forecast("duration", &job->duration, "h");
	inputs[n++] = forecast("energy", &job->energy, "Wh");
	if (job->busy > 0) {
		inputs[n] = model_exact("busy", job->busy);
		inputs[n++].measured_share = 1;
	}
	if (job->device)
		inputs[n++] = model_text("here", job->device);
	if (uarch[0])
		inputs[n++] = model_text("uarch_here", uarch);
	inputs[n++] = model_text(row->input, row->name);
	r = run_electricity_input(e->context, e->knowledge.catalogue, zone, &place, &inputs[n++],
				  reterr);
	if (r < 0)
		return r;
	return model_ask(e->knowledge.catalogue, "elsewhere", inputs, n, &how, ret, reterr);
}

/* Here: what was forecast, and the electricity of a zone. */
static int ask_here(struct elsewhere *e, const struct elsewhere_job *job, const char *zone,
		    struct answer **ret, struct frugal_error *reterr)
{
	struct model_input inputs[] = {forecast("measured", &job->energy, "Wh"), {0}};
	struct run_electricity place;
	struct answer_options how;
	int r = run_electricity_input(e->context, e->knowledge.catalogue, zone, &place, &inputs[1],
				      reterr);
	if (r < 0)
		return r;
	knowledge_answer_options(e->context, &how);
	return model_ask(e->knowledge.catalogue, "run", inputs, 2, &how, ret, reterr);
}

/* FRUGAL_EUSAGE with the reason: a row of a table lacks what the energy there follows from. */
static int check_absent(const struct answer *answer, struct frugal_error *reterr)
{
	const struct answer_line *line = answer_find(answer, "energy_there");
	if (!line || !line->absent)
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE, "%s",
			 line->absent_stated ? line->absent_stated : line->absent);
}

static int fill_row(struct elsewhere *e, const struct elsewhere_job *job, struct elsewhere_row *row,
		    struct frugal_error *reterr)
{
	int r = 0;
	row->energy = job->energy;
	row->duration = job->duration;
	for (size_t z = 0; r == 0 && z < e->n_zones; z++) {
		struct answer *answer = NULL;
		/* Here and by the electricity of the runs: the figure that was forecast. */
		if (!row->name && strcmp(e->zones[z], job->zone) == 0) {
			row->carbon[z] = job->carbon;
			continue;
		}
		r = row->name ? ask_there(e, job, row, e->zones[z], &answer, reterr)
			      : ask_here(e, job, e->zones[z], &answer, reterr);
		if (r == 0 && row->name)
			r = check_absent(answer, reterr);
		if (r == 0)
			take(answer, "carbon", &row->carbon[z]);
		if (r == 0 && row->name) {
			take(answer, "energy_there", &row->energy);
			take(answer, "time", &row->duration);
		}
		answer_free(answer);
	}
	if (r != FRUGAL_EUSAGE && r != FRUGAL_EFINDING)
		return r;
	row->reason = arena_strdup(&e->context->arena, reterr->what);
	return row->reason ? 0 : error_nomem(reterr);
}

int elsewhere_ask(struct elsewhere *elsewhere, const struct elsewhere_job *job,
		  struct frugal_error *reterr)
{
	int r = 0;
	if (!elsewhere->n_zones)
		elsewhere->zones[elsewhere->n_zones++] = job->zone;
	for (size_t i = 0; r == 0 && i < elsewhere->n_rows; i++)
		r = fill_row(elsewhere, job, &elsewhere->rows[i], reterr);
	return r;
}
