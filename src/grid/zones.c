/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which headings are zones: a country of ISO 3166, alone or with parts of it in capitals and
 * digits. Other words in capitals (GAS, LOAD_MW, MOER_VALUE) are not zones.
 */
#include <ctype.h>
#include <string.h>

#include "grid/headings.h"

#define LONGEST_PART 5

/* The codes of ISO 3166-1, XK of Kosovo, and X. that the standard leaves to users. */
static const char countries[] =
	"AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
	"BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
	"DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
	"GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
	"KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
	"MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
	"PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
	"SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
	"VN VU WF WS XK XX XY XZ YE YT ZA ZM ZW";

/* Whether the text is one of words, which have a blank between them. */
static bool is_among(struct str text, const char *words)
{
	for (const char *p = words; *p;) {
		size_t n = strcspn(p, " ");
		if (str_eq(text, (struct str){p, n}))
			return true;
		p += n + (p[n] == ' ');
	}
	return false;
}

/* NO2, SE3, DK1: the bidding zones that are written in one word. */
static bool is_country(struct str part)
{
	bool digit = part.n == 3 && isdigit((unsigned char)part.p[2]);
	return (part.n == 2 || digit) &&
	       is_among((struct str){part.p, 2}, digit ? "NO SE DK" : countries);
}

/* What a table may have for each zone, with the zone before it. */
static bool is_quantity(struct str part)
{
	return is_among(part, "MW KW GW TW MWH EUR USD GBP LOAD PRICE MIX NET GEN PROD CONS TOTAL "
			      "GAS OIL COAL HYDRO SOLAR WIND NUKE");
}

static bool is_part(struct str part, bool after_region)
{
	size_t digits = 0;
	for (size_t i = 0; i < part.n; i++) {
		if (!isupper((unsigned char)part.p[i]) && !isdigit((unsigned char)part.p[i]))
			return false;
		digits += isdigit((unsigned char)part.p[i]) ? 1 : 0;
	}
	return part.n && part.n <= LONGEST_PART && (!after_region || digits == part.n) &&
	       !is_quantity(part) && !heading_has_word(part);
}

bool heading_is_zone(struct str text)
{
	bool first = true, region = false;
	if (!grid_zone_is_good(text) || is_among(text, "MW KW GW"))
		return false;
	for (size_t at = 0; at <= text.n;) {
		size_t n = 0;
		while (at + n < text.n && !memchr("-_", text.p[at + n], 2))
			n++;
		struct str part = {text.p + at, n};
		bool is_region = !first && str_is(part, "region"); /* GB-region-12 */
		if (!(first ? is_country(part) : is_region || is_part(part, region)))
			return false;
		region = is_region;
		first = false;
		at += n + 1;
	}
	return !region;
}
