# A machine of one provider is not rented in a region of another.
frugal estimate cloud_instance instance=aws:m5.large region=azure:francecentral duration=1h
echo "exit $?"
frugal estimate cloud_instance instance=gcp:n1-standard-4 region=aws:eu-west-3 duration=1h
echo "exit $?"
# Each provider's machine is, in its own regions; without the one or the other there is nothing to compare.
first() { # TABLE PROVIDER
	frugal factors "$1" --csv | cut -d, -f1 | grep "^$2:" | head -1
}
for provider in aws azure gcp oci ovhcloud scaleway; do
	instance=$(first instances $provider) region=$(first regions $provider)
	frugal estimate cloud_instance instance="$instance" region="$region" duration=1h --draws 1 >/dev/null 2>&1
	echo "$provider $?"
done
frugal estimate cloud_instance instance=aws:m5.large duration=1h --draws 1 >/dev/null
frugal estimate cloud_instance region=azure:francecentral vcpus=4 duration=1h --draws 1 >/dev/null
# Rows of a batch each.
printf 'instance,region\naws:m5.large,aws:eu-west-3\naws:m5.large,gcp:europe-west9\n' >rows.csv
frugal estimate cloud_instance duration=1h --batch rows.csv --draws 1 >/dev/null
echo "exit $?"
# The model names the providers one by one: these are all of them.
for table in instances regions; do frugal factors $table --csv | sed 1d | cut -d: -f1 | sort -u | paste -sd' '; done
