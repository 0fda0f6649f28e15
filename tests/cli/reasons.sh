# A row that lacks a value is not a row that is missing: the reason names the row and what it lacks.
absent() { frugal estimate "$@" --draws 1 --json | jq -r '.figures[] | select(.value == null) | "\(.name): \(.absent)"' | sed 's/csv:[0-9]*/csv:N/' | head -1; }
job='elsewhere duration=1h energy=1kWh'
absent $job here="A100 SXM4 80GB" there="TPU v6e"
absent $job here="A100 SXM4 80GB" instance=trn2.48xlarge
absent $job here="TPU v6e" there=T4
frugal estimate $job here=T4 instance=m5.large
frugal estimate $job there=T4
frugal estimate $job here=T4
frugal estimate elsewhere duration=1h processor="Intel Xeon Platinum 8481C"
# An accelerator without peak, where the model and its data are given; and where they are not.
llm='llm_training active_parameters=7e9 trained_tokens=1e12token'
absent $llm gpu=T4G
frugal estimate llm_training gpu=T4G
# 6 operations for each of 7e9 parameters and 1e12 tokens, at half of 100 TFLOPS: 233 333 h, whatever the row lacks.
frugal estimate $llm gpu=T4G peak=100TFLOPS efficiency=0.5 --draws 1 --csv --quiet | grep ^device_hours | cut -d, -f1,2
# The answer of a trial for another machine has the same reason.
cat >work.py <<'PY'
import sys, time
t = time.process_time()
while time.process_time() - t < float(sys.argv[1]): pass
PY
export FRUGAL_SENSOR="gpu:A100 SXM4 80GB"
frugal trial --sizes 5%,10%,20% --on "TPU v6e,T4" --json -- python3 work.py {} 2>/dev/null |
	jq -c '.elsewhere[1:][] | [.on, .absent, has("duration_s")]' | sed 's/csv:[0-9]*/csv:N/'
