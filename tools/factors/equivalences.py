#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes factors/equivalences.csv: what an amount of greenhouse gas looks like.

usage: python3 tools/factors/equivalences.py DATA_DIR > factors/equivalences.csv

Reads DATA_DIR/impactco2/equivalents.json (kgCO2e per piece, km, kg...) and DATA_DIR/facts/
equivalences.csv (the reference values of Green Algorithms). CHOSEN is our choice and our words.
"""
import csv
import json
import os
import sys

HEAD = """\
# Equivalences: greenhouse gases, gCO2e, of one everyday thing. gwp is per item; `per` and `per_fr`
# state what one item is (a km, an hour, a kg...). Objects include their whole life (manufacture, transport,
# use over the usual years, end of life); transport includes the manufacture of the vehicle, and for planes
# the trails of condensation; one traveller in a car.
# Sources: ADEME, Base Empreinte, by way of impactCO2 (https://impactco2.fr, July 2026), Licence
# Ouverte 2.0; Green Algorithms (Lannelongue, Grealey, Inouye 2021), CC-BY-4.0. impactCO2 states no
# uncertainty: gwp_low..gwp_high stands only where two sources, or with and without the manufacture of
# the car, differ. For showing, not for accounting.
"""
COLUMNS = ["key", "name", "name_fr", "aliases", "gwp[gCO2e/item]", "gwp_low", "gwp_high", "per",
           "per_fr", "year", "source", "licence", "note"]
PER_FR = {"km": "km", "hour": "heure", "kg": "kg", "litre": "litre", "item": "unité",
          "meal": "repas", "journey": "trajet", "year": "an", "night": "nuit",
          "e-mail": "courriel", "search": "recherche", "GB": "Go", "episode": "épisode",
          "tree-year": "arbre-an", "passenger": "passager", "parcel": "colis"}

# key, slug of impactCO2, name, French name, per, interval
CHOSEN = [
    ("car_km", "voiturethermique", "Car, combustion", "Voiture thermique", "km", (110.56, 175)),
    ("electric_car_km", "voitureelectrique", "Car, electric", "Voiture électrique", "km", None),
    ("hybrid_car_km", "voiturehybride", "Car, hybrid", "Voiture hybride", "km", None),
    ("van_km", "van", "Camper van", "Van aménagé", "km", None),
    ("motorhome_km", "campingcar", "Motorhome", "Camping-car", "km", None),
    ("motorbike_km", "moto", "Motorbike", "Moto", "km", None),
    ("scooter_km", "scooter", "Scooter", "Scooter thermique", "km", None),
    ("coach_km", "autocar", "Coach", "Autocar", "km", None),
    ("bus_km", "busthermique", "City bus, combustion", "Bus thermique", "km", None),
    ("electric_bus_km", "buselectrique", "City bus, electric", "Bus électrique", "km", None),
    ("tram_km", "tramway", "Tram", "Tramway", "km", None),
    ("metro_km", "metro", "Underground", "Métro", "km", None),
    ("rer_km", "rer", "Suburban train (Paris)", "RER ou Transilien", "km", None),
    ("regional_train_km", "ter", "Regional train (France)", "TER", "km", None),
    ("intercity_km", "intercites", "Intercity train (France)", "Intercités", "km", None),
    ("tgv_km", "tgv", "High-speed train (France)", "TGV", "km", None),
    ("bike_km", "velo", "Bicycle", "Vélo", "km", None),
    ("electric_bike_km", "veloelectrique", "Electric bicycle", "Vélo électrique", "km", None),
    ("kick_scooter_km", "trottinette", "Electric kick scooter", "Trottinette électrique", "km",
     None),
    ("flight_short_km", "avion-courtcourrier", "Flight, below 1000 km", "Avion, court-courrier",
     "km", None),
    ("flight_medium_km", "avion-moyencourrier", "Flight, 1000 to 2000 km",
     "Avion, moyen-courrier", "km", None),
    ("flight_long_km", "avion-longcourrier", "Flight, above 5000 km", "Avion, long-courrier",
     "km", None),
    ("flight_paris_new_york", "avion-pny", "Flight Paris to New York and back",
     "Vol Paris-New York aller-retour", "journey", None),
    ("tgv_paris_marseille", "tgv-paris-marseille", "High-speed train Paris to Marseille and back",
     "TGV Paris-Marseille aller-retour", "journey", None),
    ("tgv_paris_berlin", "tgv-paris-berlin", "Train Paris to Berlin and back",
     "Train Paris-Berlin aller-retour", "journey", None),
    ("person_year_france", "francais", "A year of an average person in France",
     "Une année d'un Français moyen", "year", None),
    ("person_year_2050", "2050", "A year of a person within the 2050 target",
     "Une année d'une personne à l'objectif 2050", "year", None),
    ("hotel_night", "hotel", "Night in a hotel", "Nuit à l'hôtel", "night", None),
    ("email", "email", "E-mail", "Courriel", "e-mail", None),
    ("web_search", "rechercheweb", "Web search", "Recherche sur le web", "search", (1.23, 10)),
    ("video_hour", "streamingvideo", "Hour of streamed video", "Heure de vidéo en ligne", "hour",
     (36, 64.02)),
    ("video_call_hour", "visioconference", "Hour of video call", "Heure de visioconférence",
     "hour", None),
    ("download_gb", "telechargement", "Download of a GB", "Téléchargement d'un Go", "GB", None),
    ("smartphone", "smartphone", "Smartphone", "Smartphone", "item", None),
    ("basic_phone", "telephonebasique", "Basic telephone", "Téléphone basique", "item", None),
    ("tablet", "tabletteclassique", "Tablet", "Tablette", "item", None),
    ("laptop", "ordinateurportable", "Laptop", "Ordinateur portable", "item", None),
    ("desktop", "ordinateurfixeprofessionnel", "Desktop computer, at work",
     "Ordinateur fixe professionnel", "item", None),
    ("screen", "ecran", "Computer screen", "Écran d'ordinateur", "item", None),
    ("television", "television", "Television", "Télévision", "item", None),
    ("internet_box", "box", "Internet box", "Box internet", "item", None),
    ("hard_disk", "disquedur", "External hard disk", "Disque dur externe", "item", None),
    ("ssd", "ssd", "External SSD", "Disque SSD externe", "item", None),
    ("usb_key", "clefusb", "USB key", "Clé USB", "item", None),
    ("vr_headset", "casquevr", "Virtual reality headset", "Casque de réalité virtuelle", "item",
     None),
    ("projector", "videoprojecteur", "Video projector", "Vidéoprojecteur", "item", None),
    ("bluetooth_speaker", "enceintebluetooth", "Bluetooth speaker", "Enceinte Bluetooth", "item",
     None),
    ("beef_meal", "repasavecduboeuf", "Meal with beef", "Repas avec du bœuf", "meal", None),
    ("vegetarian_meal", "repasvegetarien", "Vegetarian meal", "Repas végétarien", "meal", None),
    ("vegan_meal", "repasvegetalien", "Vegan meal", "Repas végétalien", "meal", None),
    ("beef_kg", "boeuf", "Beef", "Bœuf", "kg", None),
    ("chicken_kg", "poulet", "Chicken", "Poulet", "kg", None),
    ("hard_cheese_kg", "fromagedure", "Hard cheese", "Fromage à pâte dure", "kg", None),
    ("lentils_kg", "lentilles", "Lentils", "Lentilles", "kg", None),
    ("rice_kg", "riz", "Rice", "Riz", "kg", None),
    ("baguette_kg", "baguette", "Baguette bread", "Pain (baguette)", "kg", None),
    ("apple_kg", "pomme", "Apples", "Pommes", "kg", None),
    ("potato_kg", "pommedeterre", "Potatoes", "Pommes de terre", "kg", None),
    ("chocolate_kg", "boucheechocolat", "Chocolate bites", "Bouchées au chocolat", "kg", None),
    ("tap_water_litre", "eaudurobinet", "Tap water", "Eau du robinet", "litre", None),
    ("bottled_water_litre", "eauenbouteille", "Bottled water", "Eau en bouteille", "litre", None),
    ("milk_litre", "laitdevache", "Cow's milk", "Lait de vache", "litre", None),
    ("coffee_litre", "cafe", "Coffee", "Café", "litre", None),
    ("wine_litre", "vin", "Wine", "Vin", "litre", None),
    ("beer_litre", "biere", "Beer", "Bière", "litre", None),
    ("jeans", "jeans", "Pair of jeans", "Jean", "item", None),
    ("tshirt", "tshirtencoton", "Cotton T-shirt", "T-shirt en coton", "item", None),
    ("sport_shoes", "chaussuresdesport", "Pair of sport shoes", "Paire de chaussures de sport",
     "item", None),
    ("coat", "manteau", "Coat", "Manteau", "item", None),
    ("wool_jumper", "pullenlaine", "Wool jumper", "Pull en laine", "item", None),
    ("washing_machine", "lavelinge", "Washing machine", "Lave-linge", "item", None),
    ("dishwasher", "lavevaisselle", "Dishwasher", "Lave-vaisselle", "item", None),
    ("refrigerator", "refrigirateur", "Refrigerator", "Réfrigérateur", "item", None),
    ("kettle", "bouilloire", "Kettle", "Bouilloire", "item", None),
    ("microwave", "microondes", "Microwave oven", "Four à micro-ondes", "item", None),
    ("sofa", "canapetextile", "Sofa", "Canapé", "item", None),
    ("wooden_chair", "chaiseenbois", "Wooden chair", "Chaise en bois", "item", None),
    ("home_delivery", "livraisondomicile", "Parcel delivered at home",
     "Colis livré à domicile", "parcel", None),
]

# key, key of the facts, name, French name, per, note
REFERENCES = [
    ("tree_year", "tree_year", "What a tree takes up in a year",
     "Ce qu'un arbre absorbe en un an", "tree-year", "CO2 taken up, not emitted: never subtract"),
    ("car_eu_km", "passenger_car_eu", "Car, European average", "Voiture, moyenne européenne", "km",
     ""),
    ("car_us_km", "passenger_car_us", "Car, average of the United States",
     "Voiture, moyenne des États-Unis", "km", ""),
    ("train_km", "train", "Train, average", "Train, moyenne", "km", "per passenger"),
    ("flight_km", "flight_economy", "Flight, economy class", "Avion, classe économique", "km",
     "per passenger"),
    ("flight_paris_london", "flight_Paris_London", "Flight Paris to London", "Vol Paris-Londres",
     "passenger", "one way"),
    ("flight_paris_dublin", "flight_Paris_Dublin", "Flight Paris to Dublin", "Vol Paris-Dublin",
     "passenger", "one way"),
    ("flight_new_york_san_francisco", "flight_NYC_SF", "Flight New York to San Francisco",
     "Vol New York-San Francisco", "passenger", "one way"),
    ("flight_new_york_melbourne", "flight_NYC_Melbourne", "Flight New York to Melbourne",
     "Vol New York-Melbourne", "passenger", "one way"),
]


def grams(x):
    return f"{x:.4g}"


def main():
    data = sys.argv[1]
    with open(os.path.join(data, "impactco2", "equivalents.json"), encoding="utf-8") as f:
        kg = {e["slug"]: e["kgco2e"] for e in json.load(f)}
    with open(os.path.join(data, "facts", "equivalences.csv"), encoding="utf-8") as f:
        facts = {row["key"]: float(row["value"]) for row in csv.DictReader(f)
                 if row["source"].startswith("Green Algorithms")}
    with open(os.path.join(data, "facts", "equivalences.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["key"].startswith("impactco2:"):
                kg.setdefault(row["key"].split(":")[1], float(row["value"]) / 1000)
    sys.stdout.write(HEAD)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for key, slug, name, name_fr, per, interval in CHOSEN:
        low, high = interval or ("", "")
        alias = name_fr if name_fr != name else ""
        out.writerow([key, name, name_fr, alias, grams(kg[slug] * 1000), low, high, per,
                      PER_FR[per], 2026, "ADEME Base Empreinte, by way of impactCO2",
                      "Licence Ouverte 2.0", f"impactCO2 {slug}"])
    for key, fact, name, name_fr, per, note in REFERENCES:
        out.writerow([key, name, name_fr, name_fr, grams(facts[fact]), "", "", per, PER_FR[per],
                      2021, "Green Algorithms (Lannelongue et al. 2021)", "CC-BY-4.0", note])


if __name__ == "__main__":
    main()
