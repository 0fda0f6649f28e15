/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences whose words have more than one reading, change a request, or name nothing that is
 * known: what is understood is understood whole, the rest is refused by its words.
 */
#include <stdlib.h>

#include "ask_bench.h"

/* What has two readings, a share of a number, or a number beside the question. */
TEST(what_may_be_read_in_two_ways_is_refused)
{
	static const char *const SENTENCES[] = {
		"GPT 4 120 users, 3 requests a day",
		"GPT-5 2 500 agents, 30 requests a day",
		"GPT-4o for several hundred users, 3 requests a day",
		"millions of requests a day to gpt-4o for 30 users",
		"gpt-4o for 2000 agents, 30 requests per day and 40 requests per day",
		"2000 agents in France and 500 in Germany, 30 requests a day, gpt-4o",
		"GPT-4o or Claude Sonnet 4.5 for 20 users, 3 requests a day",
		"GPT-4o in Atlantis for 20 agents, 3 requests a day",
		"fine-tune Llama 3 70B on 8 H100 for 3 to 5 days",
		"fine-tune Llama 3 70B on 8 H100 for 3 days for 2000 agents",
		"gpt-4o for 2000 agents, 0 requests a day",
	};
	for (size_t i = 0; i < sizeof(SENTENCES) / sizeof(*SENTENCES); i++) {
		struct buf came = {0};
		struct str rest;
		outcome("en", str_of(SENTENCES[i]), &came);
		if (!str_after(buf_str(&came), "refused:", &rest))
			print_error("%s: %s\n", SENTENCES[i], buf_text(&came));
		CHECK(str_after(buf_str(&came), "refused:", &rest));
		buf_release(&came);
	}
}

static void check_came(const char *lang, const char *sentence, const char *expected)
{
	struct buf came = {0};
	outcome(lang, str_of(sentence), &came);
	CHECK_TEXT(buf_text(&came), expected);
	buf_release(&came);
}

/* What is refused names what was not understood. */
static void check_refused(const char *lang, const char *sentence, const char *named)
{
	struct buf came = {0};
	struct str rest;
	outcome(lang, str_of(sentence), &came);
	CHECK(str_after(buf_str(&came), "refused:", &rest));
	CHECK_HOLDS(buf_text(&came), named);
	buf_release(&came);
}

#define SERVICE "llm_service llm=gpt-4o users=100 user_requests=10request/day "

TEST(days_of_work_are_not_every_day_of_a_year)
{
	static const char *const SENTENCES[][2] = {
		{"en", "GPT-4o for 100 people, 10 requests per working day"},
		{"en", "GPT-4o for 100 people, 10 requests every weekday"},
		{"en", "GPT-4o for 100 people, 10 requests a business day"},
		{"en", "GPT-4o for 100 people, 10 requests a day on weekdays"},
		{"fr", "GPT-4o pour 100 personnes, 10 requêtes par jour ouvré"},
		{"fr", "GPT-4o pour 100 personnes, 10 requêtes par jour ouvrable"},
	};
	for (size_t i = 0; i < sizeof(SENTENCES) / sizeof(*SENTENCES); i++)
		check_came(SENTENCES[i][0], SENTENCES[i][1], SERVICE "days_of_use=220day zone=US");
	/* 5 days in each of 52 weeks, half a year of them. */
	check_came("en", "GPT-4o for 100 people, 10 requests a day, 5 days a week, for 6 months",
		   SERVICE "days_of_use=130day zone=US");
	/* Requests of a month are of all its days; 220 days a year are 55 of 3 months. */
	check_came("en", "GPT-4o for 100 people, 10 requests a month on weekdays",
		   "llm_service llm=gpt-4o users=100 user_requests=10request/month "
		   "days_of_use=365day zone=US");
	check_came("en", "GPT-4o for 100 people, 10 requests per working day for 3 months",
		   SERVICE "days_of_use=55day zone=US");
}

TEST(only_tokens_of_answers_are_those_of_answers)
{
#define ASKED "GPT-4o for 100 people, 10 requests a day, "
	static const char *const TAKEN[] = {
		ASKED "answers of about 800 tokens on average",
		ASKED "800 tokens",
		ASKED "800 tokens per answer",
		ASKED "800 output tokens",
		"GPT-4o for 100 people, 10 requests a day with 800 output tokens",
		"GPT-4o for 100 people with 800 tokens per response, 10 requests a day",
	};
	for (size_t i = 0; i < sizeof(TAKEN) / sizeof(*TAKEN); i++)
		check_came("en", TAKEN[i],
			   SERVICE "days_of_use=365day output_tokens=800token zone=US");
	check_refused("en", ASKED "prompts of 2000 tokens", "prompts of 2000 tokens");
	check_refused("en", ASKED "conversations of 2000 tokens", "conversations of 2000 tokens");
	check_refused("en", ASKED "documents of 2000 tokens", "documents of 2000 tokens");
	check_refused("en", ASKED "2000 tokens per prompt", "2000 tokens per prompt");
	check_refused("en", ASKED "2000 tokens a day", "2000 tokens a day");
	check_refused("en", ASKED "2000 input tokens", "input tokens");
	check_refused("en", ASKED "each with 2000 tokens", "2000 tokens");
	check_refused("en", ASKED "2000 tokens each", "2000 tokens");
	check_refused("fr", "GPT-4o pour 100 personnes, 10 requêtes de 2000 tokens par jour",
		      "2000 tokens");
	check_refused("fr",
		      "GPT-4o pour 100 personnes, 10 requêtes par jour, invites de 2000 jetons",
		      "invites de 2000 jetons");
#undef ASKED
}

TEST(requests_without_people_are_of_all)
{
	check_came("en", "GPT-4o, 1 million requests a month",
		   "llm_service llm=gpt-4o users=1 user_requests=1000000request/month "
		   "days_of_use=365day zone=US");
	check_came("en", "GPT-4o for 100 people, 10 requests a day",
		   SERVICE "days_of_use=365day zone=US");
	check_came("en", "GPT-4o for our staff, 10 requests a day", "missing: people");
	check_came("en", "GPT-4o, 10 requests a day each", "missing: people");
	check_came("en", "GPT-4o, 10 requests per user a day", "missing: people");
	check_came("fr", "GPT-4o, 10 requêtes par jour chacun", "missing: people");
}

TEST(how_seldom_is_not_how_long)
{
#define ASKED "GPT-4o for 100 people, 1 request "
	check_refused("en", ASKED "every 2 hours", "every 2 hours");
	check_refused("en", ASKED "per 2 hours", "per 2 hours");
	check_refused("en", ASKED "in 3 days", "in 3 days");
	check_refused("fr", "GPT-4o pour 100 personnes, 1 requête sur 3 jours", "sur 3 jours");
	check_refused("fr", "GPT-4o pour 100 personnes, 1 requête toutes les deux heures",
		      "toutes les deux heures");
	check_came("en", "train on 8 L40S in 3 days",
		   "llm_training gpu=L40S gpus=8 gpu_hours=576h");
#undef ASKED
}

TEST(a_place_that_is_not_known_is_refused)
{
#define ASKED "Mixtral 8x7B for 100 people, 10 requests a day, "
	check_refused("en", ASKED "hosted in Atlantis", "Atlantis");
	check_refused("en", ASKED "hosted in AWS Calgary", "Calgary");
	check_refused("en", ASKED "AWS Calgary", "Calgary");
	check_refused("en", ASKED "data centre in atlantis", "atlantis");
	check_refused("fr",
		      "Mixtral 8x7B pour 100 personnes, 10 requêtes par jour, hébergé en Atlantide",
		      "Atlantide");
#undef ASKED
}

static struct ask *new_ask(const char *sentence)
{
	struct frugal_error error = {0};
	struct ask *ask = NULL;
	context.lang = "en";
	context.numbers = &NUMBERS_EN;
	CHECK_INT(ask_new(&context, &knowledge, str_of(sentence), &ask, &error), 0);
	return ask;
}

/* Another product is not the one whose name it begins with: its own row, or a question. */
TEST(a_variant_of_a_name_is_not_the_plain_one)
{
#define FOR " for 100 people, 10 requests a day"
	check_came("en", "train a 7B model on 8 RTX 4090 laptop in France for 10 days",
		   "llm_training active_parameters=7G gpu=\"RTX 4090 Laptop\" gpus=8 "
		   "gpu_hours=1920h zone=FR");
	check_came("fr",
		   "entraîner un modèle de 7B sur 8 RTX 4090 portable en France pendant 10 "
		   "jours",
		   "llm_training active_parameters=7G gpu=\"RTX 4090 Laptop\" gpus=8 "
		   "gpu_hours=1920h zone=FR");
	check_came("en", "train on 8 RTX 4090 D for 10 days",
		   "llm_training gpu=\"RTX 4090 D\" gpus=8 gpu_hours=1920h");
	check_came("en", "train on RTX 4090 x 8 for 10 days",
		   "llm_training gpu=\"RTX 4090\" gpus=8 gpu_hours=1920h");
	check_came("fr", "entraîner sur 8 RTX 4090 d'occasion pendant 10 jours",
		   "llm_training gpu=\"RTX 4090\" gpus=8 gpu_hours=1920h");
	check_came("en", "train on 8 H100 PCIe for 10 days",
		   "llm_training gpu=\"H100 PCIe 80GB\" gpus=8 gpu_hours=1920h");
	check_came("en", "buy an H100 server",
		   "server gpu=\"H100 SXM5 80GB\" gpus=8 duration=8760h busy_share=1");
	check_came("en", "Gemini 2.5 Flash Image" FOR,
		   "llm_service llm=gemini-2.5-flash-image users=100 "
		   "user_requests=10request/day days_of_use=365day zone=US");
	check_came("en", "GPT-5 chat" FOR,
		   "llm_service llm=gpt-5-chat-latest users=100 user_requests=10request/day "
		   "days_of_use=365day zone=US");
	static const char *const ACCELERATORS[] = {"A30 X",    "A100 PCIe",      "V100 PCIe",
						   "B200 NVL", "RTX 4090 Max-Q", "RTX 4090 Ti",
						   "H100 CNX"};
	for (size_t i = 0; i < sizeof(ACCELERATORS) / sizeof(*ACCELERATORS); i++) {
		char text[200];
		(void)snprintf(text, sizeof(text), "train on 8 %s for 10 days", ACCELERATORS[i]);
		check_came("en", text, "missing: gpu");
	}
	static const char *const MODELS[] = {"o1 pro" FOR, "GPT-4o nano" FOR, "gpt-4.1 turbo" FOR,
					     "FLUX.1 pro, 10 images a day"};
	for (size_t i = 0; i < sizeof(MODELS) / sizeof(*MODELS); i++)
		check_came("en", MODELS[i], "missing: model");
	struct ask *ask = new_ask("train on 8 A100 PCIe for 10 days");
	CHECK_TEXT(ask->item[KEY_GPU].note, "'A100 PCIe' may be: A100 PCIe 40GB, A100 PCIe 80GB");
	ask_free(ask);
	ask = new_ask("train on 8 RTX 4090 Max-Q for 10 days");
	CHECK_HOLDS(ask->item[KEY_GPU].note, "'RTX 4090 Max-Q'");
	CHECK_HOLDS(ask->item[KEY_GPU].note, "frugal factors gpus");
	ask_free(ask);
#undef FOR
}

/* What is not used is listed; what changes a request is refused. */
TEST(words_that_change_a_request_do_not_vanish)
{
#define ASKED "GPT-4o for 100 people, 10 requests a day "
	check_refused("en", ASKED "with an image", "image");
	check_refused("en", ASKED "with videos", "videos");
	check_refused("fr", "GPT-4o pour 100 personnes, 10 requêtes par jour avec une vidéo",
		      "vidéo");
	check_refused("en", "train on 8 RTX 4090 laptops for 3 days", "RTX 4090 laptops");
	static const char *const LISTED[][2] = {
		{ASKED "with documents", "documents"},    {ASKED "with long answers", "long"},
		{ASKED "on their laptops", "laptops"},    {ASKED "by gas", "gas"},
		{ASKED "on servers", "servers"},          {ASKED "in tokens", "tokens"},
		{ASKED "with heating by gas", "heating"}, {ASKED "in the same year", "year"},
	};
	for (size_t i = 0; i < sizeof(LISTED) / sizeof(*LISTED); i++) {
		struct buf unused = {0};
		struct ask *ask = new_ask(LISTED[i][0]);
		for (size_t k = 0; k < ask->said.n_unused; k++)
			buf_addf(&unused, "%s;", ask->said.unused[k]);
		CHECK_HOLDS(buf_text(&unused), LISTED[i][1]);
		buf_release(&unused);
		ask_free(ask);
	}
	struct ask *ask = new_ask(ASKED ", greenhouse gas emissions of the text of answers");
	CHECK_INT(ask->said.n_unused, 1);
	CHECK_TEXT(ask->said.unused[0], "text");
	ask_free(ask);
	check_came("en", "generate images with SDXL, 1000 images a day",
		   "image_request model=stabilityai/stable-diffusion-xl-base-1.0 images=365000");
	check_came("en", "train an image model on 8 L40S for 10 days",
		   "llm_training gpu=L40S gpus=8 gpu_hours=1920h");
#undef ASKED
}

/* How many teams there are is not said. */
TEST(what_is_per_anything_but_people_or_time_is_refused)
{
#define ASKED "GPT-4o for 2000 agents, 30 requests a day "
#define DEMANDE "GPT-4o pour 2000 agents, 30 requêtes par jour "
	check_refused("en", ASKED "per team", "per team");
	check_refused("en", ASKED "per office", "per office");
	check_refused("en", ASKED "per site", "per site");
	check_refused("en", ASKED "for every team", "every team");
	check_refused("en", ASKED "per faculty", "per faculty");
	check_refused("en", "GPT-4o for 2000 agents, 30 requests/day/team", "/team");
	check_refused("fr", DEMANDE "par équipe", "par équipe");
	check_refused("fr", DEMANDE "et par service", "par service");
	check_refused("fr", DEMANDE "par site", "par site");
	check_refused("fr", DEMANDE "pour chaque équipe", "chaque équipe");
	check_refused("en", ASKED "per week", "a day per week");
	check_refused("fr", DEMANDE "et par semaine", "par jour et par semaine");
	static const char *const TAKEN[][2] = {
		{"en", ASKED "per agent"},
		{"en", "GPT-4o for 2000 agents of our company, 30 requests per agent per day"},
		{"en", ASKED "each, how much CO2 per year?"},
		{"en", "energy per request of GPT-4o for 2000 agents, 30 requests a day"},
		{"en", "What is the footprint per year of GPT-4o for 2000 agents, 30 requests a "
		       "day?"},
		{"fr", DEMANDE "et par agent"},
		{"fr", DEMANDE ", par exemple"},
		{"fr", "énergie consommée par notre service, " DEMANDE},
	};
	for (size_t i = 0; i < sizeof(TAKEN) / sizeof(*TAKEN); i++)
		check_came(TAKEN[i][0], TAKEN[i][1],
			   "llm_service llm=gpt-4o users=2000 user_requests=30request/day "
			   "days_of_use=220day zone=US");
#undef ASKED
#undef DEMANDE
}

/* A cloud has many places, and need not be where the maker of the model computes. */
TEST(a_cloud_without_a_region_is_asked_for_its_place)
{
#define ASKED " for 100 people, 10 requests a day"
	struct frugal_error error = {0};
	check_came("en", "Mistral Medium 3 on Azure" ASKED, "missing: place");
	check_came("en", "Mixtral 8x7B on Google Cloud" ASKED, "missing: place");
	check_came("en", "GPT-4o" ASKED " in France, on Azure OpenAI", "missing: place");
	check_came("fr", "GPT-4o sur Azure pour 100 personnes, 10 requêtes par jour",
		   "missing: place");
	check_came("en", "GPT-4o on Azure in France" ASKED, SERVICE "days_of_use=365day zone=FR");
	check_came("en", "GPT-4o in the cloud" ASKED, SERVICE "days_of_use=365day zone=US");
	struct ask *ask = new_ask("Claude Sonnet 4.5 on AWS Bedrock" ASKED);
	CHECK_TEXT(ask->item[KEY_PLACE].note, "'AWS Bedrock': in which country or region?");
	CHECK_INT(ask_set(ask, KEY_PLACE, STR("France"), &error), 0);
	CHECK_TEXT(ask->command, "frugal estimate llm_service llm=claude-sonnet-4-5-20250929 "
				 "users=100 user_requests=10request/day days_of_use=365day "
				 "zone=FR");
	ask_free(ask);
#undef ASKED
}

/* Georgia is a country and a state, Washington a state and a city. */
TEST(a_name_of_two_places_is_asked_for)
{
#define ASKED "Mixtral 8x7B for 100 people, 10 requests a day, hosted in "
	struct frugal_error error = {0};
	struct ask *ask = new_ask(ASKED "Georgia");
	CHECK_INT(ask->item[KEY_PLACE].state, ASK_MISSING);
	CHECK_HOLDS(ask->item[KEY_PLACE].note, "may be: GE, US-GA");
	CHECK_INT(ask_set(ask, KEY_PLACE, STR("GE"), &error), 0);
	CHECK_HOLDS(ask->command, "zone=GE");
	ask_free(ask);
	ask = new_ask(ASKED "Washington");
	CHECK_HOLDS(ask->item[KEY_PLACE].note, "may be: US-DC, US-WA");
	ask_free(ask);
	/* Of the people it does not matter. */
	check_came("en", "GPT-4o for 100 people in Georgia, 10 requests a day",
		   SERVICE "days_of_use=365day zone=US");
#undef ASKED
}

/* "New" is a word of its own: New Mexico was Mexico, and Washington, DC was Washington. */
TEST(a_part_of_the_name_of_a_place_is_not_the_place)
{
#define MIXTRAL                                                                                    \
	"llm_service llm=mistralai/Mixtral-8x7B-Instruct-v0.1 users=100 "                          \
	"user_requests=10request/day days_of_use=365day "
#define ASKED "Mixtral 8x7B for 100 people, 10 requests a day, hosted in "
	check_came("en", ASKED "New Mexico", MIXTRAL "zone=US-NM");
	check_came("en", ASKED "New Zealand", MIXTRAL "zone=NZ");
	check_came("en", ASKED "Mexico", MIXTRAL "zone=MX");
	check_came("en", ASKED "our new Mexico site", MIXTRAL "zone=MX");
	check_came("en", ASKED "Texas, USA", MIXTRAL "zone=US-TX");
	check_came("en", ASKED "Tokyo, Japan", MIXTRAL "zone=JP-TK");
	check_came("en", ASKED "Washington DC", MIXTRAL "zone=US-DC");
	check_refused("en", ASKED "Washington, DC", "DC");
	check_refused("en", ASKED "Texas, Mexico", "Mexico");
	check_refused("en", ASKED "aws eu-west-3, Germany", "Germany");
	check_refused("en", ASKED "New Ireland", "New Ireland");
#undef ASKED
}

/* Northern Ireland was Ireland in French, South Australia Australia, and the north of France
 * France. */
TEST(a_part_of_a_country_is_not_the_country)
{
#define ASKED "Mixtral 8x7B for 100 people, 10 requests a day, hosted in "
#define DEMANDE "Mixtral 8x7B pour 100 personnes, 10 requêtes par jour, hébergé "
	check_came("en", ASKED "Northern Ireland", MIXTRAL "zone=GB-NIR");
	check_came("en", ASKED "South Africa", MIXTRAL "zone=ZA");
	check_came("fr", DEMANDE "en Irlande du Nord", MIXTRAL "zone=GB-NIR");
	check_came("fr", DEMANDE "en Australie du Sud", MIXTRAL "zone=AU-SA");
	check_came("fr", DEMANDE "en Corse", MIXTRAL "zone=FR-COR");
	check_came("fr", DEMANDE "en Caroline du Nord", MIXTRAL "zone=US-NC");
	check_came("fr", DEMANDE "au Nouveau-Mexique", MIXTRAL "zone=US-NM");
	check_came("fr", DEMANDE "dans le nord de l'Italie", MIXTRAL "zone=IT-NO");
	check_came("fr", DEMANDE "en Afrique du Sud", MIXTRAL "zone=ZA");
	check_refused("en", ASKED "northern France", "northern France");
	check_refused("en", ASKED "the south of France", "south of France");
	check_refused("fr", DEMANDE "dans l'ouest de la France", "ouest de la France");
	check_refused("fr", DEMANDE "dans l'est de la France", "est de la France");
	check_refused("fr", DEMANDE "en France du Nord", "France du Nord");
	/* "est" is French for "is" too. */
	check_came("fr", DEMANDE "en France est notre service", MIXTRAL "zone=FR");
#undef DEMANDE
#undef ASKED
#undef MIXTRAL
}

TEST(a_letter_of_its_own_is_not_the_begin_of_a_word)
{
	/* Without the space it is French for "purchase". */
	check_came("en", "how much water does a chat with gpt-4o use?", "missing: requests");
	check_came("en", "gpt-4o for 100 people, a question a day each",
		   "llm_service llm=gpt-4o users=100 user_requests=1request/day "
		   "days_of_use=365day zone=US");
	check_came("fr", "gpt-4o pour 100 agents, une question par mois chacun",
		   "llm_service llm=gpt-4o users=100 user_requests=1request/month "
		   "days_of_use=365day zone=US");
	check_came("fr", "gpt-4o pour 100 agents à raison de 5 conversations par jour",
		   "llm_service llm=gpt-4o users=100 user_requests=5request/day "
		   "days_of_use=220day zone=US");
}

TEST(an_article_before_a_request_is_one_where_nothing_else_counts)
{
	check_came("fr", "combien consomme une requête à GPT-4o ?", "missing: requests");
	check_came("fr", "combien d'énergie pour une requête à gpt-4o par jour",
		   "llm_service llm=gpt-4o users=1 user_requests=1request/day "
		   "days_of_use=365day zone=US");
	check_came("en", "a request to gpt-4o, 30 a day",
		   "llm_service llm=gpt-4o users=1 user_requests=30request/day "
		   "days_of_use=365day zone=US");
	/* The rate behind another number is of what that counts. */
	check_came("en", "gpt-4o for a chat service with 2000 users every day",
		   "missing: requests");
}

TEST(what_would_change_the_days_of_use_is_refused)
{
#define ASKED "GPT-4o for 100 people, 10 requests a day"
	check_refused("en", ASKED ", June to August", "June");
	check_refused("en", ASKED ", 30 days of holidays", "holidays");
	check_refused("en", ASKED ", 30 days off", "off");
	check_refused("fr", "GPT-4o pour 100 agents, 10 requêtes par jour de juin à août", "juin");
	check_refused("fr", "GPT-4o pour 100 agents, 10 requêtes par jour, 30 jours de congé",
		      "congé");
	check_refused("fr", "GPT-4o pour 100 personnes de 18 ans, 10 requêtes par jour",
		      "de 18 ans");
	check_came("en", ASKED " for 30 days", SERVICE "days_of_use=30day zone=US");
#undef ASKED
}

TEST(people_and_machines_are_whole_numbers)
{
	check_refused("en", "GPT-4o for 10,50 people, 10 requests a day",
		      "'10,50 people' must be a whole number");
	check_refused("en", "buy 2.5 servers", "'2.5 servers' must be a whole number");
	check_came("en", "GPT-4o for 1.5k people, 2.5 requests a day",
		   "llm_service llm=gpt-4o users=1500 user_requests=2.5request/day "
		   "days_of_use=365day zone=US");
}

TEST(a_region_has_the_electricity_of_its_grid)
{
#define MIXTRAL                                                                                    \
	"llm_service llm=mistralai/Mixtral-8x7B-Instruct-v0.1 users=100 "                          \
	"user_requests=10request/day days_of_use=365day "
#define ASKED "Mixtral 8x7B for 100 people, 10 requests a day, hosted in "
	/* Alberta is a zone, but its primary energy is known of Canada alone; its water is the
	 * region's. */
	check_came("en", ASKED "aws ca-west-1",
		   MIXTRAL "zone=CA-AB criteria=CA pue=1.17 wue=0.08L/kWh "
			   "grid_water=8.166262L/kWh");
	check_came("en", ASKED "aws us-east-1",
		   MIXTRAL "zone=US zone.intensity=\"322 gCO2e/kWh [257.6, 432.5]\" pue=1.15 "
			   "wue=0.12L/kWh grid_water=2.312704L/kWh");
	check_came("en", ASKED "aws eu-west-3",
		   MIXTRAL "zone=FR pue=1.11 wue=0.04L/kWh "
			   "grid_water=3.673696L/kWh");
#undef ASKED
}

static void check_estimate(const char *sentence, const char *expected)
{
	struct buf came = {0};
	outcome("en", str_of(sentence), &came);
	CHECK_TEXT(buf_text(&came), expected);
	buf_release(&came);
}

TEST(trainings_are_counted_as_often_as_they_are_said)
{
	/* 12 h on one card, 3 times; 3 times a month; 1 000 h of both cards. */
	check_estimate("fine-tune a 7B model for 12 hours on a single L40S, 3 times",
		       "llm_training active_parameters=7G gpu=L40S gpus=1 gpu_hours=36h");
	check_estimate("fine-tune a 7B model for 12 hours on a single L40S, 3 times a month",
		       "llm_training active_parameters=7G gpu=L40S gpus=1 gpu_hours=432h");
	check_came("fr", "entraîner sur 500 heures de L40S",
		   "llm_training gpu=L40S gpu_hours=500h");
	check_estimate("train on 500 hours of L40S", "llm_training gpu=L40S gpu_hours=500h");
	check_estimate("train on 2 L40S for 500 hours",
		       "llm_training gpu=L40S gpus=2 gpu_hours=1000h");
}

TEST(machines_that_are_bought_have_the_cards_that_are_said)
{
	/* A year has 8760 h: 2 machines of 16; 20 cards are two and a half machines of 8. */
	check_estimate("buy 2 servers of 16 L40S",
		       "server gpu=L40S gpus=16 duration=17520h busy_share=1");
	check_estimate("buy 20 L40S", "server gpu=L40S gpus=8 duration=21900h busy_share=1");
	check_estimate("buy 3 servers", "server duration=26280h busy_share=1");
	check_estimate("buy a DGX H100", "server gpu=\"H100 SXM5 80GB\" gpus=8 duration=8760h "
					 "busy_share=1");
}

/* A desktop with a card has other emissions than one without, and no table has it. */
TEST(cards_of_what_is_bought_are_not_dropped)
{
	check_refused("en", "buy 20 desktops with RTX 4090", "RTX 4090");
	check_refused("en", "buy 20 RTX 4090 laptops", "RTX 4090");
	check_refused("en", "buy an RTX 4090 laptop", "RTX 4090 laptop");
	check_refused("fr", "acheter 20 ordinateurs fixes avec RTX 4090", "RTX 4090");
	check_came("en", "buy 20 desktops",
		   "impactco2_object thing=ordinateurfixeprofessionnel count=20");
	check_came("en", "buy a DGX in France", "missing: gpu");
	check_came("fr", "acheter 3 HGX", "missing: gpu");
	check_came("en", "buy a server with GPUs", "missing: gpu");
	struct frugal_error error = {0};
	struct ask *ask = new_ask("buy 2 DGX in France");
	CHECK_INT(ask_set(ask, KEY_GPU, STR("H100"), &error), 0);
	CHECK_TEXT(ask->command, "frugal estimate server gpu=\"H100 SXM5 80GB\" gpus=8 "
				 "duration=17520h busy_share=1 zone=FR");
	ask_free(ask);
}

TEST(in_total_belongs_to_the_requests_that_it_stands_with)
{
	check_estimate("In total 2000 agents, 30 requests a day, gpt-4o",
		       "llm_service llm=gpt-4o users=2000 user_requests=30request/day "
		       "days_of_use=220day zone=US");
	check_estimate("gpt-4o, in total 60000 requests a day for 2000 agents",
		       "llm_service llm=gpt-4o users=2000 user_requests=30request/day "
		       "days_of_use=220day zone=US");
}

TEST(a_region_whose_grid_is_not_known_is_said_to_have_that_of_its_country)
{
	struct ask *ask = new_ask("Mixtral 8x7B for 9 people, 1 request a day, aws ap-southeast-5");
	CHECK_INT(ask->n_warnings, 1);
	CHECK_HOLDS(ask->warnings[0], "whole country");
	CHECK_HOLDS(ask->command, "zone=MY pue=");
	ask_free(ask);
	ask = new_ask("Mixtral 8x7B for 9 people, 1 request a day, aws eu-west-3");
	CHECK_INT(ask->n_warnings, 0);
	ask_free(ask);
}

TEST(a_bound_is_said_to_be_taken_as_its_number)
{
	static const char *const SENTENCES[][2] = {
		{"GPT-4o for at least 500 people, 10 requests a day",
		 "'at least 500' is taken as 500"},
		{"GPT-4o for 500 people, more than 10 requests a day",
		 "'more than 10' is taken as 10"},
		{"GPT-4o for over 500 people, 10 requests a day", "'over 500' is taken as 500"},
		{"GPT-4o for a minimum of 500 people, 10 requests a day",
		 "'minimum of 500' is taken as 500"},
		{"GPT-4o for 500 people or more, 10 requests a day",
		 "'500 people or more' is taken as 500"},
	};
	for (size_t i = 0; i < sizeof(SENTENCES) / sizeof(*SENTENCES); i++) {
		struct ask *ask = new_ask(SENTENCES[i][0]);
		CHECK_INT(ask->n_warnings, 1);
		CHECK_TEXT(ask->warnings[0], SENTENCES[i][1]);
		ask_free(ask);
	}
	struct ask *ask = new_ask("GPT-4o for 500 people, 10 requests a day over 3 days");
	CHECK_INT(ask->n_warnings, 0);
	ask_free(ask);
}

TEST(days_that_are_said_are_not_a_default)
{
	struct ask *ask = new_ask("GPT-4o for 500 people, 10 requests a day, for 3 years");
	CHECK_INT(ask->item[KEY_DAYS].state, ASK_GIVEN);
	CHECK_TEXT(ask->item[KEY_DAYS].value, "1095 days");
	CHECK_TEXT(ask->item[KEY_DAYS].note, "'3 years', every day");
	ask_free(ask);
}

/* A model that is named when images are asked for is one of images, in small letters too. */
TEST(an_answer_names_a_model_of_what_is_made)
{
	struct frugal_error error = {0};
	struct ask *ask = new_ask("1000 images a day");
	CHECK_HOLDS(ask->item[KEY_MODEL].note, "factors image_models");
	CHECK_INT(ask_set(ask, KEY_MODEL, STR("sdxl"), &error), 0);
	CHECK_TEXT(ask->command, "frugal estimate image_request "
				 "model=stabilityai/stable-diffusion-xl-base-1.0 images=365000");
	CHECK_INT(ask_set(ask, KEY_REQUESTS, STR("10 videos a day"), &error), 0);
	CHECK_INT(ask->item[KEY_MODEL].state, ASK_MISSING);
	CHECK_HOLDS(ask->item[KEY_MODEL].note, "factors video_models");
	CHECK(!ask->command);
	ask_free(ask);
}

TEST(answers_complete_a_question_and_replace_what_was_said)
{
	struct frugal_error error = {0};
	struct ask *ask = new_ask("");
	CHECK_INT(ask->item[KEY_ABOUT].state, ASK_MISSING);
	CHECK_INT(ask_set(ask, KEY_ABOUT, STR("1"), &error), 0);
	CHECK_INT(ask->item[KEY_MODEL].state, ASK_MISSING);
	CHECK_INT(ask_set(ask, KEY_MODEL, STR("gpt-4o"), &error), 0);
	CHECK_INT(ask_set(ask, KEY_PEOPLE, STR("2000 people, 30 requests a day"), &error), 0);
	CHECK_TEXT(ask->command, "frugal estimate llm_service llm=gpt-4o users=2000 "
				 "user_requests=30request/day days_of_use=365day zone=US");
	CHECK_INT(ask_set(ask, KEY_DAYS, STR("220"), &error), 0);
	CHECK_INT(ask_set(ask, KEY_PLACE, STR("France"), &error), 0);
	CHECK_INT(ask_set(ask, KEY_ANSWER, STR(""), &error), 0);
	CHECK_TEXT(ask->command, "frugal estimate llm_service llm=gpt-4o users=2000 "
				 "user_requests=30request/day days_of_use=220day zone=FR");
	ask_free(ask);
}

TEST(an_answer_that_is_not_understood_changes_nothing)
{
	struct frugal_error error = {0};
	struct ask *ask = new_ask("GPT-4o for 2000 agents");
	CHECK_INT(ask_set(ask, KEY_REQUESTS, STR("a lot"), &error), FRUGAL_EUSAGE);
	CHECK_INT(ask_set(ask, KEY_REQUESTS, STR("-3"), &error), FRUGAL_EUSAGE);
	CHECK_INT(ask_set(ask, KEY_MODEL, STR("claude"), &error), FRUGAL_EUSAGE);
	CHECK_HOLDS(error.what, "ambiguous");
	CHECK_INT(ask_set(ask, KEY_PLACE, STR("Atlantis"), &error), FRUGAL_EUSAGE);
	CHECK_INT(ask->item[KEY_REQUESTS].state, ASK_MISSING);
	CHECK_TEXT(ask->item[KEY_MODEL].value, "gpt-4o");
	ask_free(ask);
}

TEST(memory_that_runs_out_anywhere_is_an_error_of_the_machine)
{
	int r = FRUGAL_EENV;
	for (int64_t n = 0; r < 0 && n < 4000; n += n < 200 ? 1 : 37) {
		struct frugal_error error = {0};
		struct ask *ask = NULL;
		mem_fail_after(n);
		r = ask_new(&context, &knowledge,
			    STR("GPT-4o for 2 000 agents in France, 30 requests a day"), &ask,
			    &error);
		mem_fail_after(-1);
		CHECK(r == 0 || r == FRUGAL_EENV);
		ask_free(ask);
	}
	CHECK_INT(r, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(what_may_be_read_in_two_ways_is_refused),
		CASE(days_of_work_are_not_every_day_of_a_year),
		CASE(only_tokens_of_answers_are_those_of_answers),
		CASE(requests_without_people_are_of_all),
		CASE(how_seldom_is_not_how_long),
		CASE(a_place_that_is_not_known_is_refused),
		CASE(a_variant_of_a_name_is_not_the_plain_one),
		CASE(words_that_change_a_request_do_not_vanish),
		CASE(what_is_per_anything_but_people_or_time_is_refused),
		CASE(a_cloud_without_a_region_is_asked_for_its_place),
		CASE(a_name_of_two_places_is_asked_for),
		CASE(a_part_of_the_name_of_a_place_is_not_the_place),
		CASE(a_part_of_a_country_is_not_the_country),
		CASE(a_letter_of_its_own_is_not_the_begin_of_a_word),
		CASE(an_article_before_a_request_is_one_where_nothing_else_counts),
		CASE(what_would_change_the_days_of_use_is_refused),
		CASE(people_and_machines_are_whole_numbers),
		CASE(a_region_has_the_electricity_of_its_grid),
		CASE(trainings_are_counted_as_often_as_they_are_said),
		CASE(machines_that_are_bought_have_the_cards_that_are_said),
		CASE(cards_of_what_is_bought_are_not_dropped),
		CASE(in_total_belongs_to_the_requests_that_it_stands_with),
		CASE(a_region_whose_grid_is_not_known_is_said_to_have_that_of_its_country),
		CASE(a_bound_is_said_to_be_taken_as_its_number),
		CASE(days_that_are_said_are_not_a_default),
		CASE(an_answer_names_a_model_of_what_is_made),
		CASE(answers_complete_a_question_and_replace_what_was_said),
		CASE(an_answer_that_is_not_understood_changes_nothing),
		CASE(memory_that_runs_out_anywhere_is_an_error_of_the_machine),
	};
	return run_with_knowledge(tests, sizeof(tests) / sizeof(*tests));
}
