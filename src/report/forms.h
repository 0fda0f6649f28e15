/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms of others, in the order of help. A new form is one more row: the file that defines
 * `const struct form NAME_form`, NAME, and what people call it. Help, completion, formats, the
 * facts of the site, and --check follow from the row and the struct.
 */
#ifndef REPORT_FORMS_H
#define REPORT_FORMS_H

#include <jansson.h>

#include "report/form.h"

#define FORMS(ROW)                                                                                 \
	ROW(form, hf, "hf")                                                                        \
	ROW(form_bom, cyclonedx, "cyclonedx")                                                      \
	ROW(form_bom, cyclonedx_17, "cyclonedx-1.7")                                               \
	ROW(form_spdx, spdx, "spdx")                                                               \
	ROW(form_gpai, gpai, "gpai")                                                               \
	ROW(form, sci, "sci")                                                                      \
	ROW(form_sci_ai, sci_ai, "sci-ai")                                                         \
	ROW(form_french, achat_ia, "achat-ia")                                                     \
	ROW(form_site, datacentre, "datacentre")                                                   \
	ROW(form_energy_score, energy_score, "ai-energy-score")                                    \
	ROW(form_boamps, boamps, "boamps")                                                         \
	ROW(form_people, citation, "citation")                                                     \
	ROW(form_people, latex, "latex")                                                           \
	ROW(form_people, badge, "badge")

struct check;

typedef int form_writer(const struct form_subject *subject, struct buf *to,
			struct frugal_error *reterr);
typedef void json_checker(struct check *check, const json_t *root);
typedef int text_checker(struct check *check, struct str text);

struct form {
	form_writer *write;
	unsigned figures; /* of enum form_figure: those of the runs that it writes */
	unsigned places;  /* of enum form_place: the values that it writes; others are refused */
	/* Values that it refuses unless one of others is known; the last has no value. */
	struct form_pair pairs[5];
	const char *formats[2]; /* "md", "json": the first is the usual one; none: another */
	/*
	 * How it is known when it is read back. JSON: the root has one of the keys, and the other
	 * one too; text: it contains the line. NULL: no such thing, and all NULL: it is for people.
	 */
	const char *keys[2], *other_key, *line;
	const char *other_value; /* of other_key: then it is this form, and no other like it */
	json_checker *check_json;
	text_checker *check_text; /* FRUGAL_EDATA: it is not the form of the line */
};

/* In the order of form_names. */
extern const struct form *const forms[];

#define FORM_DECLARATION(file, id, name) extern const struct form id##_form;
FORMS(FORM_DECLARATION)
#undef FORM_DECLARATION

#endif
