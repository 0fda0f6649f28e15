# A card whose metals and primary energy are not known keeps its energy and carbon; what needs them is absent, with the reason.
gap() {
	frugal estimate "$@" --json | jq -c '.figures | map({key: .name, value: .}) | from_entries | [.energy.value > 0, .carbon.value > 0, .embodied_adpe.value, .embodied_adpe.absent]'
}
gap training gpu=L4 gpu_hours=10h zone=FR
gap llm_training gpu=L4 gpu_hours=10h zone=FR
gap server gpu=L4 gpus=1 duration=1h zone=FR
gap llm_request active_parameters=8e9 output_tokens=300token gpu=L4 zone=FR
gap image_request parameters=2.6e9 gpu=L4 zone=FR
gap embedding_request parameters=1e8 gpu=L4 zone=FR
printf 'gpu,gpu_hours\nL4,10\nH100,10\n' >rows.csv
frugal estimate training --batch rows.csv --csv 2>err >out.csv; echo "exit $?"
grep -c refused err
awk -F, 'NR > 1 { print $1, ($3 > 0), ($4 > 0), ($8 > 0) }' out.csv
