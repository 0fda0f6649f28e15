/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question for each model, with the inputs that are known of the machine. A model that cannot
 * answer leaves its part out; the record then lists it as left out.
 */
#include "meter/power_models.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "host/chassis.h"
#include "model/ask.h"
#include "model/machine.h"
#include "model/spread.h"

/* Fewer draws than the default: this stands between the end of a short command and its user. */
#define DRAWS 64

/* ---- facts of the processor ----------------------------------------------------------------- */

#define MOST_INPUTS 8

struct asking {
	struct model_input inputs[MOST_INPUTS];
	size_t n;
};

static void add(struct asking *asking, struct model_input input)
{
	asking->inputs[asking->n++] = input;
}

/* Unknown numbers (0) are not given to the model. */
static void add_number(struct asking *asking, const char *name, double value, const char *unit)
{
	if (value > 0)
		add(asking, model_number(name, value, unit));
}

/*
 * A text of the processor's row of cpu_ids; "" when there is none. A row of the machine's maker
 * comes first: chips of several are built around the same core.
 */
static const char *id_text(struct tables *tables, const struct cpu_facts *facts, const char *column)
{
	const char *const names[] = {facts->maker, facts->vendor};
	const struct table *ids;
	char key[128];
	if (tables_get(tables, "cpu_ids", &ids, NULL) < 0)
		return "";
	uint32_t at = table_column_find(ids, str_of(column));
	for (size_t i = 0; at != TABLE_NO_COLUMN && i < sizeof(names) / sizeof(names[0]); i++) {
		(void)snprintf(key, sizeof(key), "%s %d %d", names[i], facts->family, facts->model);
		uint32_t row = table_find_key(ids, str_of(key));
		if (row != TABLE_NO_ROW)
			return table_text(ids, row, at);
	}
	return "";
}

const char *power_models_uarch(struct tables *tables, const struct cpu_facts *facts)
{
	return id_text(tables, facts, "uarch");
}

void power_models_name(struct tables *tables, struct cpu_facts *facts)
{
	if (!facts->model_name[0])
		(void)snprintf(facts->model_name, sizeof(facts->model_name), "%s",
			       id_text(tables, facts, "name"));
}

static void name_processor(void *context, struct cpu_facts *facts)
{
	power_models_name(catalogue_tables(context), facts);
}

/*
 * The row of a board by the model in its device tree: "Raspberry Pi 4 Model B Rev 1.5" begins with
 * the key, and the longest such key has it; else that of an unknown board.
 */
static const char *board_row(struct tables *tables, const struct cpu_facts *facts)
{
	const struct table *boards;
	const char *best = "board_generic";
	size_t best_n = 0;
	if (tables_get(tables, "boards", &boards, NULL) < 0)
		return best;
	for (uint32_t row = 0; row < table_rows(boards); row++) {
		const char *key = table_text(boards, row, 0);
		size_t n = strlen(key);
		char next = facts->board[n < sizeof(facts->board) ? n : 0];
		if (n > best_n && strncmp(facts->board, key, n) == 0 &&
		    (next == ' ' || next == '\0')) {
			best = key;
			best_n = n;
		}
	}
	return best;
}

static void add_board(struct asking *asking, struct catalogue *catalogue,
		      const struct cpu_facts *facts)
{
	add(asking, model_text("board", board_row(catalogue_tables(catalogue), facts)));
	add_number(asking, "memory", (double)facts->memory_bytes, "B");
}

static void add_facts(struct asking *asking, struct catalogue *catalogue,
		      const struct cpu_facts *facts)
{
	add_number(asking, "cores", facts->cores, "1");
	add_number(asking, "memory", (double)facts->memory_bytes, "B");
	if (facts->hypervisor) {
		/* The processor that a guest sees may be a mask. */
		add(asking, model_text("virtual", "yes"));
		add_number(asking, "threads", facts->threads, "1");
		return;
	}
	add_number(asking, "sockets", facts->sockets, "1");
	const char *uarch = power_models_uarch(catalogue_tables(catalogue), facts);
	if (uarch[0])
		add(asking, model_text("uarch", uarch));
}

static const char *const forms[] = {[KIND_UNKNOWN] = "unknown",
				    [KIND_SERVER] = "server",
				    [KIND_DESKTOP] = "desktop",
				    [KIND_PORTABLE] = "portable",
				    [KIND_BOARD] = "board"};

/* A workstation has the processor of a server. */
static bool is_of_servers(const char *processor)
{
	static const char *const families[] = {"Xeon", "EPYC", "Threadripper", "Opteron"};
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strstr(processor, families[i]))
			return true;
	return false;
}

static bool is_pc(const struct cpu_facts *facts)
{
	return facts->kind == KIND_PORTABLE ||
	       (facts->kind == KIND_DESKTOP && !is_of_servers(facts->model_name));
}

/* The row of a processor by the name that it says itself; NULL: none, or none alone. */
static const char *cpu_row(struct tables *tables, const struct cpu_facts *facts)
{
	const struct table *cpus;
	struct table_search search = {.miss = TABLE_MISS_NONE};
	struct frugal_error unread;
	if (!facts->model_name[0] || tables_get(tables, "cpus", &cpus, NULL) < 0 ||
	    table_search(cpus, "cpu", str_of(facts->model_name), &search, &unread) < 0)
		return NULL;
	return table_text(cpus, search.row, 0);
}

static void add_pc(struct asking *asking, struct catalogue *catalogue,
		   const struct cpu_facts *facts)
{
	const char *processor = cpu_row(catalogue_tables(catalogue), facts);
	add(asking, model_text("form", forms[facts->kind]));
	if (processor)
		add(asking, model_text("processor", processor));
	add_number(asking, "memory", (double)facts->memory_bytes, "B");
}

/* Adds what is known of the machine; returns the model of its kind. */
static const char *add_machine(struct asking *asking, struct catalogue *catalogue,
			       const struct cpu_facts *facts)
{
	if (facts->board[0]) {
		add_board(asking, catalogue, facts);
		return "board_power";
	}
	if (is_pc(facts)) {
		add_pc(asking, catalogue, facts);
		return "pc_power";
	}
	add_facts(asking, catalogue, facts);
	return "cpu_power";
}

/* ---- asking --------------------------------------------------------------------------------- */

/* A line of an answer that is a power, in watts. */
struct watts {
	double value, low, high;
};

static int watts_of(const struct answer *answer, const char *name, struct watts *ret,
		    struct frugal_error *reterr)
{
	struct unit watt;
	int r = unit_parse(STR("W"), &watt, reterr);
	if (r < 0)
		return r;
	const struct answer_line *line = answer_find(answer, name);
	if (!line || !isfinite(line->value) || line->value < 0 ||
	    !dimension_eq(line->unit.dim, watt.dim))
		return error_set(reterr, FRUGAL_EDATA, _("model %s does not give '%s' as a power"),
				 answer->model, name);
	*ret = (struct watts){line->value / watt.scale, line->low / watt.scale,
			      line->high / watt.scale};
	return 0;
}

static int ask(struct catalogue *catalogue, const char *model, const struct asking *asking,
	       struct answer **ret, struct frugal_error *reterr)
{
	const struct answer_options options = {.draws = DRAWS};
	return model_ask(catalogue, model, asking->inputs, asking->n, &options, ret, reterr);
}

/* The input for the load: from a counter. */
static struct model_input at_load(const char *input, double load)
{
	struct model_input at = model_exact(input, load);
	at.measured_share = 1;
	return at;
}

static void set_method(struct power_curve *curve, const struct answer *answer)
{
	const struct answer_line *tier = answer_find(answer, "tier");
	if (tier && tier->value >= 0 && tier->value < 10)
		(void)snprintf(curve->method, sizeof(curve->method), "model %s T%d", answer->model,
			       (int)tier->value);
	else
		(void)snprintf(curve->method, sizeof(curve->method), "model %s", answer->model);
}

/* One interval for the whole curve: that of its mean. */
static void set_interval(struct power_curve *curve, const struct watts *sum)
{
	curve->low_factor = sum->value > 0 ? sum->low / sum->value : 1;
	curve->high_factor = sum->value > 0 ? sum->high / sum->value : 1;
}

/* Runs the program at each tenth of the load, for a question whose columns are set up. */
static void run_loads(const struct question *question, size_t load, const struct spread *spread,
		      struct machine *machine, double watt, double ret[POWER_CURVE_POINTS])
{
	const struct program *program = question->program;
	for (size_t i = 0; i < program->n_params; i++)
		machine_set(machine, program->params[i].reg, spread->params[i].value);
	machine_vary(machine, program->inputs[load].reg);
	machine_settle(machine);
	for (size_t i = 0; i < POWER_CURVE_POINTS; i++)
		machine_column(machine, program->inputs[load].reg)[i] =
			(double)i / (POWER_CURVE_POINTS - 1);
	machine_run(machine, POWER_CURVE_POINTS);
	for (size_t i = 0; i < program->n_entries; i++) {
		const struct entry *entry = &program->entries[i];
		if (!entry->figure || !str_is(entry->name, "power"))
			continue;
		for (size_t k = 0; k < POWER_CURVE_POINTS; k++)
			ret[k] = machine_column(machine, entry->reg)[k] / watt;
	}
}

/* The power at each tenth of the load, at central values: one run of the program over a column. */
static int follow_load(const struct question *question, const char *input,
		       double watts[POWER_CURVE_POINTS], struct frugal_error *reterr)
{
	size_t load = program_input(question->program, str_of(input));
	struct spread spread;
	struct machine machine;
	struct unit watt;
	int r = unit_parse(STR("W"), &watt, reterr);
	if (r == 0)
		r = spread_init(&spread, question, reterr);
	if (r < 0)
		return r;
	r = machine_init_rows(&machine, question->program, POWER_CURVE_POINTS, reterr);
	if (r == 0) {
		run_loads(question, load, &spread, &machine, watt.scale, watts);
		machine_release(&machine);
	}
	spread_release(&spread);
	return r;
}

static int ask_power(struct catalogue *catalogue, const char *model, const struct asking *known,
		     struct model_input load, struct power_curve *curve, struct watts *ret,
		     struct frugal_error *reterr)
{
	struct asking asking = *known;
	struct answer *answer = NULL;
	add(&asking, load);
	int r = ask(catalogue, model, &asking, &answer, reterr);
	if (r == 0)
		r = watts_of(answer, "power", ret, reterr);
	if (r == 0)
		set_method(curve, answer);
	answer_free(answer);
	return r;
}

/* Fills curve->w; FRUGAL_EDATA where a value is not a power. */
static int ask_loads(struct catalogue *catalogue, const char *model, const struct asking *known,
		     const char *input, struct power_curve *curve, struct frugal_error *reterr)
{
	struct asking asking = *known;
	struct question *question = NULL;
	add(&asking, at_load(input, 0));
	int r = model_question(catalogue, model, asking.inputs, asking.n, &question, reterr);
	if (r == 0)
		r = follow_load(question, input, curve->w, reterr);
	question_free(question);
	for (size_t i = 0; r == 0 && i < POWER_CURVE_POINTS; i++)
		if (!(isfinite(curve->w[i]) && curve->w[i] >= 0))
			r = error_set(reterr, FRUGAL_EDATA,
				      _("model %s does not give '%s' as a power"), model, "power");
	return r;
}

/*
 * The method errs differently at idle and at work: the interval is drawn at idle and at half load,
 * and the latter is used for all loads above idle.
 */
static int server_curve(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			struct frugal_error *reterr)
{
	struct power_curve curve = {0};
	struct watts rest, work, sum = {0};
	struct asking known = {.n = 0};
	const char *model = add_machine(&known, context, facts);
	int r = ask_power(context, model, &known, at_load("load", 0), &curve, &rest, reterr);
	if (r == 0)
		r = ask_power(context, model, &known, at_load("load", 0.5), &curve, &work, reterr);
	if (r == 0)
		r = ask_loads(context, model, &known, "load", &curve, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < POWER_CURVE_POINTS; i++) {
		const struct watts *drawn = i ? &work : &rest;
		double scale = drawn->value > 0 ? curve.w[i] / drawn->value : 0;
		sum.value += curve.w[i];
		sum.low += drawn->low * scale;
		sum.high += drawn->high * scale;
	}
	set_interval(&curve, &sum);
	*ret = curve;
	return 0;
}

static void set_constant(struct power_curve *curve, const struct watts *watts)
{
	for (size_t i = 0; i < POWER_CURVE_POINTS; i++)
		curve->w[i] = watts->value;
	set_interval(curve, watts);
}

/* Asks for a power that does not depend on the load. */
static int ask_constant(struct catalogue *catalogue, const char *model, const char *figure,
			const struct asking *asking, struct power_curve *ret,
			struct frugal_error *reterr)
{
	struct watts watts = {0};
	struct answer *answer = NULL;
	int r = ask(catalogue, model, asking, &answer, reterr);
	if (r == 0)
		r = watts_of(answer, figure, &watts, reterr);
	if (r == 0) {
		*ret = (struct power_curve){0};
		set_method(ret, answer);
		set_constant(ret, &watts);
	}
	answer_free(answer);
	return r;
}

static int server_memory(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			 struct frugal_error *reterr)
{
	struct asking asking = {.n = 0};
	const char *model = add_machine(&asking, context, facts);
	add(&asking, at_load("load", 0));
	return ask_constant(context, model, "memory_power", &asking, ret, reterr);
}

static int ram_power(void *context, double gigabytes, struct power_curve *ret,
		     struct frugal_error *reterr)
{
	struct asking asking = {.n = 0};
	add_number(&asking, "memory", gigabytes, "GB");
	return ask_constant(context, "ram_power", "power", &asking, ret, reterr);
}

static void add_chassis(struct asking *asking, const struct host_chassis *chassis)
{
	add(asking, model_text("form", forms[chassis->kind]));
	add_number(asking, "hdds", chassis->hdds, "1");
	add_number(asking, "ssds", chassis->ssds, "1");
	/* Disks that are known to be rotating only. */
	if (chassis->hdds && !chassis->ssds)
		add(asking, model_exact("ssds", 0));
}

/* The model is a straight line: two points define it. The interval is that of the second. */
static int rest_power(void *context, const struct host_chassis *chassis, struct power_curve *ret,
		      double *ret_share, struct frugal_error *reterr)
{
	const double at_w[2] = {1, 101};
	struct power_curve curve = {0};
	struct watts watts[2] = {{0}};
	struct asking known = {.n = 0};
	int r = 0;
	add_chassis(&known, chassis);
	for (int i = 0; r == 0 && i < 2; i++)
		r = ask_power(context, "rest_power", &known,
			      model_number("processors", at_w[i], "W"), &curve, &watts[i], reterr);
	if (r < 0)
		return r;
	set_interval(&curve, &watts[1]);
	*ret_share = (watts[1].value - watts[0].value) / (at_w[1] - at_w[0]);
	curve.w[0] = watts[0].value - *ret_share * at_w[0];
	*ret = curve;
	return 0;
}

/* The interval is that of a board that computes half of the time. */
static int board_curve(void *context, const char *name, struct power_curve *ret,
		       struct frugal_error *reterr)
{
	struct power_curve curve = {0};
	struct watts half;
	struct asking known = {.n = 0};
	add(&known, model_text("gpu", name));
	int r = ask_power(context, "gpu_power", &known, at_load("utilization", 0.5), &curve, &half,
			  reterr);
	if (r == 0)
		r = ask_loads(context, "gpu_power", &known, "utilization", &curve, reterr);
	if (r < 0)
		return r;
	set_interval(&curve, &half);
	*ret = curve;
	return 0;
}

struct power_models power_models_of(struct catalogue *catalogue)
{
	return (struct power_models){
		.server_curve = server_curve,
		.server_memory = server_memory,
		.ram_power = ram_power,
		.rest_power = rest_power,
		.board_curve = board_curve,
		.name_processor = name_processor,
		.context = catalogue,
	};
}
