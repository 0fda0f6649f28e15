# What holds unless it is said otherwise: variables, then the file, for all or for one command.
file=$(frugal config path)
echo "${file#"$HOME"/}"
frugal config | head -2
mkdir -p "$(dirname "$file")"
printf '# mine\nzone = FR\nproject = digits\n\n[sensors]\nsensor = exec:echo node 5 W\nsensor = exec:echo gpu.x 7 W\n\n[run]\nzone = SE\npue = 1.2\nno-progress = yes\n' >"$file"
frugal config | head -4 | sed "s|$HOME|HOME|"
frugal config --json | jq -c '.settings[] | [.key, .value, .command, .line, .by]' | head -3
zone() { frugal run -q --json run.json "$@" -- true; jq -c '[.zone, .project]' run.json; }
zone
zone --zone DE --project mine
FRUGAL_ZONE=PL zone
FRUGAL_SENSORS= frugal sensors --json | jq -c '[.sensors[] | select(.class == "exec") | .part]'
# Runs that are looked back at keep their own zone.
frugal recompute "$(jq -r .id run.json)" | grep -c PL
# Bad settings are one located message each, and nothing is run.
for bad in 'zome = FR' 'zone' 'pue = 0.5' '[run]
interval = 3kg'; do
	echo "$bad" >"$file"
	frugal run -q -- echo ran; echo "exit $?"
done 2>err
sed "s|$HOME|HOME|" err >&2
# CodeCarbon's own file.
rm "$file"
printf '[codecarbon]\ncountry_iso_code = FRA\nproject_name = "mnist"\nmeasure_power_secs = 2\ngpu_ids = [0, 2]\nsave_to_file = False\noutput_dir = /tmp\n' >.codecarbon.config
frugal config import .codecarbon.config
cat "$file"
frugal run -q --json run.json -- true
jq -c '[.zone, .project]' run.json
frugal config import /nowhere; echo "exit $?"
echo 'x = 1' >other
frugal config import other; echo "exit $?"
frugal config nonsense; echo "exit $?"
# One setting: the folder is made, comments, sections and other lines stay, and a wrong one changes nothing.
rm -r "$(dirname "$file")"
frugal config set zone FR
frugal config set project 'two words'
printf '# mine\n\n[run]\nzone = SE\n' >>"$file"
frugal config set pue=1.2
frugal config set zone=DE
cat "$file"
frugal config set pue 0.5; echo "exit $?"
frugal config set zome FR; echo "exit $?"
frugal config set interval 3kg; echo "exit $?"
frugal config set zone; echo "exit $?"
frugal config set project 'a ; b'; echo "exit $?"
frugal config set 'project=a
[run]'; echo "exit $?"
frugal config set zone FR --json; echo "exit $?"
frugal config unset zone
frugal config unset zone
cat "$file"
# What is imported is for all commands, whatever section the file ends with.
printf 'country_iso_code = FRA\n' >.codecarbon.config
frugal config import .codecarbon.config
cat "$file"
# A region of a cloud is the zone of its grid; a part of its name is none.
rm "$file"
for region in eu-west eu-west-3 aws:us-east-1 EUROPE-WEST9; do
	rm -f run.json
	frugal run -q --zone $region --json run.json -- true && jq -c .zone run.json
done
