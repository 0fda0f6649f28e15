# Intensity from generation by source: sum of power times factor, over the sum of power.
cat >mix.csv <<'T'
time_utc,Nuclear,Fossil Gas,Hydro Pumped Storage,FR,Waste
2026-01-05T00:00Z,60,30,-5,10,0
2026-01-05T01:00Z,80,20,10,-50,0
2026-01-05T02:00Z,80,,0,0,0
T
# (60*16 + 30*469 + 10*39) / 100, (80*16 + 20*469) / 100: exports and storage are left out; a gap.
frugal grid import mix.csv --zone BE --mix srren
frugal grid show BE --from 2026-01-05T00:00Z --to 2026-01-05T03:00Z --json | jq -c '[.slots[] | .g_per_kwh]'
# 30*370 / 90, 20*370 / 100: at the stack, what is made at home alone.
frugal grid import mix.csv --zone BE --mix direct
frugal grid show BE --scope direct --basis production --from 2026-01-05T00:00Z --to 2026-01-05T02:00Z --json |
	jq -c '[.slots[] | .g_per_kwh * 1000 | round]'
# A neighbour is at its intensity of zones.csv: (60*12 + 30*490 + 10*x) / 100.
frugal grid import mix.csv --zone LU --mix ar5
x=$(frugal grid show LU --from 2026-01-05T00:00Z --to 2026-01-05T01:00Z --json | jq '.slots[0].g_per_kwh')
frugal factors zones FR --json | jq -c "[.. | numbers] | any(fabs < 1e9 and ((720 + 14700 + 10 * .) / 100 - $x | fabs) < 1e-6)"
echo 'time_utc,Nuclear,Perpetual motion' >odd.csv
frugal grid import odd.csv --zone BE --mix srren; echo "exit $?"
echo '{}' >odd.json
frugal grid import odd.json --zone BE --mix srren; echo "exit $?"
# Factors over the life cycle make no direct intensity, whatever is asked.
frugal grid import mix.csv --zone BE --mix ar5 --scope direct; echo "exit $?"
# A source is counted once, under one name; the zone itself is no neighbour of its own.
for heads in "Gas,Fossil Gas" "gas,B04" "Wind,Wind Offshore" "Nuclear,DE"; do
	printf 'time_utc,%s\n2026-01-05T00:00Z,60,40\n' "$heads" >twice.csv
	frugal grid import twice.csv --zone DE --mix ar5; echo "exit $?"
done
# Two kinds of wind are two sources: 11 of ar5 on land, 12 at sea; peat and oil shale are two as well.
printf 'time_utc,Wind Onshore,Wind Offshore,B07,B08\n2026-01-05T00:00Z,60,40,0,0\n' >wind.csv
frugal grid import wind.csv --zone WIND --mix ar5 --quiet
frugal grid show WIND --basis production --from 2026-01-05 --to 2026-01-05T01:00Z --json | jq -c '[.slots[].g_per_kwh]'
# The same in JSON and XML: names that share power are refused, by their names.
for parts in '"gas":40,"Fossil Gas":60' '"Wind":40,"Wind Offshore":60' '"wind":40,"hydro":60'; do
	printf '{"zone":"BE","datetime":"2026-01-05T00:00Z","powerProductionBreakdown":{%s}}' "$parts" >twice.json
	frugal grid import twice.json --mix ar5 --basis production; echo "exit $?"
done
# A series: its type, its start, MW of two hours.
series() { printf '<TimeSeries><inBiddingZone_Domain.mRID>10YBE----------2</inBiddingZone_Domain.mRID><curveType>A01</curveType><MktPSRType><psrType>%s</psrType></MktPSRType>' "$1"
	printf '<Period><timeInterval><start>%s</start><end>%s</end></timeInterval><resolution>PT60M</resolution>' "$2" "$3"
	printf '<Point><position>1</position><quantity>%s</quantity></Point><Point><position>2</position><quantity>%s</quantity></Point></Period></TimeSeries>' "$4" "$4"; }
document() { echo "<GL_MarketDocument><type>A75</type>$1</GL_MarketDocument>" >twice.xml; frugal grid import twice.xml --mix ar5; echo "exit $?"; }
a=2026-01-06T00:00Z b=2026-01-06T02:00Z c=2026-01-06T04:00Z
document "$(series B04 $a $b 60)$(series B04 $a $b 40)"
document "$(series B04 $a $b 60)$(series Gas $a $b 40)"
# Two series of a type one after the other are no fault; storage counts in none. 490: gas of ar5.
document "$(series B04 $a $b 60)$(series B04 $b $c 40)$(series B10 $a $b 5)$(series B10 $a $b 5)$(series B10 $b $c 5)"
frugal grid show BE --basis production --from 2026-01-06T00:00Z --to 2026-01-06T04:00Z --json | jq -c '[.slots[].g_per_kwh]'
# Storage by its names at the services, silent or at work, makes no gap and adds nothing: 490 is gas of ar5.
printf 'time_utc,gas,battery storage,Energy storage,hydro storage\n2026-01-07T00:00Z,60,,5,n/e\n2026-01-07T01:00Z,60,-9,?,no data\n' >stored.csv
frugal grid import stored.csv --zone STORED --mix ar5 --quiet; echo "exit $?"
frugal grid show STORED --basis production --from 2026-01-07 --to 2026-01-07T02:00Z --json | jq -c '[.slots[].g_per_kwh]'
