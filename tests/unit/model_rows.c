/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that lack a value, notes on them, and rows that follow those of other inputs. */
#include "model_asked.h"

static const char regions_csv[] = "key,zone,pue[1],kind\n"
				  "north,FR,1.1,large\n"
				  "south,,,small\n";

static struct lab in_region(const char *text, const char *inputs)
{
	struct lab lab = {0};
	lab_file(&lab, "places.csv", regions_csv);
	lab_parse(&lab, text);
	lab_compile(&lab);
	lab_fine(&lab);
	ask(&lab, inputs, NULL);
	return lab;
}

/* `or` has a row for a place without zone, and says so; `else` only where no place is given. */
TEST(a_row_that_is_named_and_lacks_a_value_is_said)
{
	static const char either[] =
		"model m { in place : row of places optional\n"
		"in zone : row of zones = place.zone or \"paper:gpt3\"\n"
		"in pue : 1 = if known(place.pue) then place.pue else 1.5 [1.2, 2]\n"
		"out carbon : gCO2e/kWh = zone.intensity * pue\n"
		"out energy : 1 = pue }";
	static const char strict[] =
		"model m { in place : row of places optional\n"
		"in zone : row of zones optional = place.zone else \"paper:gpt3\"\n"
		"in same : row of zones optional = zone\n"
		"out carbon : gCO2e/kWh = zone.intensity\n"
		"out again : gCO2e/kWh = same.intensity }";
	struct lab lab = in_region(either, "");
	CHECK_CLOSE(lab_value(&lab, "carbon"), 429 * 1.5, 1e-12);
	CHECK_INT(lab.answer->n_notes, 0);
	lab_close(&lab);

	lab = in_region(either, "place=south");
	CHECK_CLOSE(lab_value(&lab, "carbon"), 429 * 1.5, 1e-12);
	CHECK_INT(lab_line(&lab, "zone.intensity")->quality, FRUGAL_DEFAULT);
	CHECK_INT(lab.answer->n_notes, 2);
	CHECK_HOLDS(lab.answer->notes[0].plain, "zone: place 'south' has no zone in ");
	CHECK_HOLDS(lab.answer->notes[0].plain, "places.csv:3; 'paper:gpt3' is taken");
	CHECK_HOLDS(lab.answer->notes[1].plain, "pue: place 'south' has no pue in ");
	CHECK_HOLDS(lab.answer->notes[1].plain, "places.csv:3; 1.5 [1.2, 2] is taken");
	lab_close(&lab);

	lab = in_region(either, "place=south;zone=paper:gpt3;pue=1");
	CHECK_INT(lab.answer->n_notes, 0);
	lab_close(&lab);

	lab = in_region(strict, "");
	CHECK_CLOSE(lab_value(&lab, "carbon"), 429, 1e-12);
	lab_close(&lab);
	lab = in_region(strict, "place=south");
	CHECK(isnan(lab_value(&lab, "carbon")));
	CHECK_HOLDS(lab_line(&lab, "carbon")->absent, "place 'south' has no zone in ");
	CHECK_HOLDS(lab_line(&lab, "again")->absent, "place 'south' has no zone in ");
	CHECK_INT(lab.answer->n_notes, 0);
	lab_close(&lab);
}

TEST(a_note_is_made_where_its_condition_is_true)
{
	static const char text[] = "model m { in place : row of places optional\n"
				   "in x : 1 = 1 in y : 1 optional\n"
				   "note place.kind == \"small\" \"few beds\" fr \"peu de lits\"\n"
				   "note \"large\" != place.kind and known(place.pue) \"odd\"\n"
				   "note x > 5 or y > 5 \"many\"\n"
				   "out size : 1 = if place.kind == \"large\" then 10 else 1 }";
	struct lab lab = in_region(text, "");
	CHECK_INT(lab.answer->n_notes, 0);
	CHECK_CLOSE(lab_value(&lab, "size"), 1, 0);
	lab_close(&lab);
	lab = in_region(text, "place=north;x=2");
	CHECK_INT(lab.answer->n_notes, 0);
	CHECK_CLOSE(lab_value(&lab, "size"), 10, 0);
	lab_close(&lab);
	lab = in_region(text, "place=south;x=6");
	CHECK_INT(lab.answer->n_notes, 2);
	CHECK_TEXT(lab.answer->notes[0].plain, "few beds");
	CHECK_TEXT(lab.answer->notes[1].plain, "many");
	lab_close(&lab);
	lab_refused("model m { in zone : row of zones = \"WOR\"\nout x : 1 = 1\n"
		    "note zone.intensity == \"a\" \"b\" }",
		    "m0.model:3:6", "is a number, not a text");
	lab_refused("model m { out x : 1 = 1\nnote 1 > 2 }", "m0.model:2:12",
		    "a note must end with its message in quotes");
}

/* Keys of one table lead to rows of another: the same key, or one that a column names. */
static struct lab following(const char *row)
{
	struct lab lab = {0};
	lab_file(&lab, "sites.csv", "key,grid,pue[1]\nhere,A,1.5\nthere,B,1.2\nnowhere,,1.1\n");
	lab_file(&lab, "grids.csv", "key,dirt[g/kWh]\nA,100\nB,20\nother,500\n");
	lab_file(&lab, "taxes.csv", "key,rate[EUR/kWh]\nA,0.3\n");
	static char text[512]; /* the model points into it */
	(void)snprintf(text, sizeof(text),
		       "model m { in site : row of sites = \"here\" in energy : kWh = 10 kWh "
		       "in grid : row of grids %s in tax : row of taxes optional = grid "
		       "out dirt : g = energy * grid.dirt * site.pue "
		       "out due : EUR = energy * tax.rate }",
		       row);
	lab_parse(&lab, text);
	lab_compile(&lab);
	return lab;
}

static void a_row_follows_the_row_of_another_input(void **state)
{
	(void)state;
	struct lab lab = following("= site.grid or \"other\"");
	ask(&lab, "", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 100 * 1.5, 1e-9);
	CHECK_CLOSE(lab_value(&lab, "due"), 3, 1e-9);
	lab_close(&lab);
	/* Of site "there", whose grid B pays no tax: absent, and why. */
	lab = following("= site.grid or \"other\"");
	ask(&lab, "site=there", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 20 * 1.2, 1e-9);
	CHECK(isnan(lab_line(&lab, "due")->value));
	CHECK_HOLDS(lab_line(&lab, "due")->absent, "table taxes has no row for grid 'B'");
	lab_close(&lab);
	/* What is given goes before what would follow. */
	lab = following("= site.grid or \"other\"");
	ask(&lab, "site=there;grid=A", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 100 * 1.2, 1e-9);
	CHECK_CLOSE(lab_value(&lab, "due"), 3, 1e-9);
	lab_close(&lab);
	/* A site that names no grid. */
	lab = following("= site.grid or \"other\"");
	ask(&lab, "site=nowhere", NULL);
	CHECK_CLOSE(lab_value(&lab, "dirt"), 10 * 500 * 1.1, 1e-9);
	lab_close(&lab);
	lab = following("optional = site.grid");
	ask(&lab, "site=nowhere", NULL);
	CHECK(isnan(lab_line(&lab, "dirt")->value));
	lab_close(&lab);
}

static void a_row_that_cannot_follow_is_refused_when_the_model_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *row, *what;
	} cases[] = {
		{"= site.none", "table sites has no column 'none'"},
		{"= site.pue", "column 'pue' of table sites is a number, not a key"},
		{"= energy", "'energy' is not a row of a table"},
		{"= site.grid or energy", "'energy' is not a row of a table"},
		{"= site.grid or \"none\"", "'none'"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct lab lab = following(cases[i].row);
		CHECK_INT(lab.r, FRUGAL_EDATA);
		CHECK_HOLDS(lab.error.what, cases[i].what);
		lab_close(&lab);
	}
}

RUN_TESTS(CASE(a_row_follows_the_row_of_another_input),
	  CASE(a_row_that_cannot_follow_is_refused_when_the_model_is_read),
	  CASE(a_row_that_is_named_and_lacks_a_value_is_said),
	  CASE(a_note_is_made_where_its_condition_is_true))
