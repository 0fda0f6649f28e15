# Georgia is a country and a state, Washington a state and a city: a name of two places is no place.
for zone in Georgia georgia Géorgie Washington; do
	frugal estimate training gpu=A100 gpu_hours=10h zone="$zone" >/dev/null
	echo "exit $?"
done
frugal run --zone Georgia -- touch ran
echo "exit $?"
ls ran 2>/dev/null
printf 'gpu_hours,zone\n10h,Georgia\n10h,GE\n' >rows.csv
frugal estimate training gpu='A100 SXM4 80GB' --batch rows.csv --draws 1 >/dev/null
echo "exit $?"
# Its code, or what it is a part of, says which.
for zone in GE US-GA 'Georgia, United States of America' 'State of Georgia' US-WA 'Washington State' 'Washington DC' \
	'Washington, DC' Mississippi; do
	frugal estimate training gpu='A100 SXM4 80GB' gpu_hours=10h zone="$zone" --draws 1 --json | jq -r .inputs.zone.key
done
frugal ask 'train for 10 hours on 8 H100 in Georgia' --answers /dev/null 2>&1 | grep -o 'may be.*'
