/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that make images or videos, and which model may make them.
 */
#include "base/intl.h"
#include "insight/ask_inside.h"

enum ask_made ask_makes(const struct ask *ask)
{
	const struct ask_named *model = &ask->said.name[NAME_LLM];
	if (ask->about != ABOUT_USE || ask->said.made != MADE_ANSWERS || !model->text.n)
		return ask->about == ABOUT_USE ? ask->said.made : MADE_ANSWERS;
	return model->found.table == ASK_IMAGE_MODEL   ? MADE_IMAGES
	       : model->found.table == ASK_VIDEO_MODEL ? MADE_VIDEOS
						       : MADE_ANSWERS;
}

enum ask_table ask_table_of_model(const struct ask *ask)
{
	static const enum ask_table TABLES[] = {
		[MADE_ANSWERS] = ASK_LLM,
		[MADE_IMAGES] = ASK_IMAGE_MODEL,
		[MADE_VIDEOS] = ASK_VIDEO_MODEL,
	};
	return TABLES[ask_makes(ask)];
}

const char *ask_other_model(struct ask *ask)
{
	static const char *const TEXTS[] = {
		[MADE_ANSWERS] =
			N_("'%.*s' is not a language model: `frugal factors llms` lists them"),
		[MADE_IMAGES] =
			N_("'%.*s' is not a known image model: `frugal factors image_models` lists "
			   "them"),
		[MADE_VIDEOS] =
			N_("'%.*s' is not a known video model: `frugal factors video_models` lists "
			   "them"),
	};
	return arena_printf(&ask->arena, _(TEXTS[ask_makes(ask)]),
			    STR_ARG(ask->said.name[NAME_LLM].text));
}

const char *ask_model_help(const struct ask *ask)
{
	switch (ask_makes(ask)) {
	case MADE_IMAGES:
		return _("an image model (SDXL; `frugal factors image_models` lists them), or its "
			 "size (12B)");
	case MADE_VIDEOS:
		return _(
			"a video model (Wan 2.1 14B; `frugal factors video_models` lists them), or "
			"its size (14B)");
	case MADE_ANSWERS:
		break;
	}
	return NULL;
}

const char *ask_made_one(const struct ask *ask)
{
	return ask_makes(ask) == MADE_IMAGES ? _("one image") : _("one video");
}
