# A run is tagged with the job and the commit that it belongs to, unless that is not wanted.
tags() { command frugal runs show last --json | jq -c '[.tags[] | select(startswith("container:") | not)]'; }
mkdir -p .git sub
echo 0123456789abcdef0123456789abcdef01234567 >.git/HEAD
export SLURM_JOB_ID=12 SLURM_JOB_NAME=train
cd sub
frugal run -q --tag own -- true
tags
frugal run -q --no-job-tags -- true
tags
mkdir -p "$XDG_CONFIG_HOME/frugal"
echo 'no-job-tags = yes' >"$XDG_CONFIG_HOME/frugal/config"
frugal run -q -- true
tags
frugal runs --tag git:0123456789ab --json | jq length
