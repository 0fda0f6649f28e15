# A wrong line of the configuration is named, and the command is run: a slip of years ago must not
# keep a night's training from its start. What is typed is checked as ever.
file=$(frugal config path)
mkdir -p "$(dirname "$file")"
tell() { sed "s|$file|CONFIG|"; }
try() {
	printf '%b' "$1" >"$file"
	frugal run -q --no-store --json run.json -- sh -c 'echo ran; exit 7' 2>&1 | tell
	echo "exit ${PIPESTATUS[0]}"
}
try 'zoen = FR\n'
try 'zone = nowhere\n'
jq -c '[.zone, .zone_default]' run.json
try '[run]\ninterval = soon\nzone = FR\n'
jq -c '[.zone, .zone_default]' run.json
try 'pue = 0.5\nproject = p\n'
jq -c .project run.json
try 'no setting\n'
frugal run -q --no-store --zone nowhere -- echo ran 2>&1 | tell; echo "exit ${PIPESTATUS[0]}"
# The list of settings names it and goes on; other commands of the group warn too.
printf 'zoen = 1\nproject = p\n' >"$file"
frugal config 2>&1 | tell | grep -v 'not set'
for command in 'top --once' sensors doctor; do
	frugal $command 2>&1 >/dev/null | tell
done
