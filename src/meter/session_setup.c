/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slow work of a session, done while the command runs: takes the sources that were found late,
 * asks the models for the parts that nothing measures, and the ledger for idle powers. A model that
 * fails leaves its part out, which the record states.
 */
#include "base/intl.h"
#include "base/log.h"
#include "host/chassis.h"
#include "meter/session_impl.h"

static void note(const char *model, int r, const struct frugal_error *error)
{
	if (r < 0)
		log_note("meter.session", "%s: %s", model, error->what);
}

static void find_ram(struct session *session, const struct power_models *models)
{
	struct frugal_error error;
	struct power_curve *curve = &session->ram.curve;
	double gigabytes = (double)session->facts.memory_bytes / 1e9;
	int r = FRUGAL_EENV;
	if (session->has.server && models->server_memory)
		r = models->server_memory(models->context, &session->facts, curve, &error);
	else if (models->ram_power)
		r = models->ram_power(models->context, gigabytes, curve, &error);
	else
		return;
	session->has.ram = r == 0;
	note("ram", r, &error);
}

static void find_rest(struct session *session, const struct power_models *models)
{
	struct frugal_error error;
	struct host_chassis chassis;
	struct model_feed *rest = &session->rest;
	host_chassis(session->host, &chassis);
	int r = models->rest_power(models->context, &chassis, &rest->curve, &rest->per_j_supplied,
				   &error);
	session->has.rest = r == 0;
	rest->supplied = &session->supplied;
	note("rest", r, &error);
}

static void find_models(struct session *session, const struct power_models *models)
{
	struct frugal_error error;
	struct power_curve whole;
	if (!models || !session->has_busy)
		return;
	if (session->plan.needs_server && models->server_curve && !session->has.server) {
		int r = models->server_curve(models->context, &session->facts, &whole, &error);
		session->has.server = r == 0;
		note("server", r, &error);
	}
	if (session->plan.needs_ram && !session->has.ram)
		find_ram(session, models);
	/* What a virtual machine has of the disks and fans of its host is not known. */
	if (session->plan.needs_rest && models->rest_power && !session->has.rest &&
	    !session->facts.hypervisor)
		find_rest(session, models);
	if (!session->has.server)
		return;
	session->server.curve = whole;
	if (session->has.ram)
		cover_without_ram(&whole, &session->ram.curve, &session->server.curve);
}

static void add_model(struct session *session, struct model_feed *feed, const char *name,
		      const struct sensor_class *class, enum cover cover)
{
	struct part *part = &session->parts[session->n_parts++];
	feed->busy = &session->busy;
	feed->start_ns = session->start.at_ns;
	feed->start_busy_ns = session->start.busy_ns;
	source_of_model(feed, &part->source);
	part->source.part = name;
	part->source.cover = cover;
	part->source.class = class;
	part->class = class;
	part->idle_known = true;
	part->idle.w = feed->curve.w[0];
	part->static_draw = cover == COVER_DRAM;
	part_open(part, session->host, &session->start);
}

/* Its idle power includes its share of the idle power of the parts on the same supply. */
static void add_rest(struct session *session)
{
	double supplied_w = 0;
	for (size_t i = 0; i < session->n_parts; i++)
		if (part_shares_supply(&session->parts[i]))
			supplied_w += session->parts[i].idle.w;
	add_model(session, &session->rest, "rest", &rest_model_class, COVER_REST);
	session->parts[session->n_parts - 1].idle.w += session->rest.per_j_supplied * supplied_w;
}

/* From here on memory is shared by cache misses, where the processor counts them. */
static void count_misses(struct session *session)
{
	if (!session->misses)
		return;
	if (!misses_of_machine(session->misses)) {
		misses_free(session->misses);
		session->misses = NULL;
		return;
	}
	for (size_t i = 0; i < session->n_parts; i++) {
		struct part *part = &session->parts[i];
		const char *detail =
			part->source.cover == COVER_DRAM
				? arena_printf(&session->arena, "%s, shared by cache misses",
					       part->source.detail)
				: NULL;
		if (detail) {
			part->source.detail = detail;
			part->by_misses = true;
		}
	}
}

/* Called without the lock: the answer may have to wait for the ledger. */
static void ask_idle(struct session *session, const struct idle_powers *idle)
{
	for (size_t i = 0; idle && idle->known && i < session->n_parts; i++) {
		struct part *part = &session->parts[i];
		struct power power = {0};
		if (part->source.feed)
			continue;
		bool known = idle->known(idle->context, part->source.part, &power);
		pthread_mutex_lock(&session->lock);
		part->idle_known = known;
		if (known)
			part->idle = power;
		pthread_mutex_unlock(&session->lock);
	}
}

/*
 * The memory is the machine's, and the command's share of it that of the CPU time. Where its own
 * memory is limited to a part of that, a reader should know.
 */
static void mention_limit(struct session *session, struct part *part)
{
	const struct cpu_facts *facts = &session->facts;
	if (facts->memory_limit >= facts->memory_bytes / 2)
		return;
	const char *detail = arena_printf(
		&session->arena, "%s of all %.3g GB (limit here: %.3g GB)", part->source.detail,
		(double)facts->memory_bytes / 1e9, (double)facts->memory_limit / 1e9);
	if (detail)
		part->source.detail = detail;
}

void session_add_models(struct session *session, const struct power_models *models)
{
	const struct cover_models had = session->has;
	find_models(session, models);
	if (session->has.server && !had.server)
		add_model(session, &session->server, "server", &cpu_model_class, COVER_SERVER);
	if (session->has.ram && !had.ram) {
		add_model(session, &session->ram, "ram", &ram_model_class, COVER_DRAM);
		mention_limit(session, &session->parts[session->n_parts - 1]);
	}
	if (session->has.rest && !had.rest)
		add_rest(session);
	session->left_out =
		cover_left_out(&session->sources, &session->plan, &session->has, &session->arena);
	if (session_sees_container(session) && session->left_out)
		session->left_out =
			arena_printf(&session->arena, "%s%s",
				     N_("usage of other containers: /proc/stat is this one's; "),
				     session->left_out);
	if (session->order_note && session->left_out)
		session->left_out = arena_printf(&session->arena, "%s%s", session->order_note,
						 session->left_out);
	/* The command may have ended before its models were loaded: they see the same end. */
	if (session->ended)
		session_read_all(session, true);
}

/*
 * The command runs during this call, and a mark may come from another thread at any moment (the
 * epochs that it prints): code that changes the parts or allocates from the arena takes the lock.
 */
void session_setup(struct session *session, const struct power_models *models,
		   const struct idle_powers *idle)
{
	struct frugal_error error;
	host_cpu_facts(session->host, &session->facts);
	if (models && models->name_processor)
		models->name_processor(models->context, &session->facts);
	(void)session_poll(session);
	session_find_slow(session);
	pthread_mutex_lock(&session->lock);
	int r = session_take_slow(session, models, &error);
	pthread_mutex_unlock(&session->lock);
	if (r < 0)
		log_note("meter.session", "%s", error.what);
	ask_idle(session, idle);
	pthread_mutex_lock(&session->lock);
	count_misses(session);
	session_add_models(session, models);
	session->set_up = true;
	pthread_mutex_unlock(&session->lock);
}

void session_report_idle(const struct session *session, const struct idle_powers *idle)
{
	for (size_t i = 0; idle && idle->seen && i < session->n_parts; i++) {
		const struct part *part = &session->parts[i];
		if (part->idle_seen && (!part->idle_known || part->lowest.w < part->idle.w))
			idle->seen(idle->context, part->source.part, part->lowest);
	}
}
