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
# A card of which the rate of matrices is known needs no plain rate; one that has neither is refused with what to give.
rate() { frugal estimate llm_request llm=llama-3-70b output_tokens=300token zone=FR --draws 1 --json "$@" | jq -c '[.figures[0].value > 0, .figures[0].absent]'; }
rate gpu='TPU v4'
[ "$(rate gpu='TPU v4')" = "$(rate gpu='TPU v4' gpu.peak_fp32=1TFLOPS)" ] && echo "the same"
frugal estimate llm_request llm=llama-3-70b output_tokens=300token gpu=MI350P gpu.memory=144GB gpu.bandwidth=4000GB/s 2>&1 | sed 's/model:[0-9]*/model:N/'
frugal estimate llm_request llm=llama-3-70b output_tokens=300token gpu='TPU v5e' 2>&1 | sed 's/csv:[0-9]*/csv:N/'
