# A budget of carbon counts from the start, or is refused: an intensity that is not known is not zero.
mkdir factors
printf 'key,name,intensity[gCO2e/kWh],scope,year,source,licence\nZZ,Nowhere,,lifecycle,2024,us,CC0-1.0\n' >factors/zones.csv
frugal --factors factors run --zone ZZ --budget 1gCO2e --on-budget stop -- touch started
echo "exit $?"
ls started 2>/dev/null
frugal --factors factors run -q --zone ZZ --budget 1Wh -- touch started 2>/dev/null
ls started
# Without a zone the world average counts, and is named.
export FRUGAL_SENSORS='exec:while :; do echo node 3600 W; sleep 0.1; done'
frugal run --budget 1ugCO2e --on-budget stop -- sh -c 'while :; do :; done' 2>&1 | grep -E 'world average of|used up'
frugal --lang fr run --budget 1ugCO2e -- true 2>&1 | grep 'moyenne mondiale de'
frugal run --zone FR --budget 1ugCO2e --on-budget stop -- sh -c 'while :; do :; done' 2>&1 | grep -E 'world average of|used up'
frugal run -q --budget 1ugCO2e --on-budget stop -- sh -c 'while :; do :; done'
echo "exit $?"
