# The electricity of a region of a cloud: of its part of the country, else of the country, which is said.
intensity() { frugal estimate cloud_instance "$@" vcpus=8 duration=1h --json --draws 1 2>&1 |
	jq -c '[(.figures | map({(.name): .value}) | add | .usage_gwp / .energy * 1e5 | round / 100), .notes]'; }
# CA-AB, CA and US-SE-SOCO: rows of zones; Arizona and Oregon: Ember, by way of SPRUCE.
for region in ca-west-1 gcp:us-east2 us-phoenix-1 us-west-or; do echo $region; intensity region=$region pue=1 wue=1L/kWh; done
# China's provinces have no row; a grid zone without one is not silent either.
intensity region=cn-north-1
mkdir tables
printf 'key,name,aliases,provider,zone,grid_zone,pue[1],wue[L/kWh],year,source,licence\nmine:calgary,Mine,,mine,CA,CA-XX,1,1,2026,me,CC0\n' >tables/regions.csv
intensity region=mine:calgary --factors tables
intensity region=mine:calgary intensity=100g/kWh --factors tables
# By hand: 8 x 0.74 W + 8 x 0.5 x 2.76 W = 16.96 W for an hour, times g/kWh.
# Without a region nothing is said of one.
intensity
# What is given by hand goes before the region's own: FR has 44.18 g, CA-AB 385 g. Its own zone changes nothing.
intensity region=us-east-1 zone=FR
intensity region=us-east-1 grid=CA-AB
intensity region=ca-west-1 zone=CA
printf 'region,zone,duration[h],vcpus,pue\nca-west-1,,1,8,1\nca-west-1,CA,1,8,1\nus-east-1,FR,1,8,1\nus-east-1,,1,8,1\n,FR,1,8,1\n' >rows.csv
frugal estimate cloud_instance --batch rows.csv 2>/dev/null | jq -Rr 'split(",") | [.[0], .[1], (.[6] | tonumber? | . * 1e6 | round)] | @csv'
printf 'region,duration[h],vcpus,pue\nca-west-1,1,8,1\neu-west-3,1,8,1\n' >rows.csv
frugal estimate cloud_instance zone=FR --batch rows.csv 2>/dev/null | jq -Rr 'split(",") | [.[0], (.[5] | tonumber? | . * 1e6 | round)] | @csv'
# A geography is not a region; Microsoft's names, and those of a list that others use.
frugal estimate cloud_instance region=asiapacific vcpus=8 duration=1h; echo "exit $?"
for region in usdodcentral usdodwest saudiarabiaeast saudiarabiasouthcentral; do frugal factors regions $region | sed -n 's/^key *//p'; done
# Zones of one source alone have an interval, and the year that is asked for.
frugal factors zones Mayotte | sed -n 's/^intensity *//p;5q'
frugal factors --source "Electricity Maps" zones FR:2024 | sed -n 's/^intensity *//p;5q'
