# Generation by source as services publish it: XML of ENTSO-E, JSON of Electricity Maps and of RTE.
export FRUGAL_GRID="$PWD/grid"
series() { # TYPE DIRECTION CURVE RESOLUTION POINTS
	echo "<TimeSeries><$2BiddingZone_Domain.mRID codingScheme=\"A01\">10YFR-RTE------C</$2BiddingZone_Domain.mRID>"
	echo "<quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>$3</curveType>"
	echo "<MktPSRType><psrType>$1</psrType></MktPSRType><Period><timeInterval><start>2026-03-02T00:00Z</start>"
	echo "<end>2026-03-02T02:00Z</end></timeInterval><resolution>$4</resolution>"
	for point in $5; do
		echo "<Point><position>${point%:*}</position><quantity>${point#*:}</quantity></Point>"
	done
	echo "</Period></TimeSeries>"
}
document() { # SERIES...
	echo '<?xml version="1.0" encoding="UTF-8"?>'
	echo '<GL_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0">'
	printf '<mRID>0</mRID><type>%s</type>\n' "$kind"
	printf '%s\n' "$@" '</GL_MarketDocument>'
}
kind=A75
nuclear=$(series B14 in A01 PT60M "1:60 2:80")
gas=$(series B04 in A03 PT30M "1:40 4:20")
pumped=$(series B10 in A03 PT60M "1:5")
pumps=$(series B10 out A03 PT60M "1:30")
document "$nuclear" "$gas" "$pumped" "$pumps" >a75.xml
# (60*16 + 40*469) / 100 twice, (80*16 + 40*469) / 120, (80*16 + 20*469) / 100.
frugal grid import a75.xml --mix srren
frugal grid import a75.xml --mix srren
frugal grid show FR --from 2026-03-02T00:00Z --to 2026-03-02T02:00Z --json | jq -c '[.basis, .slots[].g_per_kwh]'
# A type that is silent for an hour makes that hour unknown.
document "$nuclear" "$(series B04 in A01 PT60M "2:20")" >silent.xml
frugal grid import silent.xml --mix srren --zone SILENT
frugal grid show SILENT --from 2026-03-02T00:00Z --to 2026-03-02T02:00Z --json | jq -c '[.slots[].g_per_kwh]'
bad() { frugal grid import bad.xml "$@"; [ $? -ne 0 ] || echo "taken"; }
cp a75.xml bad.xml; bad
bad --mix srren --basis consumption
kind=A65; document "$nuclear" >bad.xml; bad --mix srren
kind=A75; document "$(series B14 in A02 PT60M 1:60)" >bad.xml; bad --mix srren
document "$(series B14 in A01 PT60M "2:60 1:50")" >bad.xml; bad --mix srren
document "$(series B14 in A01 PT60M "1:lots")" >bad.xml; bad --mix srren
document "$(series B99 in A01 PT60M "1:6 2:7")" >bad.xml; bad --mix srren
document "$(series B14 in A01 P1Y "1:60")" >bad.xml; bad --mix srren
sed 's/10YFR/10XXX/' a75.xml >bad.xml; bad --mix srren
head -5 a75.xml >bad.xml; bad --mix srren
{ echo '<!DOCTYPE x [<!ENTITY a "b">]>'; cat a75.xml; } | sed '/?xml/d' >bad.xml; bad --mix srren
echo '<Acknowledgement_MarketDocument><Reason><code>999</code><text>No matching data found</text></Reason></Acknowledgement_MarketDocument>' >bad.xml
bad --mix srren
# Electricity Maps: what is consumed, or with --mix direct what is made at home; null is no plant.
cat >maps.json <<'J'
{"zone":"LU","data":[{"zone":"LU","datetime":"2026-03-02T13:00:00.000Z","isEstimated":true,
"powerConsumptionBreakdown":{"nuclear":60,"gas":30,"coal":10,"wind":null,"hydro discharge":500},
"powerProductionBreakdown":{"nuclear":null,"gas":30,"coal":20,"hydro discharge":-40},
"powerImportBreakdown":{"FR":60}}]}
J
# (60*12 + 30*490 + 10*820) / 100, (30*370 + 20*760) / 50.
frugal grid import maps.json --mix ar5
frugal grid import maps.json --mix direct
frugal grid import maps.json; echo "exit $?"
for scope in lifecycle direct; do
	frugal grid show LU --scope $scope --from 2026-03-02T13:00Z --to 2026-03-02T14:00Z --json | jq -c '[.slots[].g_per_kwh]'
done
# RTE: imports at the neighbours' intensity, numbers as texts, no row without all of it.
cat >odre.json <<'J'
{"total_count":2,"results":[
{"date_heure":"2026-03-02T12:00:00+00:00","consommation":1,"fioul":0,"charbon":0,"gaz":"10","nucleaire":60,"eolien":10,"eolien_offshore":"3",
"solaire":10,"hydraulique":0,"bioenergies":0,"pompage":-12,"ech_comm_angleterre":"-19","ech_comm_espagne":10,"ech_comm_italie":0,
"ech_comm_suisse":0,"ech_comm_allemagne_belgique":0,"taux_co2":21},
{"date_heure":"2026-03-02T12:15:00+00:00","gaz":"ND","nucleaire":null,"taux_co2":null}]}
J
# (10*469 + 60*16 + 10*12 + 10*46 + 10*220) / 100
frugal grid import odre.json --mix srren
frugal grid show FR --basis consumption --from 2026-03-02T12:00Z --to 2026-03-02T12:15Z --json | jq -c '[.slots[].g_per_kwh]'
