# Serving engines, precisions and data centres of a request to a language model.
ask() { command frugal estimate llm_request zone.intensity=100g/kWh --json output_tokens=300 "$@"; }
line() { jq -r --arg name "$1" '.derivation.lines[] | select(.name == $name) | .value'; }
joules() { ask gpus=1 "$@" --draws 1 | jq '.figures[] | select(.name == "token_energy") | .value'; }
above() { awk -v a="$1" -v b="$2" 'BEGIN { print (a > b ? "above" : a == b ? "equal" : "below") }'; }
echo "words of an engine, and near misses:"
for word in vllm vLLM current SGLang trtllm trt-llm TensorRT-LLM HF transformers ollama llamacpp llama.cpp GGUF older; do
	printf '%s ' "$(ask active_parameters=8e9 engine="$word" --draws 1 | jq -r .inputs.engine.key)"
done
echo
frugal estimate llm_request active_parameters=8e9 output_tokens=10 engine=sglan; echo "exit $?"
frugal estimate llm_request active_parameters=8e9 output_tokens=10 engine=deepspeed; echo "exit $?"
frugal estimate llm_request active_parameters=8e9 output_tokens=10 precision=bnb4bits; echo "exit $?"
echo "words of a precision:"
for word in fp16 FP8 awq gptq Q4_K_M Q8_0 bitsandbytes bnb-8bit nvfp4 MXFP4 float32 Q6_K Q5_K_M Q3_K_M q2_k IQ4_XS; do
	printf '%s ' "$(ask active_parameters=8e9 precision="$word" --draws 1 | jq -r .inputs.precision.key)"
done
echo
# Launching layer by layer, for static batches: transformers. In 8 bits of the hardware: TensorRT-LLM.
echo "transformers over vLLM: $(above "$(joules active_parameters=8e9 batch=8 engine=transformers)" "$(joules active_parameters=8e9 batch=8 engine=vllm)")"
echo "TensorRT-LLM over vLLM in 8 bits: $(above "$(joules active_parameters=8e9 batch=8 precision=fp8 engine=trtllm)" "$(joules active_parameters=8e9 batch=8 precision=fp8 engine=vllm)")"
# An accelerator without a rate in 8 bits computes in 16, whatever the engine.
ask active_parameters=8e9 engine=trtllm gpu='A100 SXM4 80GB' precision=fp8 --draws 1 | line native
# One step of 32 layers launched by transformers for one request: 4 J for 100 layers, 1.28 J, on any board;
# nobody waits for a longer answer; with eight requests, an eighth each, and 1 + 0.6 ln(8) = 2.2477 times the work.
one() { ask active_parameters=8e9 engine=transformers engine.step=4J/token shape.layers=32 gpus=1 --draws 1 "$@"; }
echo "$(one batch=1 | line step_energy) $(one batch=1 | line waiting)" | awk '{ printf "%.3f %.4f\n", $1, $2 }'
echo "$(one batch=8 | line step_energy) $(one batch=8 | line waiting)" | awk '{ printf "%.4f %.4f\n", $1, $2 }'
# Measured on this card with transformers, against 16 bits: NF4 +26 % at 1.1 and +29 % at 1.5 billion parameters,
# -11 % at 7 billion; 8 bits of bitsandbytes cost more at each size. GPTQ and AWQ convert within their kernels.
for size in 1.1e9 1.5e9 7.6e9; do
	card=(active_parameters=$size gpu='RTX 5090' batch=1 engine=transformers)
	sixteen=$(joules "${card[@]}")
	for precision in nf4 llm.int8 gptq; do
		printf '%s %s: %s; ' "$size" $precision "$(above "$(joules "${card[@]}" precision=$precision)" "$sixteen")"
	done
	echo
done
one batch=1 gpu='RTX 4090' | line step_energy | awk '{ printf "%.3f\n", $1 }'
# Each layer of each token: with vLLM four boards cost 4 ^ 0.25 of what one does, with TensorRT-LLM 4 ^ 1.25.
for engine in vllm trtllm; do
	static() { ask active_parameters=8e9 shape.layers=32 engine=$engine batch=8 --draws 1 "$@" | line static_energy; }
	echo "$(static gpus=4) $(static gpus=1)" | awk '{ printf "%.4f\n", $1 / $2 }'
done
# Experts in 8 bits: 0.0010967 s for 100 layers of a step that serves 8: * 8 * 0.94 / 8 * 700 W = 0.72163 J; their
# doubt is that of vLLM: an engine that computes in 8 bits as such had mixtures among what it was fitted on.
mixture=(active_parameters=22e9 total_parameters=235e9 shape.layers=94 shape.experts=128 shape.experts_active=8 gpus=8 batch=8)
ask "${mixture[@]}" engine=vllm precision=fp8 --draws 1 | line scaled_energy | awk '{ printf "%.5f\n", $1 }'
ask "${mixture[@]}" engine=vllm --draws 1 | line scaled_energy
for engine in vllm hosted unknown trtllm; do
	ask "${mixture[@]}" engine=$engine precision=fp8 | jq -r '[.derivation.lines[] | select(.name == "error")][0] | .high / .low | . * 10 | round / 10'
done
# Who names neither engine nor batch has their doubt, and is told.
echo "with neither:"
command frugal estimate llm_request active_parameters=8e9 output_tokens=300 | grep give
for given in '' engine=vllm 'engine=vllm batch=64'; do
	# shellcheck disable=SC2086
	ask active_parameters=8e9 gpus=1 $given | jq -r '.figures[] | select(.name == "token_energy") | .high / .low | if . > 15 then "wide" elif . > 3 then "less wide" else "narrow" end'
done
# A card of a workstation serves few at once; one without a rate of matrices has a multiple of its plain rate.
for gpu in 'H100 SXM5 80GB' 'RTX 4090'; do ask active_parameters=8e9 gpu="$gpu" --draws 1 | line together; done
ask active_parameters=8e9 gpu='RTX 3060' --draws 1 | jq -c '[.figures[] | select(.name == "energy") | .value > 0, .quality]'
# One with a rate of matrices and none of plain cores has what it has; one without a published memory, too, where gpus are given.
for gpu in GB300 'Gaudi 3' MI50; do
	ask active_parameters=8e9 gpu="$gpu" gpus=1 --draws 1 | jq -c '[.inputs.gpu.key, (.figures[] | select(.name == "energy") | .value > 0)]'
done
# GB300: 1400 W over 2500 TFLOPS of the data sheet.
ask active_parameters=8e9 gpu=GB300 --draws 1 | line peak
# Fewer bits, fewer bytes: of 8 billion parameters for one request, in this order.
for precision in fp32 bf16 q8_0 q6_k q5_k_m gguf q3_k_m q2_k; do
	joules active_parameters=8e9 batch=1 engine=llama.cpp precision=$precision
done | awk 'NR > 1 && $1 >= last { print "not less:", $1, last } { last = $1 } END { print NR, "precisions" }'
# Two images of 1000 tokens are a prompt of 2100.
ask active_parameters=8e9 input_tokens=100 images=2 --draws 1 | line prompt
[ "$(ask active_parameters=8e9 input_tokens=100 images=2 --draws 1 | line reading)" = "$(ask active_parameters=8e9 input_tokens=2100 --draws 1 | line reading)" ] && echo "as text"
# A million tokens in one answer.
command frugal estimate llm_request active_parameters=8e9 output_tokens=1e6 --draws 1 --json | jq -c .notes
