/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms that others filled in: what is read has a name; each slip found has its line. After a byte
 * 1, the rest is what runs used, and every form is written of it: JSON must be JSON, and the forms
 * of form_parts.h are known again when they are read back.
 */
#include "fuzz.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "report/form.h"
#include "report/form_check.h"

/* The built-in ones, read once. */
static struct tables *tables;
static struct form_ranges ranges;

static void read_tables(void)
{
	const struct tables_options options = {0};
	if (tables)
		return;
	REQUIRE(tables_new(&options, &tables, NULL) == 0);
	REQUIRE(form_ranges_read(tables, &ranges, NULL) == 0);
}

static void read_form(const char *name, struct str text, const char *form)
{
	struct buf lines = {0};
	struct form_found found;
	struct frugal_error error;
	if (form_check(name, text, &ranges, &NUMBERS_EN, &lines, &found, &error) == 0) {
		REQUIRE(found.form && found.form[0]);
		REQUIRE((found.slips > 0) == (lines.n > 0));
		REQUIRE(!form || strcmp(form, found.form) == 0);
	} else {
		REQUIRE(error.what[0]);
		REQUIRE(!form);
	}
	buf_release(&lines);
}

/* Bytes as numbers, and as a name without what another form is known by. */
struct bytes {
	const uint8_t *p;
	size_t n;
};

static double number(struct bytes *from)
{
	double x = NAN;
	if (from->n >= sizeof(x)) {
		memcpy(&x, from->p, sizeof(x));
		from->p += sizeof(x);
		from->n -= sizeof(x);
	}
	return x;
}

static size_t count(struct bytes *from)
{
	size_t n = from->n ? *from->p : 0;
	from->p += from->n > 0;
	from->n -= from->n > 0;
	return n;
}

static struct form_amount amount(struct bytes *from)
{
	return (struct form_amount){number(from), number(from), number(from), count(from)};
}

static struct form_use use(struct bytes *from, const char *phase)
{
	return (struct form_use){
		.phase = phase,
		.runs = count(from),
		.energy_kwh = amount(from),
		.carbon_g = amount(from),
		.embodied_g = amount(from),
		.water_l = amount(from),
		.it_kwh = number(from),
		.measured_kwh = number(from),
		.hours = number(from),
		.from_us = (int64_t)count(from) << (count(from) & 31),
	};
}

static bool is_known_again(const char *form)
{
	static const char *const known[] = {"sci-ai", "achat-ia", "datacentre", "ai-energy-score",
					    "boamps"};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], form) == 0)
			return true;
	return false;
}

static void write_forms(const struct form_subject *subject)
{
	for (size_t i = 0; form_names[i]; i++) {
		struct buf text = {0};
		struct frugal_error error = {0};
		if (form_write(form_names[i], subject, &text, &error) == 0) {
			json_error_t wrong;
			json_t *root = text.p[0] == '{' ? json_loadb(text.p, text.n, 0, &wrong)
							: json_null();
			REQUIRE(root);
			json_decref(root);
			read_form("form", buf_str(&text),
				  is_known_again(form_names[i]) ? form_names[i] : NULL);
		} else {
			REQUIRE(error.what[0]);
		}
		buf_release(&text);
	}
}

static const char *const devices[] = {"NVIDIA H100"};
static const struct group_board boards[] = {{"NVIDIA H100", 1, 4}};
static const struct group_hardware hardware = {"training", 1, boards, 1, true, "a", "b"};

static void of_runs(struct bytes from)
{
	static const char *const phases[] = {"training", "inference", ""};
	char name[32];
	struct form_use uses[3];
	for (size_t i = 0; i < 3; i++)
		uses[i] = use(&from, phases[i]);
	uses[0].machines = devices;
	uses[0].n_machines = 1;
	uses[0].hardware = &hardware;
	struct form_subject subject = {
		.tables = tables,
		.phases = uses,
		.n_phases = count(&from) % 4,
		.all = use(&from, ""),
		.zone = count(&from) & 1 ? "FR" : "",
		.machines = count(&from),
		.from_us = INT64_MAX >> (count(&from) & 63),
		.to_us = INT64_MIN >> (count(&from) & 63),
		.flop = number(&from),
		.units = number(&from),
		.version = "0",
		.numbers = &NUMBERS_FR,
		.lang = "fr",
		.boards = {.runs = count(&from),
			   .n = count(&from),
			   .wh = amount(&from),
			   .least_wh = number(&from),
			   .most_wh = number(&from),
			   .modelled = count(&from) & 1,
			   .names = "NVIDIA H100",
			   .devices = devices,
			   .n_devices = 1},
		.stated = {number(&from), number(&from), number(&from), number(&from),
			   number(&from), number(&from), number(&from), number(&from),
			   number(&from), number(&from), count(&from) & 1 ? "reasoning" : NULL,
			   count(&from) & 1 ? "gross" : NULL, .supplier = "Maker, \"Inc\""},
		.written_us = INT64_MAX,
	};
	size_t n = 0;
	for (; from.n && n + 1 < sizeof(name); from.p++, from.n--)
		name[n++] = *from.p && *from.p != ':' ? (char)*from.p : '?';
	name[n] = 0;
	subject.name = subject.hardware = name;
	write_forms(&subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_tables();
	if (size && data[0] == 1)
		of_runs((struct bytes){data + 1, size - 1});
	else
		read_form("form", (struct str){(const char *)data, size}, NULL);
	return 0;
}
