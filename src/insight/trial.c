/* SPDX-License-Identifier: Apache-2.0 */
/* The question of a trial: its shares, and the command, name and tag of each run. */
#include "insight/trial.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"

#define USUAL_SHARES "1%,2%,5%"
#define LEAST_SHARES 2
#define PLACE "{}"
#define SAME 1e-12

static int bad_shares(const char *list, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a rising list of shares below 1"), list);
	error_where(reterr, "%s", "shares");
	return error_todo(reterr, "%s", USUAL_SHARES);
}

/* "5%" or "0.05"; false: it is not a number. */
static bool read_share(struct str text, double *ret)
{
	bool percent = text.n && text.p[text.n - 1] == '%';
	struct str number = {text.p, text.n - percent};
	if (!number.n || num_parse(number, ret) != number.n)
		return false;
	*ret /= percent ? 100 : 1;
	return true;
}

static int read_shares(struct trial *trial, struct frugal_error *reterr)
{
	const char *list = trial->asked.shares ? trial->asked.shares : USUAL_SHARES;
	for (const char *p = list;; p++) {
		double value, before = trial->n_shares ? trial->shares[trial->n_shares - 1] : 0;
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		if (!read_share(item, &value) || !(value > before) || !(value < 1))
			return bad_shares(list, reterr);
		if (trial->n_shares == TRIAL_MOST_SHARES)
			return error_set(reterr, FRUGAL_EUSAGE, _("more than %d shares"),
					 TRIAL_MOST_SHARES);
		trial->shares[trial->n_shares++] = value;
		p += strcspn(p, ",");
		if (!*p)
			break;
	}
	if (trial->n_shares >= LEAST_SHARES &&
	    trial->n_shares * trial->asked.repeats >= TRIAL_LEAST_RUNS)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s",
		  _("a trial requires at least three runs and two shares"));
	return error_todo(reterr, "%s", "shares=" USUAL_SHARES);
}

static int check_place(const struct trial *trial, struct frugal_error *reterr)
{
	for (size_t i = 0; i < trial->asked.n_words; i++)
		if (strstr(trial->asked.words[i], PLACE))
			return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s",
		  _("the command has no {} to replace with the share"));
	return error_todo(reterr, "%s", "frugal trial -- python3 train.py {}");
}

int trial_open(struct context *context, const struct trial_question *question, struct trial *ret,
	       struct frugal_error *reterr)
{
	*ret = (struct trial){.context = context, .asked = *question};
	struct trial_question *asked = &ret->asked;
	asked->repeats = asked->repeats ? asked->repeats : 1;
	ret->looks_elsewhere = asked->n_on || asked->zones;
	int r = read_shares(ret, reterr);
	if (r == 0)
		r = check_place(ret, reterr);
	if (r == 0 && ret->looks_elsewhere)
		r = elsewhere_open(context, asked->on, asked->n_on, asked->zones, &ret->elsewhere,
				   reterr);
	if (r == 0)
		r = run_id_new(ret->id, reterr);
	if (r < 0)
		trial_close(ret);
	return r;
}

void trial_close(struct trial *trial)
{
	mem_free(trial->size.x);
	mem_free(trial->cpu_h.x);
	for (int f = 0; f < COMPARE_FIGURES; f++)
		mem_free(trial->figures[f].x);
	elsewhere_close(&trial->elsewhere);
	*trial = (struct trial){0};
}

static bool is_share(double share, double of)
{
	return fabs(share - of) <= SAME * of;
}

int trial_check_share(const struct trial *trial, double share, struct frugal_error *reterr)
{
	for (size_t i = 0; i < trial->n_shares; i++)
		if (is_share(share, trial->shares[i]))
			return 0;
	if (is_share(share, 1))
		return 0;
	return error_set(reterr, FRUGAL_EUSAGE, _("%g is not a share of the trial"), share);
}

/* ---- a run ---------------------------------------------------------------------------------- */

/* A word with each {} replaced by the share. */
static char *word_for(struct trial *trial, const char *word, const char *share)
{
	struct buf text = {0};
	for (const char *p = word; *p;) {
		if (strncmp(p, PLACE, strlen(PLACE)) == 0) {
			buf_puts(&text, share);
			p += strlen(PLACE);
		} else {
			buf_putc(&text, *p++);
		}
	}
	char *kept = text.failed ? NULL : arena_strdup(&trial->context->arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

char **trial_words(struct trial *trial, double share)
{
	struct arena *arena = &trial->context->arena;
	const char *text = arena_printf(arena, "%.10g", share);
	char **words = arena_array(arena, trial->asked.n_words + 1, sizeof(*words));
	for (size_t i = 0; text && words && i < trial->asked.n_words; i++)
		if (!(words[i] = word_for(trial, trial->asked.words[i], text)))
			return NULL;
	return text ? words : NULL;
}

const char *trial_name(struct trial *trial, double share)
{
	return arena_printf(&trial->context->arena, "trial-%g", share);
}

const char *trial_tag(struct trial *trial)
{
	return arena_printf(&trial->context->arena, "trial:%s", trial->id);
}
