/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the JSON of a run with jansson into struct run_record, and checks that its parts add up to
 * its figures. Bytes of arguments that are not UTF-8 survive the way through JSON as described at
 * BYTE_AREA.
 */
#include "report/run_read.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/intl.h"
#include "insight/selection.h"
#include "quantity/unit.h"
#include "record/words.h"
#include "report/run_power.h"

/*
 * A byte of an argument that is not UTF-8 is written as a lone surrogate (store/command.h), which
 * the parser of JSON refuses: it is a letter of the private area while it is parsed.
 */
#define BYTE_AREA 0xF700

struct reader {
	struct run_record *run;
	struct frugal_error *error;
	struct str text;
	bool bytes; /* the text had such letters */
	int r;
};

static void fail(struct reader *reader, const char *key)
{
	if (reader->r == 0)
		reader->r = error_set(reader->error, FRUGAL_EDATA,
				      _("'%s' is missing or is not valid in a run"), key);
}

static void no_memory(struct reader *reader)
{
	if (reader->r == 0)
		reader->r = error_nomem(reader->error);
}

static const char *keep(struct reader *reader, const char *text)
{
	char *kept = arena_strdup(&reader->run->arena, text);
	if (!kept)
		no_memory(reader);
	return kept;
}

/* "" for null and for nothing. */
static const char *word(struct reader *reader, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (value && !json_is_string(value) && !json_is_null(value))
		fail(reader, key);
	return json_is_string(value) ? keep(reader, json_string_value(value)) : "";
}

static const char *need_word(struct reader *reader, const json_t *object, const char *key)
{
	if (!json_is_string(json_object_get(object, key)))
		fail(reader, key);
	return word(reader, object, key);
}

static double number(struct reader *reader, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_number(value) || !isfinite(json_number_value(value)))
		fail(reader, key);
	return json_number_value(value);
}

static int64_t integer(struct reader *reader, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_integer(value))
		fail(reader, key);
	return json_integer_value(value);
}

/* 0 for null and for nothing. */
static int64_t moment(struct reader *reader, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	int64_t us = 0;
	if (value && !json_is_null(value) &&
	    (!json_is_string(value) || !clock_utc_parse(str_of(json_string_value(value)), &us)))
		fail(reader, key);
	return us;
}

static int one_of(struct reader *reader, const json_t *object, const char *key,
		  const char *(*name)(int), int n)
{
	const char *text = json_string_value(json_object_get(object, key));
	for (int i = 0; text && i < n; i++)
		if (strcmp(text, name(i)) == 0)
			return i;
	fail(reader, key);
	return 0;
}

static const char *quality_name(int i)
{
	return frugal_quality_name((enum frugal_quality)i);
}

static const char *state_name(int i)
{
	return source_state_name((enum source_state)i);
}

static const char *status_name(int i)
{
	return run_status_name((enum run_status)i);
}

/* An array of so many items in the arena, with one more; 0 of a key that is not there. */
static void *items(struct reader *reader, const json_t *array, size_t size, size_t *ret_n)
{
	void *kept = arena_array(&reader->run->arena, json_array_size(array) + 1, size);
	if (!kept)
		no_memory(reader);
	*ret_n = kept ? json_array_size(array) : 0;
	return kept;
}

/* ---- arguments that are bytes --------------------------------------------------------------- */

/* "\udc80" to "\udcff" become "\uf780" to "\uf7ff". */
static bool without_surrogates(struct str text, struct buf *to)
{
	bool any = false;
	for (size_t i = 0; i < text.n; i++) {
		bool byte = i + 6 <= text.n && memcmp(text.p + i, "\\udc", 4) == 0 &&
			    strchr("89abcdef", text.p[i + 4]);
		bool after_high = byte && i >= 6 && memcmp(text.p + i - 6, "\\ud", 3) == 0 &&
				  strchr("89ab", text.p[i - 3]);
		if (byte && !after_high) {
			any = true;
			buf_puts(to, "\\uf7");
			i += 3;
		} else if (text.p[i] == '\\' && i + 1 < text.n) {
			buf_putc(to, text.p[i++]);
			buf_putc(to, text.p[i]);
		} else {
			buf_putc(to, text.p[i]);
		}
	}
	return any;
}

/* U+F780 is EF 9E 80 in UTF-8, U+F7FF is EF 9F BF. */
static char *argument(struct reader *reader, const char *text)
{
	char *kept = arena_strdup(&reader->run->arena, text), *to = kept;
	if (!kept)
		no_memory(reader);
	if (!kept || !reader->bytes)
		return kept;
	for (const unsigned char *p = (const unsigned char *)text; *p; to++) {
		if (p[0] == 0xEF && (p[1] == 0x9E || p[1] == 0x9F)) {
			unsigned letter = 0xF000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
			*to = (char)(unsigned char)(letter - BYTE_AREA);
			p += 3;
		} else {
			*to = (char)*p++;
		}
	}
	*to = '\0';
	return kept;
}

static char **words(struct reader *reader, const json_t *root, const char *key)
{
	const json_t *array = json_object_get(root, key);
	size_t n;
	char **kept = items(reader, array, sizeof(*kept), &n);
	if (!json_is_array(array))
		fail(reader, key);
	for (size_t i = 0; i < n && reader->r == 0; i++) {
		const char *text = json_string_value(json_array_get(array, i));
		if (text)
			kept[i] = argument(reader, text);
		else
			fail(reader, key);
	}
	return kept;
}

/* ---- what a run has ------------------------------------------------------------------------- */

static void read_part(struct reader *reader, const json_t *object, struct run_part *part)
{
	part->part = need_word(reader, object, "part");
	part->sensor = need_word(reader, object, "sensor");
	part->device = word(reader, object, "device");
	part->energy.j = number(reader, object, "energy_j");
	part->idle.j = number(reader, object, "idle_j");
	part->attributed.j = number(reader, object, "attributed_j");
	part->unattributed.j = number(reader, object, "unattributed_j");
	part->low_factor = number(reader, object, "low_factor");
	part->high_factor = number(reader, object, "high_factor");
	part->quality = (enum frugal_quality)one_of(reader, object, "quality", quality_name,
						    FRUGAL_DEFAULT + 1);
	part->state =
		(enum source_state)one_of(reader, object, "state", state_name, SOURCE_ASLEEP + 1);
	part->gaps.s = number(reader, object, "gaps_s");
	part->idle_known = json_is_true(json_object_get(object, "idle_known"));
	part->is_check = json_is_true(json_object_get(object, "check"));
}

static void read_figure(struct reader *reader, const json_t *object, struct run_figure *figure)
{
	struct unit unit;
	figure->name = need_word(reader, object, "name");
	figure->perimeter = need_word(reader, object, "perimeter");
	figure->unit = need_word(reader, object, "unit");
	figure->value = number(reader, object, "value");
	figure->low = number(reader, object, "low");
	figure->high = number(reader, object, "high");
	figure->quality = (enum frugal_quality)one_of(reader, object, "quality", quality_name,
						      FRUGAL_DEFAULT + 1);
	figure->measured_share = number(reader, object, "measured_share");
	if (reader->r == 0 && unit_parse(str_of(figure->unit), &unit, NULL) < 0)
		fail(reader, "unit");
}

static void read_section(struct reader *reader, const json_t *object, struct run_section *section)
{
	const json_t *share = json_object_get(object, "share_j");
	section->kind = need_word(reader, object, "kind");
	section->name = need_word(reader, object, "name");
	section->number =
		json_object_get(object, "number") ? integer(reader, object, "number") : -1;
	section->begin_us = moment(reader, object, "begin");
	section->at_us = moment(reader, object, "at");
	section->duration.s = number(reader, object, "duration_s");
	section->share.j = json_is_null(share) ? (double)NAN : number(reader, object, "share_j");
}

static void read_metric(struct reader *reader, const json_t *object, struct run_metric *metric)
{
	metric->at_us = moment(reader, object, "at");
	metric->epoch = integer(reader, object, "epoch");
	metric->key = need_word(reader, object, "key");
	metric->value = number(reader, object, "value");
}

#define READ_ALL(key, field, read)                                                                 \
	do {                                                                                       \
		const json_t *array = json_object_get(root, key);                                  \
		run->field = items(reader, array, sizeof(*run->field), &run->n_##field);           \
		for (size_t i = 0; i < run->n_##field && reader->r == 0; i++)                      \
			read(reader, json_array_get(array, i), &run->field[i]);                    \
	} while (0)

static void read_exit(struct reader *reader, const json_t *root)
{
	const json_t *object = json_object_get(root, "exit");
	struct run_record *run = reader->run;
	if (run->status != RUN_FINISHED)
		return;
	run->by_signal = json_object_get(object, "signal") != NULL;
	run->exit_code = (int)integer(reader, object, run->by_signal ? "signal" : "code");
}

/* Filters, reports and forms know no other word. */
static void check_phase(struct reader *reader)
{
	const char *phase = reader->run->phase;
	if (reader->r < 0 || !phase[0] ||
	    selection_check_word("phase", phase, run_phases, reader->error) == 0)
		return;
	reader->r = FRUGAL_EDATA; /* of a file, not of an option */
	if (reader->error)
		reader->error->code = reader->r;
}

static void read_head(struct reader *reader, const json_t *root)
{
	struct run_record *run = reader->run;
	const char *id = need_word(reader, root, "id");
	if (reader->r == 0 &&
	    (strlen(id) != RUN_ID_SIZE - 1 || strspn(id, "0123456789abcdef") != RUN_ID_SIZE - 1))
		fail(reader, "id");
	if (reader->r == 0)
		memcpy(run->id, id, RUN_ID_SIZE);
	const char *parent = word(reader, root, "parent");
	if (reader->r == 0 && parent[0] &&
	    (strlen(parent) != RUN_ID_SIZE - 1 ||
	     strspn(parent, "0123456789abcdef") != RUN_ID_SIZE - 1))
		fail(reader, "parent");
	if (reader->r == 0)
		memcpy(run->parent, parent, strlen(parent) + 1);
	run->status =
		(enum run_status)one_of(reader, root, "status", status_name, RUN_INTERRUPTED + 1);
	if (run->status == RUN_RUNNING)
		run->status = RUN_INTERRUPTED;
	run->command = words(reader, root, "command");
	run->tags = words(reader, root, "tags");
	run->name = word(reader, root, "name");
	run->project = word(reader, root, "project");
	run->service = word(reader, root, "service");
	run->phase = word(reader, root, "phase");
	check_phase(reader);
	run->started_us = moment(reader, root, "started");
	if (run->started_us <= 0)
		fail(reader, "started");
	run->ended_us = moment(reader, root, "ended");
	run->duration.s = number(reader, root, "duration_s");
	read_exit(reader, root);
	run->host = word(reader, root, "host");
	run->machine = word(reader, root, "machine");
	run->zone = word(reader, root, "zone");
	run->zone_is_default = json_is_true(json_object_get(root, "zone_default"));
	run->own_cost.s = number(reader, root, "own_cost_s");
	run->left_out = word(reader, root, "left_out");
}

static void read_attribution(struct reader *reader, const json_t *root)
{
	const json_t *object = json_object_get(root, "attribution");
	struct run_record *run = reader->run;
	run->attribution = word(reader, object, "method");
	run->cpu.s = number(reader, object, "cpu_s");
	run->machine_busy.s = number(reader, object, "machine_busy_s");
	run->share = number(reader, object, "share");
}

/* The text of the last key, as it stands, if it is that object: its digits are kept. */
static bool keep_as_it_stands(struct reader *reader, const json_t *object)
{
	static const char key[] = "\"derivation\":";
	struct str text = str_trim(reader->text);
	for (size_t i = text.n < sizeof(key) ? 0 : text.n - sizeof(key); i > 0; i--) {
		if (memcmp(text.p + i, key, sizeof(key) - 1) != 0)
			continue;
		const char *start = text.p + i + sizeof(key) - 1;
		size_t n = (size_t)(text.p + text.n - 1 - start);
		json_t *same = json_loadb(start, n, JSON_REJECT_DUPLICATES, NULL);
		char *kept = same && json_equal(same, object)
				     ? arena_strndup(&reader->run->arena, start, n)
				     : NULL;
		json_decref(same);
		if (kept)
			reader->run->derivation = kept;
		return kept != NULL;
	}
	return false;
}

static void read_derivation(struct reader *reader, const json_t *root)
{
	const json_t *object = json_object_get(root, "derivation");
	reader->run->derivation = "";
	if (!json_is_object(object) || keep_as_it_stands(reader, object))
		return;
	char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(17));
	if (text)
		reader->run->derivation = keep(reader, text);
	else
		no_memory(reader);
	free(text);
}

/* The curves, in the words of a meter. */
static void read_power(struct reader *reader, const json_t *root)
{
	const json_t *array = json_object_get(root, "power");
	struct run_power *power;
	struct buf kept = {0};
	size_t n = 0;
	reader->run->power = "";
	if (!array || json_is_null(array))
		return;
	char *text = json_dumps(array, JSON_COMPACT | JSON_REAL_PRECISION(17) | JSON_ENCODE_ANY);
	if (text)
		reader->r = run_power_read(str_of(text), &reader->run->arena, &power, &n,
					   reader->error);
	else
		no_memory(reader);
	free(text);
	if (reader->r < 0 || !n)
		return;
	run_power_json(power, n, &kept);
	if (kept.failed)
		no_memory(reader);
	else
		reader->run->power = keep(reader, buf_text(&kept));
	buf_release(&kept);
}

static void read_root(struct reader *reader, const json_t *root)
{
	struct run_record *run = reader->run;
	const char *kind = json_string_value(json_object_get(root, "kind"));
	if (!kind || strcmp(kind, "run") != 0)
		fail(reader, "kind");
	if (!json_is_array(json_object_get(root, "parts")))
		fail(reader, "parts");
	if (reader->r == 0)
		read_head(reader, root);
	if (reader->r == 0)
		read_attribution(reader, root);
	if (reader->r == 0)
		READ_ALL("parts", parts, read_part);
	if (reader->r == 0)
		READ_ALL("figures", figures, read_figure);
	if (reader->r == 0)
		READ_ALL("sections", sections, read_section);
	if (reader->r == 0)
		READ_ALL("metrics", metrics, read_metric);
	if (reader->r == 0)
		read_power(reader, root);
	if (reader->r == 0)
		read_derivation(reader, root);
	if (reader->r == 0 && run_record_check(run, reader->error) < 0)
		reader->r = error_set(reader->error, FRUGAL_EDATA, "%s",
				      _("its parts do not add up, or a figure is not a number"));
}

int run_read(struct str text, struct run_record *ret, struct frugal_error *reterr)
{
	struct run_record run = {0};
	struct reader reader = {.run = &run, .error = reterr, .text = text};
	struct buf plain = {0};
	json_error_t at;
	/* The parser takes one for a space, and texts end there. */
	if (text.n && memchr(text.p, '\0', text.n))
		return error_set(reterr, FRUGAL_EDATA, _("this is not JSON: %s"), "NUL");
	reader.bytes = without_surrogates(text, &plain);
	json_t *root = plain.failed
			       ? NULL
			       : json_loadb(buf_text(&plain), plain.n, JSON_REJECT_DUPLICATES, &at);
	if (plain.failed)
		reader.r = error_nomem(reterr);
	else if (!root)
		reader.r = error_set(reterr, FRUGAL_EDATA, _("this is not JSON: %s"), at.text);
	else
		read_root(&reader, root);
	json_decref(root);
	buf_release(&plain);
	if (reader.r == 0)
		*ret = run;
	else
		run_record_release(&run);
	return reader.r;
}
