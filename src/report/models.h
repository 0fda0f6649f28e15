/* SPDX-License-Identifier: Apache-2.0 */
/* The models as people and programs read them: the list, and one with its inputs and outputs. */
#ifndef REPORT_MODELS_H
#define REPORT_MODELS_H

#include "base/json.h"
#include "frugal.h"

/* family: only its models; NULL: all. Returns how many there are. */
size_t models_text(struct buf *to, const struct frugal_model_head *const *models,
		   const char *family, const char *lang);
size_t models_json(struct jsonw *json, const struct frugal_model_head *const *models,
		   const char *family);

void model_words(struct buf *to, const struct frugal_model *model, const char *lang);
void model_json(struct jsonw *json, const struct frugal_model *model);

#endif
