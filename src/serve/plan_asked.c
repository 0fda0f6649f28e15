/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/plan_asked.h"

#include <string.h>

#include "base/intl.h"
#include "base/str.h"

#define GBIT_PER_GB 8
#define MEMBER(name) offsetof(struct frugal_plan_question, name)

/* clang-format off */
const struct plan_word plan_words[] = {
	{"zone", PLAN_LIST, NULL, 0, 0, "zones, home first, each with its properties: DE,pue=1.2,rtt=20ms,price=0.3EUR/kWh,copy"},
	{"duration", PLAN_QUANTITY, "h", MEMBER(hours), 1, "duration of the job: 4h (default: 1h)"},
	{"deadline", PLAN_QUANTITY, "h", MEMBER(deadline_h), 1, "latest end, from now: 24h (the default)"},
	{"power", PLAN_TEXT, NULL, MEMBER(power), 0, "power of the job: 3kW, or 3kW,1kW for equal parts of the duration (default: 1kW)"},
	{"only", PLAN_LIST, NULL, 0, 0, "hours that all of it is in: Mon-Fri 20:00-06:00 Europe/Paris"},
	{"from", PLAN_TEXT, NULL, 0, 0, "time to plan from, in UTC: 2026-03-02T13:00Z (default: now)"},
	{"project", PLAN_TEXT, NULL, MEMBER(usual_of), 0, "project whose past runs give the duration"},
	{"interruptible", PLAN_FLAG, NULL, MEMBER(interruptible), 0, "the job can be interrupted and resumed"},
	{"resume", PLAN_QUANTITY, "kWh", MEMBER(resume_kwh), 1, "energy of each resumption: 0.5kWh"},
	{"min_run", PLAN_QUANTITY, "h", MEMBER(min_run_h), 1, "minimum run time before an interruption: 1h"},
	{"data", PLAN_QUANTITY, "GB", MEMBER(data_gb), 1, "data to transfer to where the job runs: 120GB"},
	{"back", PLAN_QUANTITY, "GB", MEMBER(back_gb), 1, "results to transfer back: 5GB"},
	{"network", PLAN_QUANTITY, "kWh/GB", MEMBER(network_kwh_per_gb), 1, "energy of data transfer (default: 0.01kWh/GB)"},
	{"bandwidth", PLAN_QUANTITY, "GB/s", MEMBER(bandwidth_gbit_s), GBIT_PER_GB, "bandwidth of data transfer (default: 0.125GB/s)"},
	{"max_rtt", PLAN_QUANTITY, "ms", MEMBER(max_rtt_ms), 1, "maximum round-trip time between home and a zone: 50ms"},
	{"lambda", PLAN_QUANTITY, "gCO2e/EUR", MEMBER(g_per_eur), 1, "carbon that a euro is worth, to weigh money"},
	{"delay_cost", PLAN_QUANTITY, "gCO2e/h", MEMBER(g_per_h), 1, "carbon that an hour of waiting is worth, to weigh time"},
	{"threshold", PLAN_QUANTITY, "1", MEMBER(least_saving), 1, "minimum saving to wait for (default: 2%)"},
	{"pareto", PLAN_FLAG, NULL, MEMBER(front), 0, "also plans that no other beats in carbon, money and end"},
	{"regret", PLAN_FLAG, NULL, MEMBER(looks_back), 0, "plan as known at `from`, and compare with the actual hours"},
	{"fill", PLAN_FLAG, NULL, MEMBER(fills), 0, "fill gaps in the stored hours"},
	{NULL, PLAN_TEXT, NULL, 0, 0, NULL},
};
/* clang-format on */

/* The parts of a list; of zones also by blanks, which they do not have. */
static int split(const char *text, const char *between, struct arena *arena, const char **items,
		 size_t *ret_n, struct frugal_error *reterr)
{
	*ret_n = 0;
	for (const char *p = text; p && *p;) {
		size_t n = strcspn(p, between);
		struct str item = str_trim((struct str){p, n});
		p += n + (p[n] != '\0');
		if (!item.n)
			continue;
		if (*ret_n == PLAN_ASKED_LISTS)
			return error_set(reterr, FRUGAL_EUSAGE, _("more than %d zones or hours"),
					 PLAN_ASKED_LISTS);
		items[*ret_n] = arena_strndup(arena, item.p, item.n);
		if (!items[(*ret_n)++])
			return error_nomem(reterr);
	}
	return 0;
}

static int read_word(const struct asked *asked, const struct plan_word *word,
		     struct frugal_plan_question *question, struct frugal_error *reterr)
{
	char *member = (char *)question + word->member;
	if (!word->member)
		return 0;
	if (word->type == PLAN_TEXT)
		*(const char **)(void *)member = asked_word(asked, word->name);
	else if (word->type == PLAN_FLAG)
		*(int32_t *)(void *)member = asked_flag(asked, word->name);
	if (word->type != PLAN_QUANTITY || !asked_word(asked, word->name))
		return 0;
	double *number = (double *)(void *)member;
	int r = asked_number(asked, word->name, word->unit, number, reterr);
	if (r == 0)
		*number *= word->scale;
	return r;
}

int plan_asked_read(const struct asked *asked, struct arena *arena, struct plan_asked *ret,
		    struct frugal_error *reterr)
{
	struct frugal_plan_question *question = &ret->question;
	*question = (struct frugal_plan_question){.size = sizeof(*question)};
	int r = frugal_plan_defaults(question, reterr);
	for (const struct plan_word *word = plan_words; r == 0 && word->name; word++)
		r = read_word(asked, word, question, reterr);
	if (r == 0)
		r = asked_moment(asked, "from", &question->from_s, reterr);
	if (r == 0)
		r = split(asked_word(asked, "zone"), "; \t\r\n", arena, ret->zones,
			  &question->n_zones, reterr);
	if (r == 0)
		r = split(asked_word(asked, "only"), ";\r\n", arena, ret->only, &question->n_only,
			  reterr);
	if (r < 0)
		return r;
	question->zones = ret->zones;
	question->only = ret->only;
	if (asked_word(asked, "duration"))
		question->usual_of = NULL;
	if (question->n_zones)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("nothing to plan"));
	error_where(reterr, "%s", "zone");
	return error_todo(reterr, "%s", "zone=FR");
}

int plan_asked_check(const struct asked *asked, struct frugal_error *reterr)
{
	for (size_t i = 0; i < asked->n; i++) {
		const struct plan_word *word = plan_words;
		while (word->name && strcmp(word->name, asked->fields[i].name) != 0)
			word++;
		if (!word->name) {
			error_set(reterr, FRUGAL_EUSAGE, _("unknown field '%s'"),
				  asked->fields[i].name);
			return error_where(reterr, "%s", asked->fields[i].name);
		}
	}
	return 0;
}

/* As a shell reads it as one word. */
static void add_quoted(struct buf *to, const char *text)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-.,=/:%+@";
	if (*text && text[strspn(text, harmless)] == '\0') {
		buf_puts(to, text);
		return;
	}
	buf_putc(to, '\'');
	for (; *text; text++)
		buf_addf(to, *text == '\'' ? "'\\%c'" : "%c", *text);
	buf_putc(to, '\'');
}

void plan_asked_command(const struct asked *asked, struct buf *to)
{
	struct frugal_error unread;
	struct arena arena = {0};
	buf_puts(to, "frugal plan");
	for (const struct plan_word *word = plan_words; word->name; word++) {
		const char *items[PLAN_ASKED_LISTS] = {asked_word(asked, word->name)};
		size_t n = items[0] ? 1 : 0;
		if (n && word->type == PLAN_LIST)
			(void)split(items[0],
				    word->member || word->name[0] == 'o' ? ";\r\n" : "; \t\r\n",
				    &arena, items, &n, &unread);
		if (word->type == PLAN_FLAG && !asked_flag(asked, word->name))
			n = 0;
		for (size_t i = 0; i < n; i++) {
			buf_puts(to, " --");
			for (const char *p = word->name; *p; p++)
				buf_putc(to, *p == '_' ? '-' : *p);
			if (word->type == PLAN_FLAG)
				continue;
			buf_putc(to, ' ');
			add_quoted(to, items[i]);
		}
	}
	arena_release(&arena);
}
