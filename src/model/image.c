/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes models to the image and reads them from it. One description of each struct serves both
 * directions. A pointer to another thing is stored as the index of that thing.
 * Memory is allocated as the compiler allocates it, so that program_free and model_free need not
 * know the origin of a program.
 */
#include "model/image.h"

#define NO_TEXT UINT32_MAX
/* A text is (which file, its length), (where it begins); file 0 is the text of the part itself. */
#define LENGTH_BITS 20

struct coder {
	struct draft *draft; /* NULL: reads */
	struct buf code;     /* what is written */
	const unsigned char *at, *end;
	const char *text;
	const struct image_models *models;
	struct arena *arena;       /* for what is read */
	struct line_words **lines; /* those that entries, inputs and checks refer to */
	uint32_t n_lines;
	bool failed; /* the part is damaged, or a text is too long for it */
	bool no_memory;
};

/* ---- plain values ---- */

static void write_word(struct buf *to, uint32_t x)
{
	for (; x >= 0x80; x >>= 7)
		buf_putc(to, (char)(unsigned char)(x | 0x80));
	buf_putc(to, (char)x);
}

static uint32_t read_word(struct coder *coder)
{
	uint32_t x = 0;
	for (unsigned shift = 0; coder->at < coder->end && shift < 32; shift += 7) {
		unsigned char byte = *coder->at++;
		x |= (uint32_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return x;
	}
	coder->failed = true;
	return 0;
}

/* One more than the word: the largest stands for "none" and becomes the shortest. */
static void code_word(struct coder *coder, uint32_t *x)
{
	if (coder->draft)
		write_word(&coder->code, *x + 1);
	else
		*x = read_word(coder) - 1;
}

static void code_size(struct coder *coder, size_t *x)
{
	uint32_t word = (uint32_t)*x;
	code_word(coder, &word);
	*x = word;
}

static void code_flag(struct coder *coder, bool *x)
{
	uint32_t word = *x;
	code_word(coder, &word);
	*x = word != 0;
}

/* Eight bytes, the least first. */
static void code_long(struct coder *coder, uint64_t *x)
{
	for (unsigned i = 0; coder->draft && i < 64; i += 8)
		buf_putc(&coder->code, (char)(unsigned char)(*x >> i));
	if (coder->draft)
		return;
	*x = 0;
	if (coder->end - coder->at < 8) {
		coder->failed = true;
		return;
	}
	for (unsigned i = 0; i < 64; i += 8)
		*x |= (uint64_t)*coder->at++ << i;
}

/* A double is its bits; 0, the most common, a byte. */
static void code_double(struct coder *coder, double *x)
{
	uint64_t bits;
	memcpy(&bits, x, sizeof(bits));
	uint32_t any = bits != 0;
	code_word(coder, &any);
	if (any)
		code_long(coder, &bits);
	else
		bits = 0;
	memcpy(x, &bits, sizeof(bits));
}

/* An enum, in an int or an unsigned as the compiler chose. */
#define CODE_ENUM(coder, x)                                                                        \
	do {                                                                                       \
		uint32_t word_ = (uint32_t)(x);                                                    \
		code_word(coder, &word_);                                                          \
		(x) = word_;                                                                       \
	} while (0)

/* ---- texts ---- */

static void code_text(struct coder *coder, const char **x)
{
	uint32_t place = NO_TEXT;
	if (coder->draft && *x)
		place = draft_text(coder->draft, str_of(*x));
	code_word(coder, &place);
	if (!coder->draft)
		*x = place == NO_TEXT ? NULL : coder->text + place;
}

/* Which file the text stands in, from 1, or 0. */
static uint32_t file_of(const struct image_models *models, struct str text)
{
	for (size_t i = 0; i < models->n; i++) {
		struct str file = models->texts[i];
		if (text.n && text.p >= file.p && text.p + text.n <= file.p + file.n)
			return (uint32_t)i + 1;
	}
	return 0;
}

static void code_str(struct coder *coder, struct str *x)
{
	uint32_t head = 0, place = 0;
	if (coder->draft) {
		uint32_t file = file_of(coder->models, *x);
		head = file << LENGTH_BITS | (uint32_t)x->n;
		place = file ? (uint32_t)(x->p - coder->models->texts[file - 1].p)
			     : draft_text(coder->draft, *x);
		coder->failed |= x->n >> LENGTH_BITS != 0;
	}
	code_word(coder, &head);
	code_word(coder, &place);
	if (coder->draft)
		return;
	uint32_t file = head >> LENGTH_BITS;
	x->n = head & ((1u << LENGTH_BITS) - 1);
	coder->failed |= file > coder->models->n;
	x->p = coder->failed ? "" : (file ? coder->models->texts[file - 1].p : coder->text) + place;
}

static void code_words(struct coder *coder, struct words *x)
{
	code_str(coder, &x->en);
	code_str(coder, &x->fr);
}

static void code_place(struct coder *coder, struct place *x)
{
	code_word(coder, &x->line);
	code_word(coder, &x->column);
}

static void code_unit(struct coder *coder, struct unit *x)
{
	code_double(coder, &x->scale);
	for (size_t i = 0; i < sizeof(x->dim.exponent); i += 4) {
		uint32_t four = 0;
		for (size_t k = 0; k < 4; k++)
			four |= (uint32_t)(uint8_t)x->dim.exponent[i + k] << 8 * k;
		code_word(coder, &four);
		for (size_t k = 0; k < 4; k++)
			x->dim.exponent[i + k] = (int8_t)(uint8_t)(four >> 8 * k);
	}
}

/* ---- arrays ---- */

/* The items of an array: those there are, or *n new ones; NULL when that failed. */
static void *code_array(struct coder *coder, void *items, size_t *n, size_t size, bool in_arena)
{
	code_size(coder, n);
	if (coder->draft)
		return items;
	if (*n > (size_t)(coder->end - coder->at))
		coder->failed = true;
	if (coder->failed)
		*n = 0;
	items = in_arena ? arena_array(coder->arena, *n + 1, size) : mem_zalloc(*n + 1, size);
	coder->no_memory |= items == NULL;
	if (!items)
		*n = 0;
	return items;
}

static void code_lines(struct coder *coder)
{
	size_t n = coder->n_lines;
	struct line_words **lines = code_array(coder, coder->lines, &n, sizeof(*lines), true);
	struct line_words *room =
		coder->draft ? NULL : arena_array(coder->arena, n + 1, sizeof(*room));
	if (!coder->draft && !room) {
		coder->no_memory = true;
		n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (!coder->draft)
			lines[i] = &room[i];
		code_place(coder, &lines[i]->place);
		code_str(coder, &lines[i]->source);
		code_words(coder, &lines[i]->help);
	}
	coder->lines = lines;
	coder->n_lines = (uint32_t)n;
}

static void code_line(struct coder *coder, const struct line_words **x)
{
	uint32_t index = NO_ENTRY;
	for (uint32_t i = 0; coder->draft && *x && i < coder->n_lines; i++)
		if (coder->lines[i] == *x)
			index = i;
	code_word(coder, &index);
	if (!coder->draft)
		*x = index < coder->n_lines ? coder->lines[index] : NULL;
}

/* ---- the structs of a program ---- */

static void code_step(struct coder *coder, struct step *x)
{
	CODE_ENUM(coder, x->op);
	code_word(coder, &x->to);
	code_word(coder, &x->a);
	code_word(coder, &x->b);
	code_word(coder, &x->c);
}

static void code_param(struct coder *coder, struct param *x)
{
	CODE_ENUM(coder, x->kind);
	code_word(coder, &x->reg);
	code_word(coder, &x->input);
	code_word(coder, &x->column);
	code_word(coder, &x->entry);
	code_double(coder, &x->value);
	code_double(coder, &x->low);
	code_double(coder, &x->high);
	code_flag(coder, &x->optional);
	code_place(coder, &x->place);
}

static void code_limit(struct coder *coder, struct limit *x)
{
	code_flag(coder, &x->upper);
	code_flag(coder, &x->strict);
	code_double(coder, &x->value);
	code_str(coder, &x->text);
	code_str(coder, &x->full);
}

/* All but its table, which belongs to the tables at hand. */
static void code_input(struct coder *coder, struct input *x)
{
	code_str(coder, &x->name);
	CODE_ENUM(coder, x->kind);
	code_line(coder, &x->line);
	code_text(coder, &x->file);
	code_unit(coder, &x->unit);
	code_str(coder, &x->unit_text);
	code_str(coder, &x->table_name);
	struct str *choices = NULL;
	if (coder->draft)
		memcpy(&choices, &x->choices, sizeof(choices));
	choices = code_array(coder, choices, &x->n_choices, sizeof(*choices), true);
	for (size_t i = 0; i < x->n_choices; i++)
		code_str(coder, &choices[i]);
	x->choices = choices;
	x->limits = code_array(coder, x->limits, &x->n_limits, sizeof(*x->limits), true);
	for (size_t i = 0; i < x->n_limits; i++)
		code_limit(coder, &x->limits[i]);
	code_flag(coder, &x->optional);
	code_flag(coder, &x->has_default);
	code_str(coder, &x->default_text);
	code_double(coder, &x->value);
	code_double(coder, &x->low);
	code_double(coder, &x->high);
	code_str(coder, &x->key);
	code_word(coder, &x->follows);
	code_word(coder, &x->follows_column);
	code_word(coder, &x->choice);
	code_word(coder, &x->reg);
	code_word(coder, &x->entry);
}

static void code_entry(struct coder *coder, struct entry *x)
{
	CODE_ENUM(coder, x->kind);
	code_str(coder, &x->name);
	code_text(coder, &x->file);
	code_place(coder, &x->place);
	code_str(coder, &x->expression);
	code_str(coder, &x->condition);
	code_unit(coder, &x->unit);
	code_str(coder, &x->unit_text);
	code_line(coder, &x->line);
	code_word(coder, &x->reg);
	code_word(coder, &x->param);
	code_word(coder, &x->input);
	x->uses = code_array(coder, x->uses, &x->n_uses, sizeof(*x->uses), true);
	for (size_t i = 0; i < x->n_uses; i++)
		code_word(coder, &x->uses[i]);
	code_flag(coder, &x->figure);
}

static void code_check(struct coder *coder, struct program_check *x)
{
	code_text(coder, &x->message);
	code_word(coder, &x->reg);
	code_line(coder, &x->line);
	code_text(coder, &x->file);
}

static void code_program(struct coder *coder, struct program *x)
{
	code_long(coder, &x->version);
	code_word(coder, &x->n_regs);
	code_lines(coder);
	x->inputs = code_array(coder, x->inputs, &x->n_inputs, sizeof(*x->inputs), false);
	for (size_t i = 0; i < x->n_inputs; i++)
		code_input(coder, &x->inputs[i]);
	x->entries = code_array(coder, x->entries, &x->n_entries, sizeof(*x->entries), false);
	for (size_t i = 0; i < x->n_entries; i++)
		code_entry(coder, &x->entries[i]);
	x->params = code_array(coder, x->params, &x->n_params, sizeof(*x->params), false);
	for (size_t i = 0; i < x->n_params; i++)
		code_param(coder, &x->params[i]);
	x->steps = code_array(coder, x->steps, &x->n_steps, sizeof(*x->steps), false);
	for (size_t i = 0; i < x->n_steps; i++)
		code_step(coder, &x->steps[i]);
	x->checks = code_array(coder, x->checks, &x->n_checks, sizeof(*x->checks), false);
	for (size_t i = 0; i < x->n_checks; i++)
		code_check(coder, &x->checks[i]);
}

static void code_head(struct coder *coder, struct model *x)
{
	code_text(coder, &x->file);
	code_text(coder, &x->name);
	code_long(coder, &x->hash);
	code_size(coder, &x->n_families);
	for (size_t i = 0; i < sizeof(x->families) / sizeof(*x->families); i++)
		code_str(coder, &x->families[i]);
	code_size(coder, &x->n_sources);
	for (size_t i = 0; i < sizeof(x->sources) / sizeof(*x->sources); i++)
		code_str(coder, &x->sources[i]);
	code_words(coder, &x->title);
	code_words(coder, &x->boundary);
	code_words(coder, &x->differs);
}

/* ---- the part ---- */

/* The words: where things stand in the text of the part, then the names of the models. */
#define AT_HEAD 0
#define AT_PROGRAM 1
#define AT_FILE 2
#define AT_FILE_SIZE 3
#define AT_MODELS 4

static struct coder reader(const struct image_view *view, const struct image_models *models,
			   size_t start, struct arena *arena)
{
	return (struct coder){
		.at = (const unsigned char *)view->text + view->words[start],
		.end = (const unsigned char *)view->text + view->n_text,
		.text = view->text,
		.models = models,
		.arena = arena,
	};
}

static int result(const struct coder *coder, const struct image_view *view,
		  struct frugal_error *reterr)
{
	if (coder->no_memory)
		return error_nomem(reterr);
	return coder->failed ? image_damaged(view, reterr) : 0;
}

struct str model_image_text(const struct image *image, const struct image_part *part)
{
	const uint32_t *words = image->words + part->words;
	return (struct str){(const char *)image->text + part->text + words[AT_FILE],
			    words[AT_FILE_SIZE]};
}

int model_image_models(const struct image *image, const struct image_view *view,
		       struct image_models *ret, struct frugal_error *reterr)
{
	const uint32_t *at = view->words + AT_MODELS;
	ret->n = *at++;
	if (ret->n > IMAGE_MODELS)
		return image_damaged(view, reterr);
	for (size_t i = 0; i < ret->n; i++) {
		ret->names[i] = view->text + *at++;
		const struct image_part *part =
			image_find(image, image->models, image->n_models, str_of(ret->names[i]));
		if (!part)
			return image_damaged(view, reterr);
		ret->texts[i] = model_image_text(image, part);
	}
	return 0;
}

int model_image_head(const struct image_view *view, const struct image_models *models,
		     struct model **ret, struct frugal_error *reterr)
{
	struct model *model = mem_zalloc(1, sizeof(*model));
	if (!model)
		return error_nomem(reterr);
	struct coder coder = reader(view, models, AT_HEAD, &model->arena);
	code_head(&coder, model);
	model->text = models->texts[0];
	int r = result(&coder, view, reterr);
	if (r < 0)
		model_free(model);
	else
		*ret = model;
	return r;
}

/* Gives each input its table; *ret_ours is false when one has rows of the user. */
static int find_tables(struct program *program, struct tables *tables, bool *ret_ours,
		       struct frugal_error *reterr)
{
	*ret_ours = true;
	for (size_t i = 0; *ret_ours && i < program->n_inputs; i++) {
		struct input *input = &program->inputs[i];
		char name[64];
		if (input->kind != INPUT_ROW)
			continue;
		size_t n = input->table_name.n < sizeof(name) ? input->table_name.n : 0;
		memcpy(name, input->table_name.p, n);
		name[n] = '\0';
		int r = tables_get(tables, name, &input->table, reterr);
		if (r < 0)
			return r;
		*ret_ours = table_is_built_in(input->table);
	}
	return 0;
}

int model_image_program(const struct image_view *view, const struct image_models *models,
			const struct model *model, struct tables *tables, struct program **ret,
			struct frugal_error *reterr)
{
	struct program *program = mem_zalloc(1, sizeof(*program));
	if (!program)
		return error_nomem(reterr);
	struct coder coder = reader(view, models, AT_PROGRAM, &program->arena);
	code_program(&coder, program);
	program->model = model;
	bool ours = false;
	int r = result(&coder, view, reterr);
	if (r == 0)
		r = find_tables(program, tables, &ours, reterr);
	*ret = r == 0 && ours ? program : NULL;
	if (!*ret)
		program_free(program);
	return r;
}

/* ---- to the image ---- */

static void add_line(struct coder *coder, const struct line_words *line)
{
	struct line_words *kept;
	memcpy(&kept, &line, sizeof(kept));
	for (uint32_t i = 0; i < coder->n_lines; i++)
		if (coder->lines[i] == kept)
			return;
	if (kept)
		coder->lines[coder->n_lines++] = kept;
}

static bool gather_lines(struct coder *coder, const struct program *program)
{
	size_t most = program->n_inputs + program->n_entries + program->n_checks + 1;
	coder->lines = mem_zalloc(most, sizeof(struct line_words *));
	if (!coder->lines)
		return false;
	for (size_t i = 0; i < program->n_inputs; i++)
		add_line(coder, program->inputs[i].line);
	for (size_t i = 0; i < program->n_entries; i++)
		add_line(coder, program->entries[i].line);
	for (size_t i = 0; i < program->n_checks; i++)
		add_line(coder, program->checks[i].line);
	return true;
}

bool model_draft(struct model *model, struct program *program, const struct image_models *models,
		 struct draft *to)
{
	struct coder coder = {.draft = to, .models = models};
	for (size_t i = 0; i < AT_MODELS; i++)
		draft_word(to, 0);
	draft_word(to, (uint32_t)models->n);
	for (size_t i = 0; i < models->n; i++)
		draft_word(to, draft_text(to, str_of(models->names[i])));
	if (to->failed || !gather_lines(&coder, program))
		return false;
	code_head(&coder, model);
	uint32_t program_at = (uint32_t)coder.code.n;
	code_program(&coder, program);
	to->words[AT_HEAD] = (uint32_t)to->text.n;
	to->words[AT_PROGRAM] = (uint32_t)to->text.n + program_at;
	buf_add(&to->text, buf_text(&coder.code), coder.code.n);
	to->words[AT_FILE] = (uint32_t)to->text.n;
	to->words[AT_FILE_SIZE] = (uint32_t)model->text.n;
	buf_add(&to->text, model->text.p, model->text.n);
	buf_putc(&to->text, '\0');
	bool fine = !coder.failed && !coder.code.failed && !to->failed && !to->text.failed;
	buf_release(&coder.code);
	mem_free(coder.lines);
	return fine;
}
