/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes models to the image and reads them from it. One description of each struct serves both
 * directions (image_coder.h). A pointer to another thing is stored as the index of that thing.
 * Memory is allocated as the compiler allocates it, so that program_free and model_free need not
 * know the origin of a program.
 */
#include "model/image_coder.h"

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
	code_str(coder, &x->text);
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
	code_flag(coder, &x->strict);
	code_word(coder, &x->stands_for);
	code_str(coder, &x->stand_in);
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
	code_flag(coder, &x->note);
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
	CODE_ENUM(coder, x->headline);
	code_flag(coder, &x->has_headline);
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
	program->tables = tables;
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
