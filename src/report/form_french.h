/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of the French sheet that its writer (form_french.c) and its reader
 * (form_check_french.c) share: keys, with plain spaces, as a form that others write has them.
 */
#ifndef REPORT_FORM_FRENCH_H
#define REPORT_FORM_FRENCH_H

#define FRENCH_TITLE "impacts environnementaux, pour un achat public d'IA"
#define FRENCH_TRAINING "Entraînement"
#define FRENCH_USE "Usage"

#define FRENCH_IT "énergie des machines, kWh"
#define FRENCH_ENERGY "énergie totale avec le site, kWh"
#define FRENCH_RENEWABLE "part renouvelable, %"
#define FRENCH_ELECTRICITY "gaz à effet de serre de l'électricité, kgCO2e"
#define FRENCH_MAKING "gaz à effet de serre de la fabrication, kgCO2e"
#define FRENCH_WATER "eau de refroidissement, L"
#define FRENCH_ALL_WATER "eau de la production d'électricité et, si elle est connue, du site, L"
#define FRENCH_GRID_WATER "eau de la production d'électricité, L"
#define FRENCH_METALS "ressources abiotiques (ADPe) de l'électricité, kgSbe"
#define FRENCH_METALS_MAKING "ressources abiotiques (ADPe) de la fabrication, kgSbe"
#define FRENCH_PRIMARY "énergie primaire de l'électricité, MJ"
#define FRENCH_PRIMARY_MAKING "énergie primaire de la fabrication, MJ"
#define FRENCH_WUE "WUE, L/kWh"
#define FRENCH_CUE "CUE, kgCO2e/kWh"

/* Label of the use in months with known inferences, when there are others. */
#define FRENCH_SERVED "mois dont les inférences sont connues"
#define FRENCH_SERVED_ENERGY FRENCH_SERVED " : énergie, kWh"
#define FRENCH_SERVED_GASES FRENCH_SERVED " : gaz à effet de serre, kgCO2e"
#define FRENCH_SERVED_WATER FRENCH_SERVED " : eau de refroidissement, L"

#define FRENCH_UNITS "inférences servies"
#define FRENCH_HOURS "durée d'usage mesurée, h"
#define FRENCH_JOURNEY "inférences d'un parcours type"
#define FRENCH_ONE "une inférence"
#define FRENCH_ONE_HOUR "une heure d'utilisation continue"
#define FRENCH_ONE_JOURNEY "un parcours type"
#define FRENCH_PART_WH " : énergie, Wh"
#define FRENCH_PART_G " : gaz à effet de serre, gCO2e"
#define FRENCH_PART_ML " : eau de refroidissement, mL"

#endif
