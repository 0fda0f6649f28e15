/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the store, words of SQL: one short row for each run that has ended (brief), of the share
 * perimeter in base units; the kind of run it is (kin); and the sums of these rows by tag ('' is
 * all), kind and day (tally). sum_keep.c maintains them.
 */
#ifndef STORE_BRIEF_H
#define STORE_BRIEF_H

/* '' and the tags of run ?1. */
#define TAGS_OF_RUN "(SELECT '' AS tag UNION ALL SELECT tag FROM tag WHERE run = ?1)"

#define KIN_COLUMNS "project, service, phase, name, outcome, ended, zone, machine"

/* ended is enum run_end. */
#define KIN_OF_RUN                                                                                 \
	"project, service, phase, name, "                                                          \
	"ifnull((SELECT substr(tag, 9) FROM tag WHERE tag.run = seq AND tag LIKE 'outcome:%' "     \
	"ORDER BY tag LIMIT 1), ''), "                                                             \
	"CASE WHEN status = 2 THEN 2 ELSE by_signal OR exit_code <> 0 END, "                       \
	"CASE zone_is_default WHEN 0 THEN zone ELSE '' END, machine"

#define BRIEF_FIGURE(alias)                                                                        \
	"base_value(" alias ".value, " alias ".unit), base_value(" alias ".low, " alias            \
	".unit), base_value(" alias ".high, " alias ".unit), "
#define BRIEF_JOIN(alias, name, perimeter)                                                         \
	"LEFT JOIN figure AS " alias " ON " alias ".run = seq AND " alias ".name = '" name         \
	"' AND " alias ".perimeter = '" perimeter "' "

/*
 * The criteria of a run other than carbon, in the order of enum use_criterion: for each a column of
 * brief with its low and high, NULL where the run has none, and the sums of tally with their number
 * of runs (_n). X(b, NAME), where b is the alias of brief.
 */
#define BRIEF_CRITERIA(X, b)                                                                       \
	X(b, "water")                                                                              \
	X(b, "site_water")                                                                         \
	X(b, "usage_adpe") X(b, "embodied_adpe") X(b, "usage_pe") X(b, "embodied_pe")
#define BRIEF_CRITERION_COLUMNS(b, name) ", " name ", " name "_low, " name "_high"
#define BRIEF_CRITERION_MARKS(b, name) ",?,?,?"
#define BRIEF_CRITERION_VALUE(b, name)                                                             \
	", base_value(of_" name ".value, of_" name ".unit), base_value(of_" name ".low, of_" name  \
	".unit), base_value(of_" name ".high, of_" name ".unit)"
#define BRIEF_CRITERION_JOIN(b, name) BRIEF_JOIN("of_" name, name, "share")
#define TALLY_CRITERION_COLUMNS(b, name) ", " name "_n, " name ", " name "_low, " name "_high"
#define TALLY_CRITERION_OF(b, name)                                                                \
	", " b "." name " IS NOT NULL, ifnull(" b "." name ", 0), ifnull(" b "." name              \
	"_low, 0), ifnull(" b "." name "_high, 0)"
#define TALLY_CRITERION_MORE(b, name)                                                              \
	", " name "_n = " name "_n + excluded." name "_n, " name " = " name " + excluded." name    \
	", " name "_low = " name "_low + excluded." name "_low, " name "_high = " name             \
	"_high + excluded." name "_high"
#define TALLY_CRITERION_LESS(b, name)                                                              \
	", " name "_n = tally." name "_n - (" b "." name " IS NOT NULL), " name " = tally." name   \
	" - ifnull(" b "." name ", 0), " name "_low = tally." name "_low - ifnull(" b "." name     \
	"_low, 0), " name "_high = tally." name "_high - ifnull(" b "." name "_high, 0)"

/*
 * summed: 0, its part waits to be added to tally; 1, it was added; 2, the run has a parent, and
 * each sum checks whether to add it.
 */
#define BRIEF_COLUMNS                                                                              \
	"run, kin, day, duration_s, energy, energy_low, energy_high, measured, marginal, carbon, " \
	"carbon_low, carbon_high, embodied, embodied_low, embodied_high, started_us, summed, "     \
	"machines" BRIEF_CRITERIA(BRIEF_CRITERION_COLUMNS, "")
/*
 * The energy of a run's machines without a PUE, of the share perimeter in Wh; where its parts have
 * none, its energy; NULL for a run without energy. run and energy are expressions.
 */
#define MACHINES_OF(run, energy)                                                                   \
	"CASE WHEN " energy " IS NULL THEN NULL ELSE ifnull((SELECT nullif(sum(share_joules("      \
	"p.part, p.attributed_j, p.unattributed_j, p.idle_j, r.share)), 0) / 3600.0 "              \
	"FROM part AS p JOIN run AS r ON r.seq = p.run WHERE p.run = " run                         \
	" AND p.is_check = 0), " energy ") END"
/* clang-format off */
#define BRIEF_OF_RUN                                                                               \
	"SELECT seq, kin.id, run.started_us / 86400000000, run.duration_s, "                       \
	BRIEF_FIGURE("e")                                                                          \
	"base_value(e.value, e.unit) * e.measured_share, base_value(m.value, m.unit), "            \
	BRIEF_FIGURE("c") BRIEF_FIGURE("b")                                                        \
	"run.started_us, CASE run.parent WHEN '' THEN 1 ELSE 2 END, "                              \
	MACHINES_OF("run.seq", "base_value(e.value, e.unit)")                                      \
	BRIEF_CRITERIA(BRIEF_CRITERION_VALUE, "")                                                  \
	" FROM run JOIN kin ON (" KIN_COLUMNS_OF_KIN ") = (" KIN_OF_RUN_OF_RUN ") "                \
	BRIEF_JOIN("e", "energy", "share") BRIEF_JOIN("m", "energy", "marginal")                   \
	BRIEF_JOIN("c", "carbon", "share") BRIEF_JOIN("b", "embodied", "share")                    \
	BRIEF_CRITERIA(BRIEF_CRITERION_JOIN, "")                                                   \
	"WHERE run.status <> 0"
/* clang-format on */

#define KIN_COLUMNS_OF_KIN                                                                         \
	"kin.project, kin.service, kin.phase, kin.name, kin.outcome, kin.ended, kin.zone, "        \
	"kin.machine"
#define KIN_OF_RUN_OF_RUN                                                                          \
	"run.project, run.service, run.phase, run.name, "                                          \
	"ifnull((SELECT substr(tag, 9) FROM tag WHERE tag.run = seq AND tag LIKE 'outcome:%' "     \
	"ORDER BY tag LIMIT 1), ''), "                                                             \
	"CASE WHEN run.status = 2 THEN 2 ELSE run.by_signal OR run.exit_code <> 0 END, "           \
	"CASE run.zone_is_default WHEN 0 THEN run.zone ELSE '' END, run.machine"

/* The columns of tally after its key, and the terms that a row of brief b adds to each. */
#define TALLY_KEY "tag, kin, day"
#define TALLY_COLUMNS                                                                              \
	"runs, duration_s, duration_squares, energy_n, energy, energy_low, energy_high, "          \
	"energy_squares, measured, marginal, carbon_n, carbon, carbon_low, carbon_high, "          \
	"carbon_squares, embodied_n, embodied, embodied_low, embodied_high, "                      \
	"machines" BRIEF_CRITERIA(TALLY_CRITERION_COLUMNS, "")
#define TALLY_OF(b)                                                                                \
	"1, " b ".duration_s, " b ".duration_s * " b ".duration_s, " b                             \
	".energy IS NOT NULL, ifnull(" b ".energy, 0), ifnull(" b ".energy_low, 0), "              \
	"ifnull(" b ".energy_high, 0), ifnull(" b ".energy * " b ".energy, 0), "                   \
	"ifnull(" b ".measured, 0), ifnull(" b ".marginal, 0), " b                                 \
	".carbon IS NOT NULL, ifnull(" b ".carbon, 0), ifnull(" b ".carbon_low, 0), "              \
	"ifnull(" b ".carbon_high, 0), ifnull(" b ".carbon * " b ".carbon, 0), " b                 \
	".embodied IS NOT NULL, ifnull(" b ".embodied, 0), ifnull(" b ".embodied_low, 0), "        \
	"ifnull(" b ".embodied_high, 0), ifnull(" b                                                \
	".machines, 0)" BRIEF_CRITERIA(TALLY_CRITERION_OF, b)

#define TALLY_MORE                                                                                 \
	"runs = runs + excluded.runs, duration_s = duration_s + excluded.duration_s, "             \
	"duration_squares = duration_squares + excluded.duration_squares, "                        \
	"energy_n = energy_n + excluded.energy_n, energy = energy + excluded.energy, "             \
	"energy_low = energy_low + excluded.energy_low, "                                          \
	"energy_high = energy_high + excluded.energy_high, "                                       \
	"energy_squares = energy_squares + excluded.energy_squares, "                              \
	"measured = measured + excluded.measured, marginal = marginal + excluded.marginal, "       \
	"carbon_n = carbon_n + excluded.carbon_n, carbon = carbon + excluded.carbon, "             \
	"carbon_low = carbon_low + excluded.carbon_low, "                                          \
	"carbon_high = carbon_high + excluded.carbon_high, "                                       \
	"carbon_squares = carbon_squares + excluded.carbon_squares, "                              \
	"embodied_n = embodied_n + excluded.embodied_n, embodied = embodied + excluded.embodied, " \
	"embodied_low = embodied_low + excluded.embodied_low, "                                    \
	"embodied_high = embodied_high + excluded.embodied_high, "                                 \
	"machines = machines + excluded.machines" BRIEF_CRITERIA(TALLY_CRITERION_MORE, "")
#define TALLY_LESS(b)                                                                              \
	"runs = tally.runs - 1, duration_s = tally.duration_s - " b ".duration_s, "                \
	"duration_squares = tally.duration_squares - " b ".duration_s * " b ".duration_s, "        \
	"energy_n = tally.energy_n - (" b ".energy IS NOT NULL), "                                 \
	"energy = tally.energy - ifnull(" b ".energy, 0), "                                        \
	"energy_low = tally.energy_low - ifnull(" b ".energy_low, 0), "                            \
	"energy_high = tally.energy_high - ifnull(" b ".energy_high, 0), "                         \
	"energy_squares = tally.energy_squares - ifnull(" b ".energy * " b ".energy, 0), "         \
	"measured = tally.measured - ifnull(" b ".measured, 0), "                                  \
	"marginal = tally.marginal - ifnull(" b ".marginal, 0), "                                  \
	"carbon_n = tally.carbon_n - (" b ".carbon IS NOT NULL), "                                 \
	"carbon = tally.carbon - ifnull(" b ".carbon, 0), "                                        \
	"carbon_low = tally.carbon_low - ifnull(" b ".carbon_low, 0), "                            \
	"carbon_high = tally.carbon_high - ifnull(" b ".carbon_high, 0), "                         \
	"carbon_squares = tally.carbon_squares - ifnull(" b ".carbon * " b ".carbon, 0), "         \
	"embodied_n = tally.embodied_n - (" b ".embodied IS NOT NULL), "                           \
	"embodied = tally.embodied - ifnull(" b ".embodied, 0), "                                  \
	"embodied_low = tally.embodied_low - ifnull(" b ".embodied_low, 0), "                      \
	"embodied_high = tally.embodied_high - ifnull(" b ".embodied_high, 0), "                   \
	"machines = tally.machines - ifnull(" b                                                    \
	".machines, 0)" BRIEF_CRITERIA(TALLY_CRITERION_LESS, b)

/* The last value of each metric of a run, with the logarithm of its energy. */
#define POINT_OF_RUN                                                                               \
	"SELECT latest.run, latest.key, brief.kin, latest.value, natural_log(brief.energy) FROM "  \
	"(SELECT run, key, value, max(at_us) FROM metric GROUP BY run, key) AS latest "            \
	"JOIN brief ON brief.run = latest.run WHERE brief.energy > 0"
#define POINT_OF_ONE                                                                               \
	"SELECT latest.run, latest.key, brief.kin, latest.value, natural_log(brief.energy) FROM "  \
	"(SELECT run, key, value, max(at_us) FROM metric WHERE run = ?1 GROUP BY key) AS latest "  \
	"JOIN brief ON brief.run = latest.run WHERE brief.energy > 0"

/* Columns after the key, x is the logarithm; and the terms that a row p adds to each. */
#define POINTS_KEY "tag, key, kin"
#define POINTS_COLUMNS "n, x, y, xx, xy, yy"
#define POINTS_OF(p) "1, " p ".x, " p ".y, " p ".x * " p ".x, " p ".x * " p ".y, " p ".y * " p ".y"
#define POINTS_MORE                                                                                \
	"n = n + excluded.n, x = x + excluded.x, y = y + excluded.y, xx = xx + excluded.xx, "      \
	"xy = xy + excluded.xy, yy = yy + excluded.yy"
#define POINTS_LESS(p)                                                                             \
	"n = points.n - 1, x = points.x - " p ".x, y = points.y - " p ".y, "                       \
	"xx = points.xx - " p ".x * " p ".x, xy = points.xy - " p ".x * " p ".y, "                 \
	"yy = points.yy - " p ".y * " p ".y"

#endif
