/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library handle: copies the options of the caller, and opens the models and tables at the
 * first question. Only folders of the user that the options name are read.
 */
#include <math.h>
#include <time.h>

#include "api/inside.h"
#include "api/variables.h"
#include "base/clock.h"
#include "base/intl.h"

#define MAX_INTERVAL_S ((int)SECONDS_PER_HOUR)

int missing_argument(const char *name, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("%s must not be NULL"), name);
}

int past_last(size_t index, size_t n, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, _("index %zu is past the last: there are %zu"),
			 index, n);
}

static int check_options(const struct frugal_options *options, struct frugal_error *reterr)
{
	const char *lang = options->lang;
	if (lang && strcmp(lang, "en") != 0 && strcmp(lang, "fr") != 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("lang must be en or fr, not '%s'"), lang);
	if (options->draws > MAX_DRAWS)
		return error_set(reterr, FRUGAL_EUSAGE, _("draws must be at most %d"), MAX_DRAWS);
	if (options->factors_year < 0)
		return error_set(reterr, FRUGAL_EUSAGE, _("factors_year must be a year, or 0"));
	/* NaN too. */
	if (!(options->interval_s >= 0 && options->interval_s <= MAX_INTERVAL_S))
		return error_set(reterr, FRUGAL_EUSAGE, _("interval_s must be 0 to %d seconds"),
				 MAX_INTERVAL_S);
	return 0;
}

static int keep_texts(frugal_library *library, struct frugal_error *reterr)
{
	struct frugal_options *options = &library->options;
	const char **texts[] = {
		&options->models_dir, &options->factors_dir,   &options->lang,
		&options->zone,       &options->config_dir,    &options->source,
		&options->store,      &options->root,          &options->nvml,
		&options->reader,     &options->redfish_login, &options->attribution,
		&options->sensors,    &options->grid_dir};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!*texts[i])
			continue;
		*texts[i] = arena_strdup(&library->context.arena, *texts[i]);
		if (!*texts[i])
			return error_nomem(reterr);
	}
	return 0;
}

/* The context with which the rooms below are called. */
static void fill_context(frugal_library *library)
{
	const struct frugal_options *options = &library->options;
	struct context *to = &library->context;
	bool french = options->lang && strcmp(options->lang, "fr") == 0;
	to->models = options->models_dir;
	to->factors = options->factors_dir;
	to->config = options->config_dir;
	to->source = options->source;
	to->factors_year = options->factors_year;
	to->seed = options->seed;
	to->draws = options->draws;
	to->lang = french ? "fr" : "en";
	to->numbers = french ? &NUMBERS_FR : &NUMBERS_EN;
	to->store = options->store;
	to->grid = options->grid_dir;
	to->root = options->root;
	to->now_s = options->now_s ? options->now_s : (int64_t)time(NULL);
}

int frugal_library_new(const struct frugal_options *options, frugal_library **ret_library,
		       struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_options copy = {.size = sizeof(copy)};
	reterr = reterr ? reterr : &unread;
	if (!ret_library)
		return missing_argument("ret_library", reterr);
	int r = options ? copy_sized(options, &copy, sizeof(copy), "options", reterr) : 0;
	if (r == 0 && !copy.no_environment)
		variables_fill(&copy);
	if (r == 0)
		r = check_options(&copy, reterr);
	if (r < 0)
		return r;
	frugal_library *library = mem_zalloc(1, sizeof(*library));
	if (!library)
		return error_nomem(reterr);
	library->options = copy;
	r = keep_texts(library, reterr);
	if (r < 0) {
		frugal_library_free(library);
		return r;
	}
	fill_context(library);
	*ret_library = library;
	return 0;
}

struct context *context_of(frugal_library *library)
{
	return &library->context;
}

void frugal_library_free(frugal_library *library)
{
	if (!library)
		return;
	knowledge_close(&library->knowledge);
	arena_release(&library->context.arena);
	mem_free(library);
}

int library_knowledge(frugal_library *library, const struct knowledge **ret,
		      struct frugal_error *reterr)
{
	int r = library->knowledge.catalogue
			? 0
			: knowledge_open(&library->context, &library->knowledge, reterr);
	if (r == 0)
		*ret = &library->knowledge;
	return r;
}

int library_models(frugal_library *library, struct catalogue **ret, struct frugal_error *reterr)
{
	const struct knowledge *knowledge;
	int r = library_knowledge(library, &knowledge, reterr);
	if (r == 0)
		*ret = knowledge->catalogue;
	return r;
}

struct answer_options library_answers(const frugal_library *library)
{
	return (struct answer_options){
		.seed = library->options.seed,
		.draws = library->options.draws,
		/* For frugal_explain: the interval of each line. */
		.lines = true,
	};
}

struct host_options library_host(const frugal_library *library)
{
	const struct frugal_options *options = &library->options;
	return (struct host_options){
		.root = options->root,
		.nvml = options->nvml,
		.reader = options->reader,
		.redfish_login = options->redfish_login,
		.redfish_insecure = options->redfish_insecure != 0,
		.attribution = options->attribution,
	};
}
