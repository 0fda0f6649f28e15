# A run of stored hours stays what it is where nothing is asked: 10 g/kWh. France has 44.18 in its newest year and 78.81 in 2022.
export FRUGAL_GRID="$PWD/grid" FRUGAL_SENSORS='gpu:A100 SXM4 80GB'
. "$CASES/hours.bash"
hours_around 10 >hours.csv
for zone in FR ZZTOP; do frugal grid import hours.csv --zone $zone --kind average --scope lifecycle; done
for zone in FR ZZTOP; do frugal run -q --name $zone --zone $zone -- sleep 0.5; done
# Intensity before and after, in g/kWh; whether the hours were used, and the year that they are not of.
told() { jq -c '.runs[] | [.zone, .new_zone, (.carbon_kgco2e / .energy_kwh * 1e5 | round / 100),
	(.new_carbon_kgco2e / .new_energy_kwh * 1e5 | round / 100), .by_hours, .hours_not_of]'; }
for zone in FR ZZTOP; do
	frugal recompute name=$zone --json | told
	frugal recompute name=$zone --factors-year 2022 --json | told
done
frugal recompute name=FR --zone FR --json | told
frugal recompute name=FR --zone FR:2022 --json | told
frugal recompute name=FR --source Ember --json | told
# A zone without a row is known by its hours, also where it is asked.
frugal recompute name=FR --zone ZZTOP --json | told
# No change is called one of factors.
frugal recompute name=FR --json | jq -c '.runs[0].split'
# A year is said not to be that of the hours, the year of the run is not.
frugal recompute name=FR --factors-year 2022 | grep hours
frugal recompute name=ZZTOP --factors-year 2022 | grep hours
frugal recompute name=FR name=ZZTOP --factors-year 2022 | grep hours
frugal --lang fr recompute name=FR --factors-year 2022 | grep heures
year=$(date -u +%Y)
frugal recompute name=ZZTOP --factors-year "$year" >same; grep -c hours same
# Of hours that are not stored any more, the year answers; a run without a zone has none.
FRUGAL_GRID="$PWD/none" frugal recompute name=FR --json | told
frugal run -q --name world -- sleep 0.5
frugal recompute name=world --json | jq -c '.runs[] | [.zone, .by_hours]'
