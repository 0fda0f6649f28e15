# A job of several processes on a machine: one record, each second of CPU time once.
burn='import time
t = time.process_time()
while time.process_time() - t < 0.3: pass'
export XDG_RUNTIME_DIR=$PWD SLURM_JOB_ID=1234 SLURM_STEP_ID=0
for rank in 1 2 3 0; do
	SLURM_LOCALID=$rank exec frugal run --ranks auto --json rank$rank.json -- python3 -c "$burn" 2>said$rank &
done
wait
ls rank*.json
jq -c '[.tags, (.attribution.method | sub("^[a-z0-9]+"; "M"))]' rank0.json
# 1.2 s of work and four starts of Python; not 0.3, and not four records of it.
jq '.attribution.cpu_s | if . >= 1.19 and . < 2.5 then "once" else . end' rank0.json
cat said1 said2 said3
# The machines of a job are added up by its tag.
SLURM_LOCALID=0 frugal run -q --ranks auto -- true
frugal runs --tag job:Slurm.1234.0 --total --json | jq -c '[.runs, .energy.runs, .energy.unit, (.energy.value > 0)]'
frugal runs --tag job:Slurm.1234.0 --total | head -1 | cut -d, -f1
# Exit status and signals are the command's own; a first one that is missing is said.
SLURM_LOCALID=2 SLURM_STEP_ID=9 frugal run --ranks auto -- sh -c 'exit 7'; echo "exit $?"
SLURM_LOCALID=2 SLURM_STEP_ID=9 frugal run -q --ranks auto -- sh -c 'kill -9 $$'; echo "exit $?"
unset SLURM_JOB_ID SLURM_STEP_ID
# torchrun tells its own way; outside of any job the option changes nothing.
LOCAL_RANK=0 TORCHELASTIC_RUN_ID=none MASTER_PORT=29500 frugal run -q --ranks auto --json t.json -- true
jq -c .tags t.json
frugal run -q --ranks auto --json t.json -- true
jq -c .tags t.json
