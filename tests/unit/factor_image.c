/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of the image against the files in factors/ that they were made of, cell by cell, and what
 * happens when a part of the image is damaged. The files are those of this source tree.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/draft.h"
#include "base/file.h"
#include "check.h"
#include "factor/inside.h"

static void source_path(char path[512], const char *file)
{
	const char *root = getenv("FRUGAL_SOURCE");
	CHECK(root != NULL);
	(void)snprintf(path, 512, "%s/factors/%s", root, file);
}

static bool is_of(const char *file, const char *table)
{
	size_t n = strlen(table);
	return strncmp(file, table, n) == 0 && file[n] == '.';
}

/* The table of a name from its files: NAME.csv, then NAME.PART.csv in order. */
static struct table *from_texts(const char *name, const struct table_text *front, size_t n_front)
{
	struct arena arena = {0};
	struct buf bufs[TABLE_MAX_FILES] = {0};
	struct table_text texts[TABLE_MAX_FILES];
	char folder[512], own[128], **files;
	size_t n_files, n = n_front;
	source_path(folder, "");
	(void)snprintf(own, sizeof(own), "%s.csv", name);
	for (size_t i = 0; i < n_front; i++)
		texts[i] = front[i];
	CHECK_INT(file_list(&arena, folder, ".csv", &files, &n_files, NULL), 0);
	for (int parts = 0; parts < 2; parts++) {
		for (size_t i = 0; i < n_files; i++) {
			char path[512];
			if (!is_of(files[i], name) || (strcmp(files[i], own) != 0) != parts)
				continue;
			source_path(path, files[i]);
			CHECK_INT(file_read(path, TABLE_MAX_BYTES, &bufs[n], NULL), 0);
			texts[n].text = buf_str(&bufs[n]);
			texts[n++].name = arena_printf(&arena, "factors/%s", files[i]);
		}
	}
	struct table *table = NULL;
	CHECK_INT(table_load(name, texts, n, NULL, NULL, &table, NULL), 0);
	for (size_t i = n_front; i < n; i++)
		buf_release(&bufs[i]);
	arena_release(&arena);
	return table;
}

static void same_column(const struct table *a, const struct table *b, uint32_t c)
{
	const struct table_column *x = table_column(a, c), *y = table_column(b, c);
	CHECK_TEXT(x->name, y->name);
	CHECK_INT(x->unit_name != NULL, y->unit_name != NULL);
	CHECK_INT(x->low, y->low);
	CHECK_INT(x->high, y->high);
	if (!x->unit_name)
		return;
	CHECK_TEXT(x->unit_name, y->unit_name);
	CHECK_CLOSE(x->unit.scale, y->unit.scale, 0);
	CHECK(dimension_eq(x->unit.dim, y->unit.dim));
	for (uint32_t row = 0; row < table_rows(a); row++) {
		double number = table_number(a, row, c), other = table_number(b, row, c);
		CHECK(isnan(number) ? isnan(other) : !(number < other) && !(number > other));
	}
}

static void same_row(const struct table *a, const struct table *b, uint32_t row)
{
	struct buf x = {0}, y = {0};
	uint32_t peers[64], others[64];
	for (uint32_t c = 0; c < table_columns(a); c++)
		CHECK_TEXT(table_text(a, row, c), table_text(b, row, c));
	table_where(a, row, &x);
	table_where(b, row, &y);
	CHECK_TEXT(buf_text(&x), buf_text(&y));
	buf_release(&x);
	buf_release(&y);
	struct str key = str_of(table_text(a, row, 0));
	CHECK(table_find_key(a, key) != TABLE_NO_ROW);
	CHECK_INT(table_find_key(a, key), table_find_key(b, key));
	uint32_t n = table_same_key(a, row, peers, 64);
	CHECK_INT(n, table_same_key(b, row, others, 64));
	for (uint32_t i = 0; i < n && i < 64; i++)
		CHECK_INT(peers[i], others[i]);
}

static void same_table(const struct table *a, const struct table *b)
{
	CHECK_INT(table_rows(a), table_rows(b));
	CHECK_INT(table_columns(a), table_columns(b));
	CHECK_INT(a->name_column, b->name_column);
	CHECK_INT(a->aliases_column, b->aliases_column);
	CHECK_INT(a->source_column, b->source_column);
	CHECK_INT(a->year_column, b->year_column);
	for (uint32_t c = 0; c < table_columns(a); c++)
		same_column(a, b, c);
	for (uint32_t row = 0; row < table_rows(a); row++)
		same_row(a, b, row);
	CHECK_INT(table_find_key(a, STR("no such key")), TABLE_NO_ROW);
}

TEST(every_table_of_the_image_is_what_its_files_say)
{
	struct tables *tables;
	const char *const *names;
	size_t n = 0;
	CHECK_INT(tables_new(NULL, &tables, NULL), 0);
	CHECK_INT(tables_names(tables, &names, NULL), 0);
	for (; *names; names++, n++) {
		const struct table *built_in;
		CHECK_INT(tables_get(tables, *names, &built_in, NULL), 0);
		CHECK(table_is_built_in(built_in));
		struct table *read = from_texts(*names, NULL, 0);
		CHECK(!table_is_built_in(read));
		same_table(built_in, read);
		table_free(read);
	}
	CHECK_INT(n, built_in_image.n_tables);
	CHECK(n > 20);
	tables_free(tables);
}

TEST(rows_of_the_user_stand_before_ours_as_if_all_were_read)
{
	static const char text[] = "key,name,tdp[kW],own[W],year,source,licence\n"
				   "mine,Mine,0.3,5,2024,me,own\n"
				   "H100 SXM5 80GB,Hopper,0.65,,2024,me,own\n";
	struct table_text front = {"mine.csv", {text, sizeof(text) - 1}};
	struct table *ours, *both;
	CHECK_INT(table_open(&built_in_image, "gpus", NULL, &ours, NULL), 0);
	CHECK_INT(table_load("gpus", &front, 1, ours, NULL, &both, NULL), 0);
	struct table *read = from_texts("gpus", &front, 1);
	same_table(both, read);
	uint32_t row = table_find_key(both, STR("H100 SXM5 80GB"));
	CHECK_INT(row, 1);
	CHECK_CLOSE(table_number(both, row, table_column_find(both, STR("tdp"))), 650, 1e-15);
	CHECK_TEXT(table_text(both, row, table_column_find(both, STR("tdp"))), "650");
	CHECK(!table_is_built_in(both));
	table_free(read);
	table_free(both);
	table_free(ours);
}

/* g/kWh, as in the rows FR of factors/zones.csv and zones.owid.csv. */
TEST(the_year_and_source_that_are_asked_for_choose_among_rows_of_the_image)
{
	const struct tables_options asked[] = {
		{0}, {.factors_year = 2022}, {.source = "Our World in Data"}};
	static const char *const want[] = {"44.18", "78.81", "56.039"};
	for (size_t i = 0; i < 3; i++) {
		struct table *table;
		CHECK_INT(table_open(&built_in_image, "zones", &asked[i], &table, NULL), 0);
		uint32_t row = table_find_key(table, STR("FR"));
		uint32_t column = table_column_find(table, STR("intensity"));
		CHECK_TEXT(table_text(table, row, column), want[i]);
		table_free(table);
	}
}

/* Of 300 rows, the watts are 2 numbers and a missing one; each row has hours of its own. */
TEST(equal_cells_of_a_column_are_stored_once)
{
	struct buf text = {0};
	buf_puts(&text, "key,watts[W],hours[h],year,source,licence\n");
	for (int i = 0; i < 300; i++)
		buf_addf(&text, "k%d,%s,%d,2024,me,own\n", i, i % 3 ? (i % 3 > 1 ? "5" : "7") : "",
			 i);
	struct table_text file = {"t.csv", buf_str(&text)};
	struct image_view view;
	struct table *read, *opened;
	struct draft draft;
	CHECK_INT(table_load("t", &file, 1, NULL, NULL, &read, NULL), 0);
	draft_init(&draft, "t");
	table_draft(read, &draft);
	draft_close(&draft, &view);
	CHECK(!draft.failed);
	CHECK_INT(view.n_numbers, 3 + 300 + 1);
	struct image_part part = {
		.digest = image_digest(&view),
		.n_words = (uint32_t)view.n_words,
		.n_numbers = (uint32_t)view.n_numbers,
		.n_text = (uint32_t)view.n_text,
	};
	struct image image = {
		.words = view.words,
		.numbers = view.numbers,
		.text = (const unsigned char *)view.text,
		.tables = &part,
		.n_tables = 1,
	};
	CHECK_INT(table_open(&image, "t", NULL, &opened, NULL), 0);
	same_table(opened, read);
	CHECK_CLOSE(table_number(opened, 1, 1), 7, 0);
	CHECK_TEXT(table_text(opened, 299, 1), "5");
	CHECK(isnan(table_number(opened, 297, 1)));
	table_free(opened);
	table_free(read);
	draft_release(&draft);
	buf_release(&text);
}

/* ---- damage ---- */

struct copy {
	struct image image;
	uint32_t *words;
	double *numbers;
	unsigned char *text;
};

static void copy_image(struct copy *copy)
{
	const struct image *from = &built_in_image;
	copy->image = *from;
	copy->words = malloc(from->n_words * sizeof(*copy->words));
	copy->numbers = malloc(from->n_numbers * sizeof(*copy->numbers));
	copy->text = malloc(from->n_text);
	CHECK(copy->words && copy->numbers && copy->text);
	memcpy(copy->words, from->words, from->n_words * sizeof(*copy->words));
	memcpy(copy->numbers, from->numbers, from->n_numbers * sizeof(*copy->numbers));
	memcpy(copy->text, from->text, from->n_text);
	copy->image.words = copy->words;
	copy->image.numbers = copy->numbers;
	copy->image.text = copy->text;
}

static void free_copy(struct copy *copy)
{
	free(copy->words);
	free(copy->numbers);
	free(copy->text);
}

/* gpus is refused, another table is not. */
static void refused(const struct image *image)
{
	struct tables_options options = {.image = image};
	struct frugal_error error = {0};
	const struct table *table = NULL;
	struct tables *tables;
	CHECK_INT(tables_new(&options, &tables, NULL), 0);
	CHECK_INT(tables_get(tables, "gpus", &table, &error), FRUGAL_EDATA);
	CHECK(table == NULL);
	CHECK_TEXT(error.what, "the built-in models and tables are damaged");
	CHECK_TEXT(error.where, "gpus");
	CHECK_INT(tables_get(tables, "practices", &table, NULL), 0);
	tables_free(tables);
}

TEST(a_part_with_one_bit_changed_is_refused_and_the_others_are_not)
{
	const struct image_part *part = image_find(&built_in_image, built_in_image.tables,
						   built_in_image.n_tables, STR("gpus"));
	struct copy copy;
	CHECK(part != NULL);
	copy_image(&copy);
	for (unsigned bit = 0; bit < 32; bit++) {
		copy.words[part->words + part->n_words / 2] ^= 1u << bit;
		refused(&copy.image);
		copy.words[part->words + part->n_words / 2] ^= 1u << bit;
	}
	for (unsigned bit = 0; bit < 8; bit++) {
		copy.text[part->text + part->n_text / 3] ^= (unsigned char)(1u << bit);
		refused(&copy.image);
		copy.text[part->text + part->n_text / 3] ^= (unsigned char)(1u << bit);
	}
	double kept = copy.numbers[part->numbers];
	copy.numbers[part->numbers] = nextafter(kept, HUGE_VAL);
	refused(&copy.image);
	copy.numbers[part->numbers] = kept;
	CHECK(image_digest_all(&copy.image) == image_digest_all(&built_in_image));
	free_copy(&copy);
}

TEST(two_changes_do_not_make_up_for_each_other)
{
	struct draft draft;
	struct image_view view;
	draft_init(&draft, "t");
	for (uint32_t i = 0; i < 8; i++)
		draft_word(&draft, i);
	draft_close(&draft, &view);
	uint64_t digest = image_digest(&view);
	for (unsigned a = 0; a < 8; a++)
		for (unsigned b = a + 1; b < 8; b++) {
			draft.words[a] ^= 0x80000000u;
			draft.words[b] ^= 0x80000000u;
			CHECK(image_digest(&view) != digest);
			draft.words[a] ^= 0x80000000u;
			draft.words[b] ^= 0x80000000u;
		}
	CHECK(image_digest(&view) == digest);
	draft_release(&draft);
}

TEST(parts_are_in_order_and_fill_the_image)
{
	const struct image *image = &built_in_image;
	size_t words = 0, numbers = 0, text = 0;
	for (size_t i = 0; i < image->n_tables + image->n_models; i++) {
		const struct image_part *part = i < image->n_tables
							? &image->tables[i]
							: &image->models[i - image->n_tables];
		CHECK_INT(part->words, words);
		CHECK_INT(part->numbers, numbers);
		CHECK_INT(part->text, text);
		words += part->n_words;
		numbers += part->n_numbers;
		text += part->n_text;
		struct str name = str_of(image_name(image, part));
		CHECK(image_find(image, image->tables, image->n_tables, name) == part ||
		      image_find(image, image->models, image->n_models, name) == part);
	}
	CHECK_INT(words, image->n_words);
	CHECK_INT(numbers, image->n_numbers);
	CHECK_INT(text, image->n_text);
	CHECK_INT(image_size(image),
		  4 * words + 8 * numbers + text +
			  sizeof(struct image_part) * (image->n_tables + image->n_models));
	CHECK(image_find(image, image->tables, image->n_tables, STR("zone")) == NULL);
	CHECK(image_find(image, image->tables, image->n_tables, STR("zonesx")) == NULL);
	CHECK(image_find(image, image->tables, image->n_tables, STR("")) == NULL);
}

TEST(a_table_of_the_image_opens_or_says_that_memory_is_out)
{
	int r = FRUGAL_EENV;
	for (int64_t n = 0; r == FRUGAL_EENV; n++) {
		struct table *table = NULL;
		struct tables_options options = {.factors_year = 2020, .source = "Ember"};
		mem_fail_after(n);
		r = table_open(&built_in_image, "zones", &options, &table, NULL);
		mem_fail_after(-1);
		CHECK((r == 0) == (table != NULL));
		table_free(table);
		CHECK(n < 100);
	}
	CHECK_INT(r, 0);
}

RUN_TESTS(CASE(every_table_of_the_image_is_what_its_files_say),
	  CASE(rows_of_the_user_stand_before_ours_as_if_all_were_read),
	  CASE(the_year_and_source_that_are_asked_for_choose_among_rows_of_the_image),
	  CASE(equal_cells_of_a_column_are_stored_once),
	  CASE(a_part_with_one_bit_changed_is_refused_and_the_others_are_not),
	  CASE(two_changes_do_not_make_up_for_each_other),
	  CASE(parts_are_in_order_and_fill_the_image),
	  CASE(a_table_of_the_image_opens_or_says_that_memory_is_out))
