# Regions, machines and zones as the tables have them: what a column says, and where it comes from.
. "$CASES/values.bash"
kwh='vcpus=1 idle_power=1000W full_power=1000W duration=1h pue=1 wue=0L/kWh'
# 1 kWh where the region lies: France (Ember 2024: 44.18 g), Sweden (35.89 g), Finland (Google 2024: 46 g).
values 'usage_gwp' cloud_instance $kwh region=francecentral
values 'usage_gwp' cloud_instance $kwh region=eu-north-1
values 'usage_gwp' cloud_instance $kwh region=europe-north1
# Amazon in Oregon is on the grid of Google in Oregon: 94 g, and the derivation names whose it is.
frugal estimate cloud_instance $kwh region=us-west-2 --explain | grep -o '94 g CO2e/kWh .*(aws:.*)' | sed 's/csv:[0-9]*/csv/'
# Eight H100 are eight H100; two GPUs of Amazon's p2 are one K80; a constrained size occupies its full size.
for name in a3-highgpu-8g p2.8xlarge vm.gpu.a10.2; do
	frugal factors instances "$name" --csv | cut -d, -f1,5,7,8 | sed 1d
done
frugal factors instances azure:e16-4s_v3 | grep vcpus
# A state of 2020 has a doubt: 15 %, and 6 % for each of 4 years; 216.43 * 0.85 / 1.2625 = 145.7.
frugal factors zones US-CA --csv | cut -d, -f1,4-6 | sed 1d
# A bidding zone is a zone, by any of its names.
for name in NO-NO1 NO1 10YNO-1--------2; do
	frugal factors zones "$name:2025" --csv | cut -d, -f1 | sed 1d | sort -u
done
# A code of another cloud with a hyphen more or less is another region.
for region in eu-north1 us-east-5; do frugal factors regions $region; echo "exit $?"; done
# A named accelerator counts once: 8 virtual processors are 20 Wh an hour, an H100 is hundreds.
frugal estimate cloud_instance vcpus=8 gpu="H100 SXM5 80GB" duration=1h --json --draws 1 | jq -c '.figures[] | select(.name == "energy") | .value > 0.3'
# A small size shares the server of its processor: as much embodied as an m5 of as many processors.
for instance in t3.2xlarge m5.2xlarge; do
	frugal estimate cloud_instance instance=$instance region=us-east-1 duration=1h --json --draws 1 | jq -c '.figures[] | select(.name == "embodied_gwp") | .value'
done
