# Subregions of eGRID are zones: 596.326 lb/MWh of SRVC are 270.49 g/kWh, of its power plants alone.
for zone in SRVC US-SRVC "egrid srvc" "SERC Virginia/Carolina"; do
	frugal estimate training gpu_hours=1h gpu="H100 SXM5 80GB" zone="$zone" --json | jq -c '.notes'
done | sort | uniq -c | sed 's/^ *//'
frugal factors zones US-SRVC --json | jq -c '[.[] | [.year.value, .intensity.value, .scope]]'
frugal estimate training gpu_hours=1h gpu="H100 SXM5 80GB" zone=SRVC --lang fr | grep '^note'
# A zone of a life cycle has no such note; nor has one whose number is given by hand.
frugal estimate training gpu_hours=1h gpu="H100 SXM5 80GB" zone=US | grep -c '^note'
frugal estimate training gpu_hours=1h gpu="H100 SXM5 80GB" zone=SRVC zone.intensity=200g/kWh | grep -c '^note'
# Masses: 0.152 and 0.282 lb/MWh are 6.895 g and 12.791 g for 100 kWh. No other zone answers.
frugal estimate electricity_air energy=100kWh zone=SRVC --json | jq -c '[.figures[] | [.name, (.value * 1000 | round | . / 1000), .unit]]'
frugal estimate electricity_air energy=100kWh zone=US-SRVC:2019 --json | jq -c '[.figures[] | .value * 1000 | round | . / 1000]'
frugal estimate electricity_air energy=100kWh zone=FR; echo "exit $?"
frugal estimate electricity_air energy=100kWh; echo "exit $?"
