# The region of a cloud stands for its grid wherever a zone is taken, and for nothing else of it.
training='training gpu=H100-SXM5-80GB gpu_hours=10h'
of() { jq -c '[.inputs.zone.key, .inputs.zone.taken_for]'; }
for zone in FR eu-west-3 EUROPE-WEST9 aws:us-east-1; do
	frugal estimate $training zone=$zone --json | of
done
# Paris is FR: the same electricity, and the PUE of the model (1.11 is Amazon's).
for zone in FR eu-west-3; do
	frugal estimate $training zone=$zone --json | jq -c '[.inputs.pue.value, (.figures[] | select(.name == "carbon").value)]'
done | uniq | wc -l
frugal estimate $training zone=eu-west-3 | grep '^note: zone'
frugal estimate $training zone=eu-west-3 --lang fr | grep région
printf 'zone,gpu_hours[h]\neu-west-3,10\nFR,10\neu-wst-3,10\n' >rows.csv
frugal estimate training gpu=H100-SXM5-80GB --batch rows.csv 2>said | cut -d, -f3-4 | tail -2 | uniq | wc -l
grep -c "is on the grid of FR" said
grep refused said
# A slip is near a region, not near a part of its words.
frugal estimate $training zone=eu-wst-3; echo "exit $?"
frugal run --zone aws:eu-wst-3 -- true; echo "exit $?"
# A code of two clouds in different places is neither; with its cloud, or on one grid, it is clear.
mkdir more
{
	grep -v '^#' "$SOURCE/factors/regions.csv" | head -1
	echo 'here:eu-west-3,Here,,here,DE,,,1.2,,,,,,,,,2024,ours,fact (cited),'
	echo 'here:eu-west-1,Here,,here,IE,,,1.2,,,,,,,,,2024,ours,fact (cited),'
} >more/regions.csv
frugal estimate $training zone=eu-west-3 --factors more; echo "exit $?"
frugal run --zone eu-west-3 --factors more -- true; echo "exit $?"
for zone in here:eu-west-3 eu-west-1; do
	frugal estimate $training zone=$zone --factors more --json | of
done
# BHS is the Bahamas, and a place of OVHcloud in Quebec: said, not chosen in silence.
frugal estimate $training zone=BHS | grep '^note: zone'
frugal estimate $training zone=ovhcloud:bhs --json | of
# A setting is checked as the option is.
frugal config set zone eu-wst-3; echo "exit $?"
frugal config set zone nowhere; echo "exit $?"
frugal config set zone eu-west-3 && cat "$(frugal config path)"
frugal run -q --json run.json -- true && jq -r .zone run.json
frugal config unset zone
# A plan has the hours of the grid; those that are stored under the code itself come first.
today=$(date -u +%F) tomorrow=$(date -u -d tomorrow +%F)
hours() { for day in $today $tomorrow; do for h in $(seq -w 0 23); do echo "${day}T$h:00:00Z,$1"; done; done; }
zone_of() { frugal plan --zone eu-west-3 --duration 1h --deadline 5h --json | jq -r .zone; }
{ echo 'start_utc,g_per_kwh'; hours 50; } >hours.csv
frugal grid import hours.csv --zone FR -q >/dev/null
zone_of
frugal grid import hours.csv --zone eu-west-3 -q >/dev/null
zone_of
