/* SPDX-License-Identifier: Apache-2.0 */
/* The notes of a batch are those of its rows asked one by one, counted. */
#include "base/num.h"
#include "model/batch.h"
#include "model_asked.h"

/*
 * North has all; south lacks its zone, its pue and its tax; east names a zone that has no row. Two
 * cards are called H1, as an alias of a family; small places have a note. D, the grid of west, is
 * of power plants alone.
 */
static const char places_csv[] = "key,zone,pue[1],kind\n"
				 "north,A,1.1,large\n"
				 "south,,,small\n"
				 "east,C,1.2,large\n"
				 "west,D,1.1,large\n";
static const char grids_csv[] = "key,dirt[g/kWh],water[L/kWh],scope\nA,100,2,lifecycle\n"
				"B,20,,\nother,500,1,\nD,30,1,direct\n";

static const char model[] = "model m { in place : row of places optional\n"
			    "in grid : row of grids = place.zone or \"other\"\n"
			    "in pue : 1 = if known(place.pue) then place.pue else 1.5 [1.2, 2]\n"
			    "in water : L/kWh = if known(grid.water) then grid.water else 3 L/kWh\n"
			    "in energy : kWh\n"
			    "note place.kind == \"small\" \"few beds\" fr \"peu de lits\"\n"
			    "note energy > 100 kWh \"much\"\n"
			    "out dirt : g = energy * grid.dirt * pue\n"
			    "out drunk : L = energy * water }";

struct seen {
	struct str in;
	struct buf out, notes; /* "LINE ROWS TEXT\n" each */
};

static int read_in(void *context, char *to, size_t size, size_t *ret_n, struct frugal_error *reterr)
{
	struct seen *seen = context;
	(void)reterr;
	*ret_n = seen->in.n < size ? seen->in.n : size;
	memcpy(to, seen->in.p, *ret_n);
	seen->in.p += *ret_n;
	seen->in.n -= *ret_n;
	return 0;
}

static int write_to(void *context, const char *text, size_t n, struct frugal_error *reterr)
{
	struct seen *seen = context;
	(void)reterr;
	buf_add(&seen->out, text, n);
	return 0;
}

static int take_note(void *context, const char *text, uint64_t rows, uint64_t first_line,
		     struct frugal_error *reterr)
{
	struct seen *seen = context;
	(void)reterr;
	buf_addf(&seen->notes, "%d %d %s\n", (int)first_line, (int)rows, text);
	return 0;
}

static struct lab opened(void)
{
	struct lab lab = {0};
	lab_file(&lab, "places.csv", places_csv);
	lab_file(&lab, "grids.csv", grids_csv);
	lab_parse(&lab, model);
	lab_compile(&lab);
	lab_fine(&lab);
	return lab;
}

static void stream(struct lab *lab, const char *file, unsigned threads, struct seen *ret)
{
	*ret = (struct seen){.in = str_of(file)};
	const struct batch_io io = {
		.read = read_in, .write = write_to, .note = take_note, .context = ret};
	struct batch_report report;
	lab->r = batch_run(lab->question, "in.csv", &(struct batch_options){.threads = threads},
			   &io, &report, &lab->error);
	lab_fine(lab);
}

static void release(struct seen *seen)
{
	buf_release(&seen->out);
	buf_release(&seen->notes);
}

/* The notes of a file, where fixed is given on the command line ("" or "name=value;..."). */
static void notes_are(const char *fixed, const char *file, const char *want)
{
	struct lab lab = opened();
	struct seen seen;
	char dir[80];
	(void)snprintf(dir, sizeof(dir), "%s/", lab.dir);
	struct str left = str_of(fixed);
	while (left.n) {
		const char *end = memchr(left.p, ';', left.n);
		size_t n = end ? (size_t)(end - left.p) : left.n;
		lab.r = question_set(lab.question, (struct str){left.p, n}, BARE_REFUSED,
				     &lab.error);
		lab_fine(&lab);
		left = (struct str){left.p + n + (end != NULL), left.n - n - (end != NULL)};
	}
	stream(&lab, file, 1, &seen);
	struct buf plain = {0};
	for (const char *p = buf_text(&seen.notes); *p;) {
		bool folder = strncmp(p, dir, strlen(dir)) == 0;
		if (folder)
			p += strlen(dir);
		else
			buf_putc(&plain, *p++);
	}
	CHECK_TEXT(buf_text(&plain), want);
	buf_release(&plain);
	release(&seen);
	lab_close(&lab);
}

TEST(a_batch_counts_the_rows_whose_row_lacks_a_value)
{
	notes_are("", "place,energy\nnorth,1\nsouth,2\n,3\nsouth,4\neast,5\n",
		  "3 3 grid: place 'south' has no zone in places.csv:3; 'other' is taken\n"
		  "3 2 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "3 2 few beds\n");
	notes_are("", "place,energy\neast,5\nsouth,101\n",
		  "2 2 grid: table grids has no row for place 'C'; 'other' is taken\n"
		  "3 1 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "3 1 few beds\n3 1 much\n");
	notes_are("", "place,energy\nnorth,1\n,1\n", "");
}

TEST(a_cell_that_answers_leaves_no_note)
{
	notes_are("", "place,energy,pue,grid\nsouth,1,1.3,A\nsouth,1,,A\nsouth,1,1,\n",
		  "4 1 grid: place 'south' has no zone in places.csv:3; 'other' is taken\n"
		  "3 1 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "2 3 few beds\n");
	notes_are("", "place,energy,place.pue\nnorth,1,\nsouth,1,1.3\nsouth,1,\n",
		  "3 2 grid: place 'south' has no zone in places.csv:3; 'other' is taken\n"
		  "4 1 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "3 2 few beds\n");
	notes_are("pue=1.2;grid=A", "place,energy\nsouth,1\n", "2 1 few beds\n");
	notes_are("place.pue=1.2", "place,grid,energy\nsouth,A,1\n", "2 1 few beds\n");
}

/* A row that is named in a column of its own, or by the row that it follows. */
TEST(a_row_that_follows_is_noted_where_what_it_follows_is_given)
{
	notes_are("", "grid,energy\nB,1\n,1\n",
		  "2 1 water: grid 'B' has no water in grids.csv:3; 3 L/kWh is taken\n");
	notes_are("", "place,grid,energy\n,,1\nnorth,,1\nsouth,B,1\n",
		  "4 1 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "4 1 water: grid 'B' has no water in grids.csv:3; 3 L/kWh is taken\n"
		  "4 1 few beds\n");
}

TEST(what_the_command_line_lacks_is_noted_of_every_row)
{
	notes_are("place=south", "energy\n1\n2\n",
		  "2 2 grid: place 'south' has no zone in places.csv:3; 'other' is taken\n"
		  "2 2 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "2 2 few beds\n");
	notes_are("place=south", "energy,pue\n1,\n2,1.1\n",
		  "2 2 grid: place 'south' has no zone in places.csv:3; 'other' is taken\n"
		  "2 1 pue: place 'south' has no pue in places.csv:3; 1.5 [1.2, 2] is taken\n"
		  "2 2 few beds\n");
}

/* Named, or by the row that it follows; never where its numbers are given by hand. */
TEST(a_row_of_power_plants_alone_is_noted)
{
	static const char want[] = "2 2 grid: D counts what its power plants emit; their fuels' "
				   "supply and their construction come on top\n";
	notes_are("", "place,grid,energy\nwest,,1\n,D,1\nwest,A,1\n", want);
	notes_are("grid=D", "energy\n1\n2\n", want);
	notes_are("place=west", "energy\n1\n2\n", want);
	notes_are("grid=D;grid.dirt=1 g/kWh;grid.water=1 L/kWh", "energy\n1\n", "");
	notes_are("grid=D;grid.dirt=1 g/kWh", "energy\n1\n2\n", want);
}

/* Every cell given or empty, of every row: the single answer has the same notes in the same order.
 */
TEST(a_row_of_a_batch_has_the_notes_of_its_answer)
{
	static const char *const cells[][3] = {
		{"north", "south", "west"}, {"A", "B", "D"}, {"1.3", "", ""}, {"1", "200", "1"}};
	static const char *const names[] = {"place", "grid", "pue", "energy"};
	for (int n = 0; n < 4 * 4 * 2 * 2; n++) {
		const int at[] = {n % 4, n / 4 % 4, n / 16 % 2, n / 32};
		char file[200] = "place,grid,pue,energy\n";
		struct lab lab = opened();
		struct lab alone = opened();
		struct seen seen;
		struct buf want = {0};
		for (int i = 0; i < 4; i++) {
			const char *cell = at[i] < 3 ? cells[i][at[i]] : "";
			char text[40];
			(void)snprintf(text, sizeof(text), "%s=%s%s", names[i], cell,
				       i == 3 ? " kWh" : "");
			if (cell[0])
				lab_set(&alone, text);
			(void)strcat(strcat(file, cell), i == 3 ? "\n" : ",");
		}
		lab_answer(&alone, NULL);
		lab_fine(&alone);
		for (size_t i = 0; i < alone.answer->n_notes; i++)
			buf_addf(&want, "2 1 %s\n", alone.answer->notes[i].plain);
		stream(&lab, file, 1, &seen);
		/* The tables of the two lie in two folders. */
		for (char *p = want.p; p && (p = strstr(p, alone.dir)); p += strlen(lab.dir))
			memcpy(p, lab.dir, strlen(lab.dir));
		CHECK_TEXT(buf_text(&seen.notes), buf_text(&want));
		buf_release(&want);
		release(&seen);
		lab_close(&alone);
		lab_close(&lab);
	}
}

/* 90 000 rows are two pieces of a megabyte, of which threads do the second while one does the
 * first. */
TEST(notes_are_counted_over_pieces_and_threads)
{
	enum { ROWS = 90000 };
	for (unsigned threads = 1; threads <= 3; threads++) {
		struct lab lab = opened();
		struct seen seen;
		struct buf file = {0};
		buf_puts(&file, "_what,place,energy\n");
		for (int i = 0; i < ROWS; i++)
			buf_addf(&file, "row %06d of a long file,%s,1\n", i,
				 i == 70000 || i == 80000 ? "south" : "north");
		stream(&lab, buf_text(&file), threads, &seen);
		CHECK_HOLDS(buf_text(&seen.notes), "70002 2 grid: place 'south' has no zone");
		CHECK_HOLDS(buf_text(&seen.notes), "70002 2 few beds");
		release(&seen);
		buf_release(&file);
		lab_close(&lab);
	}
}

/* A row that is refused has no answer, and so no note: the first is the next. */
TEST(a_refused_row_is_not_the_first_with_a_note)
{
	notes_are("pue=1;grid=A", "place,energy\nsouth,-\nsouth,200\nsouth,1\n",
		  "3 2 few beds\n3 1 much\n");
}

TEST(a_name_of_a_family_is_noted)
{
	struct lab lab = {0};
	struct seen seen;
	lab_parse(&lab, "model m { in gpu : row of gpus out power : W = gpu.tdp }");
	lab_compile(&lab);
	stream(&lab, "gpu\nT4\nH100\n H100 \nH100 PCIe 80GB\n", 1, &seen);
	CHECK_HOLDS(buf_text(&seen.notes), "3 2 gpu: 'H100' is taken as H100 SXM5 80GB; also: ");
	release(&seen);
	lab_close(&lab);
}

TEST(whichever_allocation_fails_a_batch_with_notes_ends_cleanly)
{
	struct lab lab = opened();
	for (int64_t n = 0; n < 2000; n++) {
		struct seen seen = {.in = str_of("place,energy\nsouth,1\neast,200\n")};
		const struct batch_io io = {
			.read = read_in, .write = write_to, .note = take_note, .context = &seen};
		struct batch_report report;
		mem_fail_after(n);
		int r = batch_run(lab.question, "in.csv", &(struct batch_options){.threads = 1},
				  &io, &report, &lab.error);
		mem_fail_after(-1);
		release(&seen);
		CHECK(r == 0 || r == FRUGAL_EENV);
		if (r == 0 && n > 500)
			break;
	}
	lab_close(&lab);
}

RUN_TESTS(CASE(a_batch_counts_the_rows_whose_row_lacks_a_value),
	  CASE(a_cell_that_answers_leaves_no_note),
	  CASE(a_row_that_follows_is_noted_where_what_it_follows_is_given),
	  CASE(what_the_command_line_lacks_is_noted_of_every_row),
	  CASE(a_row_of_power_plants_alone_is_noted),
	  CASE(a_row_of_a_batch_has_the_notes_of_its_answer),
	  CASE(notes_are_counted_over_pieces_and_threads),
	  CASE(a_refused_row_is_not_the_first_with_a_note), CASE(a_name_of_a_family_is_noted),
	  CASE(whichever_allocation_fails_a_batch_with_notes_ends_cleanly))
