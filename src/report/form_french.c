/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The declaration of a supplier in the French sheet for buying AI (fiche « Achat responsable de
 * solutions d'IA », DINUM, DAE, Ecolab, November 2025): training and use; of use one inference, one
 * hour of continuous use and one standard journey; PUE, WUE, CUE. It is in French in any language;
 * form_check_french.c reads it back by the texts of form_french.h.
 */
#include "report/form_french.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "report/escape.h"
#include "report/form_check_parts.h"
#include "report/form_parts.h"

#define G_PER_KG 1e3
#define ML_PER_L 1e3
#define PERCENT 100
#define J_PER_MJ 1e6
#define LEAST_PLAIN 1e-3

#define NOT_REPORTED(option) "N/A : non communiqué (" option ")"
#define NO_RUN "N/A : aucune exécution n'a cette valeur"
#define SOME_LACK "N/A : des exécutions n'ont pas cette valeur"

/* "⁻⁵" */
static void add_power(struct buf *to, const char *exponent)
{
	static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	bool leads = true;
	buf_puts(to, exponent[0] == '-' ? "⁻" : "");
	for (const char *p = exponent + 1; *p; p++) {
		leads = leads && *p == '0' && p[1];
		buf_puts(to, leads ? "" : digits[*p - '0']);
	}
}

/*
 * Three significant figures: the reader of the form compares them. A row whose value is below a
 * thousandth has powers of ten, "1,77 × 10⁻⁵", in its value and interval.
 */
static void add_number(struct buf *to, double x, double value)
{
	char text[32];
	if (value <= 0 || value >= LEAST_PLAIN || !(x > 0) || isinf(x)) {
		print_number(to, x, print_decimals(x, x, x), &NUMBERS_FR);
		return;
	}
	(void)snprintf(text, sizeof(text), "%.2e", x);
	char *power = strchr(text, 'e');
	*power = '\0';
	buf_addf(to, "%c%s%s × 10", text[0], NUMBERS_FR.decimal, text + 2);
	add_power(to, power + 1);
}

static void row_text(struct buf *to, const char *label, const char *value)
{
	buf_addf(to, "| %s | ", label);
	escape_markdown(to, value);
	buf_puts(to, " | |\n");
}

/* A figure of a use: missing where no run has it, and said to be of some where others lack it. */
static void row(struct buf *to, const char *label, const struct form_amount *x, double scale,
		size_t runs, const char *reason)
{
	if (isnan(x->value * scale) || !x->runs) {
		row_text(to, label, isnan(x->value * scale) ? reason : NO_RUN);
		return;
	}
	buf_addf(to, "| %s | ", label);
	add_number(to, x->value * scale, x->value * scale);
	buf_puts(to, " | ");
	if (x->low < x->high) {
		add_number(to, x->low * scale, x->value * scale);
		buf_puts(to, " à ");
		add_number(to, x->high * scale, x->value * scale);
	}
	if (x->runs < runs)
		buf_addf(to, "%sd'après %zu exécution%s sur %zu", x->low < x->high ? " ; " : "",
			 x->runs, x->runs > 1 ? "s" : "", runs);
	buf_puts(to, " |\n");
}

static void row_number(struct buf *to, const char *label, double x, const char *reason)
{
	const struct form_amount exact = {x, x, x, 1};
	row(to, label, &exact, 1, 1, reason);
}

/* ---- one phase of life ---------------------------------------------------------------------- */

/* Values of the site when its PUE is known, else of the machines. */
struct declared {
	struct form_amount energy_kwh, electricity_g, embodied_g, water_l;
	double cue_kg_per_kwh; /* NaN: without a PUE, or some runs lack carbon */
};

static struct form_amount times(const struct form_amount *x, double factor)
{
	return (struct form_amount){x->value * factor, x->low * factor, x->high * factor, x->runs};
}

static struct declared declared_of(const struct form_use *use, const struct form_site *site)
{
	double factor = form_site_factor(use, site);
	double held = form_held_pue(use);
	struct declared ret = {
		.energy_kwh = times(&use->energy_kwh, factor),
		.electricity_g = times(&use->carbon_g, factor),
		.embodied_g = use->embodied_g,
		.water_l = times(&use->energy_kwh, site->wue_l_per_kwh / held),
	};
	ret.cue_kg_per_kwh = use->it_kwh > 0 && !isnan(site->pue) &&
					     form_is_whole(use, &use->carbon_g) &&
					     form_is_whole(use, &use->energy_kwh)
				     ? ret.electricity_g.value / G_PER_KG / use->it_kwh
				     : (double)NAN;
	return ret;
}

/* Electricity and embodied: of no run where not as many have the one as the other. */
static struct form_amount gases_of(const struct declared *of)
{
	struct form_amount sum = of->electricity_g;
	form_add_amount(&sum, &of->embodied_g);
	sum.runs = of->electricity_g.runs == of->embodied_g.runs ? of->embodied_g.runs : 0;
	return sum;
}

static const char *why_no_cue(const struct form_site *site)
{
	return isnan(site->pue) ? NOT_REPORTED("pue") : SOME_LACK;
}

static void table_head(struct buf *to, const char *title)
{
	buf_addf(to, "\n## %s\n\n| rubrique | valeur | intervalle |\n|---|---|---|\n", title);
}

/* Criteria other than gases; those of the electricity are of the site, as its energy. */
static void criteria_rows(struct buf *to, const struct form_use *use, double factor)
{
	const struct form_amount *all = use->criteria, *site = &all[USE_SITE_WATER];
	const double kg = 1 / G_PER_KG, mj = JOULES_PER_WH / J_PER_MJ;
	struct form_amount water = times(&all[USE_WATER], factor);
	const struct form_amount more = times(site, 1 - factor);
	water.value += more.value;
	water.low += more.low;
	water.high += more.high;
	row(to, site->runs ? FRENCH_ALL_WATER : FRENCH_GRID_WATER, &water, 1, use->runs, "");
	row(to, FRENCH_METALS, &all[USE_ADPE], kg * factor, use->runs, "");
	row(to, FRENCH_METALS_MAKING, &all[USE_EMBODIED_ADPE], kg, use->runs, "");
	row(to, FRENCH_PRIMARY, &all[USE_PRIMARY_ENERGY], mj * factor, use->runs, "");
	row(to, FRENCH_PRIMARY_MAKING, &all[USE_EMBODIED_PRIMARY_ENERGY], mj, use->runs, "");
}

static void common_rows(struct buf *to, const struct form_use *use, const struct declared *of,
			const struct form_site *site)
{
	double held = form_held_pue(use);
	row(to, FRENCH_IT, &use->energy_kwh, 1 / held, use->runs, "");
	row(to, FRENCH_ENERGY, &of->energy_kwh, isnan(site->pue) ? (double)NAN : 1, use->runs,
	    NOT_REPORTED("PUE, donc énergie du bâtiment : pue"));
	row_number(to, FRENCH_RENEWABLE, site->renewable * PERCENT, NOT_REPORTED("renewable"));
	row(to, FRENCH_ELECTRICITY, &of->electricity_g, 1 / G_PER_KG, use->runs, "");
	row(to, FRENCH_MAKING, &of->embodied_g, of->embodied_g.runs ? 1 / G_PER_KG : (double)NAN,
	    use->runs, "N/A : les exécutions ne renseignent pas la fabrication de leurs machines");
	row(to, FRENCH_WATER, &of->water_l, 1, use->runs, NOT_REPORTED("wue"));
	criteria_rows(to, use, form_site_factor(use, site));
	row_number(to, "PUE", site->pue, NOT_REPORTED("pue"));
	row_number(to, FRENCH_WUE, site->wue_l_per_kwh, NOT_REPORTED("wue"));
	row_number(to, FRENCH_CUE, of->cue_kg_per_kwh, why_no_cue(site));
}

/* A part of the use: only of a figure that each of its runs has. */
static void part_row(struct buf *to, const char *what, const char *unit,
		     const struct form_amount *x, double part, size_t runs, const char *reason)
{
	struct buf label = {0};
	buf_addf(&label, "%s%s", what, unit);
	if (isnan(part) || isnan(x->value))
		row_text(to, buf_text(&label), reason);
	else if (x->runs < runs)
		row_text(to, buf_text(&label), x->runs ? SOME_LACK : NO_RUN);
	else
		row(to, buf_text(&label), x, part, runs, reason);
	to->failed = to->failed || label.failed;
	buf_release(&label);
}

/* Energy, gases (electricity and embodied) and water of a part of the use. */
static void part_rows(struct buf *to, const char *what, const struct declared *of, double part,
		      size_t runs, const char *reason)
{
	const struct form_amount gases = gases_of(of);
	part_row(to, what, FRENCH_PART_WH, &of->energy_kwh, WH_PER_KWH * part, runs, reason);
	part_row(to, what, FRENCH_PART_G, &gases, part, runs, reason);
	part_row(to, what, FRENCH_PART_ML, &of->water_l, ML_PER_L * part, runs,
		 isnan(part) ? reason : NOT_REPORTED("wue"));
}

/* When only some months have units, the rows name the use that the units belong to. */
static void served_rows(struct buf *to, const struct declared *of, size_t runs)
{
	const struct form_amount gases = gases_of(of);
	row(to, FRENCH_SERVED_ENERGY, &of->energy_kwh, 1, runs, "");
	row(to, FRENCH_SERVED_GASES, &gases, 1 / G_PER_KG, runs, "");
	row(to, FRENCH_SERVED_WATER, &of->water_l, 1, runs, NOT_REPORTED("wue"));
}

static void use_rows(struct buf *to, const struct form_subject *s, const struct form_use *use,
		     const struct declared *of, const struct form_site *site)
{
	const struct form_use served = form_served(s);
	const struct declared of_served = declared_of(&served, site);
	double per_hour = use->hours > 0 ? 1 / use->hours : (double)NAN;
	if (served.runs != use->runs)
		served_rows(to, &of_served, served.runs);
	row_number(to, FRENCH_UNITS, s->units, NOT_REPORTED("units"));
	row_number(to, FRENCH_HOURS, use->hours, "");
	row_number(to, FRENCH_JOURNEY, s->stated.journey, NOT_REPORTED("journey"));
	part_rows(to, FRENCH_ONE, &of_served, 1 / s->units, served.runs, NOT_REPORTED("units"));
	part_rows(to, FRENCH_ONE_HOUR, of, per_hour, use->runs, "N/A : durée nulle");
	part_rows(to, FRENCH_ONE_JOURNEY, &of_served, s->stated.journey / s->units, served.runs,
		  NOT_REPORTED("units et journey"));
}

static void phase_table(struct buf *to, const struct form_subject *s, const char *title,
			const struct form_use *use, const struct form_site *site, bool of_use)
{
	struct declared of = declared_of(use, site);
	if (use->runs == 0) {
		buf_addf(to,
			 "\n## %s\n\nN/A : aucune exécution de cette phase n'a été mesurée "
			 "(phase \"%s\" du registre).\n",
			 title, of_use ? "inference" : "training");
		return;
	}
	table_head(to, title);
	common_rows(to, use, &of, site);
	if (of_use)
		use_rows(to, s, use, &of, site);
}

/* ---- the sheet ------------------------------------------------------------------------------ */

static void site_table(struct buf *to, const struct form_subject *s, const struct form_site *site)
{
	struct declared of = declared_of(&s->all, site);
	struct buf zones = {0};
	buf_addf(&zones, "%s%s", s->zone[0] ? s->zone : NOT_REPORTED("zone"),
		 s->zone[0] && s->some_unzoned ? " ; moyenne mondiale des exécutions sans zone"
					       : "");
	table_head(to, "Centre de données");
	row_text(to, "pays ou zone électrique", buf_text(&zones));
	to->failed |= zones.failed;
	buf_release(&zones);
	row_text(to, "processeurs", s->hardware);
	row_text(to, "accélérateurs",
		 s->boards.names[0] ? s->boards.names : "N/A : aucun vu par les capteurs");
	row_number(to, "PUE", site->pue, NOT_REPORTED("pue"));
	row_number(to, FRENCH_WUE, site->wue_l_per_kwh, NOT_REPORTED("wue"));
	row_number(to, FRENCH_CUE, of.cue_kg_per_kwh, why_no_cue(site));
}

/* In French whatever the language, unlike vocabulary_word; a word of the user stays. */
static const char *french_phase(const char *phase)
{
	static const char *const words[][2] = {
		{"", "non renseignée"},           {"data", "données"},
		{"development", "développement"}, {"search", "recherche"},
		{"training", "entraînement"},     {"fine-tuning", "affinage"},
		{"evaluation", "évaluation"},     {"inference", "inférence"},
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], phase) == 0)
			return words[i][1];
	return phase;
}

static void method_section(struct buf *to, const struct form_subject *s)
{
	buf_puts(to, "\n## Méthode et outils\n\n- Énergie : ");
	print_number(to, form_measured_percent(&s->all), 0, &NUMBERS_FR);
	buf_addf(to,
		 " %% lue sur des compteurs, le reste modélisé ; part des machines qui revient aux "
		 "exécutions, énergie à vide comprise (frugal %s).\n",
		 s->version);
	buf_puts(to, "- Gaz à effet de serre de l'électricité : moyenne de la zone, usage seul, "
		     "sans garantie d'origine ni compensation.\n"
		     "- Fabrication : part de la durée de vie des machines.\n"
		     "- Le PUE n'est compté qu'une fois : les rubriques du site valent celles des "
		     "machines multipliées par lui ; s'il n'est pas communiqué, les gaz et les "
		     "parts d'usage sont ceux des machines seules.\n"
		     "- Eau de refroidissement : énergie des machines × WUE.\n"
		     "- Entraînement : toutes les exécutions avant l'usage (données, essais, "
		     "entraînement, évaluation), échecs compris.\n"
		     "- Phases comptées : ");
	for (size_t i = 0; i < s->n_phases; i++) {
		buf_puts(to, i ? ", " : "");
		escape_markdown(to, french_phase(s->phases[i].phase));
	}
	buf_puts(to, ". Intervalles à 90 %.\n");
}

static void limits_section(struct buf *to)
{
	buf_puts(
		to,
		"\n## Limites\n\n"
		"- Ni réseau, ni stockage ailleurs, ni terminaux des utilisateurs.\n"
		"- Faute de facteurs réutilisables, ne sont pas calculés la biodiversité, l'usage "
		"des sols, l'acidification, les particules et l'eau de la fabrication.\n"
		"- Une heure d'utilisation continue : moyenne sur la durée des exécutions d'usage, "
		"pas un débit maximal.\n"
		"- Les intervalles sont les sommes des bornes des exécutions.\n"
		"- Usage : les totaux sont ceux des exécutions mesurées, non de toutes les "
		"inférences servies ; les valeurs par inférence s'y rapportent.\n"
		"\n## À compléter par le fournisseur\n\n"
		"Le compteur ne les connaît pas : axes d'amélioration ; rapport du bénéfice au "
		"coût et effet rebond ; fréquence et raison de chaque réentraînement ; "
		"cycle de vie et conservation des données.\n");
}

/* The sheet asks for the impact of each retraining: the runs of adapting, and their mean. */
static void retraining_table(struct buf *to, const struct form_subject *s,
			     const struct form_site *site)
{
	const struct form_use use = form_sum(s, form_covers_tuning);
	struct declared of = declared_of(&use, site);
	if (use.runs == 0)
		return;
	table_head(to, "Affinage et réentraînements (compris dans l'entraînement)");
	row_number(to, "exécutions d'affinage", (double)use.runs, "");
	part_rows(to, "une exécution d'affinage, en moyenne", &of, 1 / (double)use.runs, use.runs,
		  "");
}

static int head(struct buf *to, const struct form_subject *s, struct frugal_error *reterr)
{
	struct buf from = {0}, until = {0};
	form_add_time(&from, s->from_us, "%d/%m/%Y");
	form_add_time(&until, s->to_us, "%d/%m/%Y");
	buf_puts(to, "# ");
	escape_markdown(to, s->name);
	buf_addf(to,
		 " : " FRENCH_TITLE "\n\n"
		 "Rubriques de la fiche « Achat responsable de solutions d'IA » (DINUM, DAE, "
		 "Ecolab, novembre 2025). Déclaration à vérifier, écrite par frugal %s d'après %zu "
		 "exécution%s du %s au %s ; ce n'est pas une certification.\n",
		 s->version, s->all.runs, s->all.runs > 1 ? "s" : "", buf_text(&from),
		 buf_text(&until));
	bool failed = from.failed || until.failed;
	buf_release(&from);
	buf_release(&until);
	return failed ? error_nomem(reterr) : 0;
}

static int achat_ia(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	const struct form_use before = form_sum(s, form_covers_before);
	const struct form_use use = form_sum(s, form_covers_use);
	struct form_site site;
	int r = form_site_of(s, &site, reterr);
	if (r == 0)
		r = head(to, s, reterr);
	if (r < 0)
		return r;
	phase_table(to, s, FRENCH_TRAINING, &before, &site, false);
	phase_table(to, s, FRENCH_USE, &use, &site, true);
	retraining_table(to, s, &site);
	site_table(to, s, &site);
	method_section(to, s);
	limits_section(to);
	return 0;
}

/* In French, whatever the language. */
const struct form achat_ia_form = {
	.write = achat_ia,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_WATER |
		   FORM_OF_HARDWARE | FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_SITE | FORM_HAS_SITE_METERS | FORM_HAS_TITLE | FORM_HAS_UNITS |
		  FORM_HAS_JOURNEY,
	.pairs = {{FORM_HAS_IT_ENERGY, FORM_HAS_SITE_ENERGY | FORM_HAS_WATER},
		  {FORM_HAS_SITE_ENERGY, FORM_HAS_IT_ENERGY},
		  {FORM_HAS_WATER, FORM_HAS_IT_ENERGY},
		  {FORM_HAS_JOURNEY, FORM_HAS_UNITS}},
	.formats = {"md"},
	.line = FRENCH_TITLE,
	.check_text = check_achat_ia,
};
