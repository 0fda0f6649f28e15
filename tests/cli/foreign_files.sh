# Texts of models, tables, sensors, settings and arguments of others reach a terminal without
# escapes and marks that turn the line, in answers and in errors.
bad=$(printf '\033]0;t\007\033[31m\342\200\256')
clean() {
	command frugal "$@" >shown 2>&1
	LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]' shown && echo "NOT CLEAN: $*" && cat -v shown
	[ -s shown ] && n=$((n + 1))
}
n=0
mkdir m f root root/proc
cat >m/odd.model <<M
model odd {
  title en "odd $bad title"
  source "src $bad"
  boundary "b $bad"
  in a : h = 1 h "help $bad"
  out energy : kWh = a * 1 kW "what $bad"
}
M
for call in 'models' 'models odd' 'estimate odd' 'estimate odd --explain' 'estimate odd --json' 'estimate odd --csv' 'estimate odd a=1kg' 'models odd --json'; do
	clean --models m $call
done
{ grep -v '^#' "$SOURCE/factors/gpus.csv" | head -1; grep -v '^#' "$SOURCE/factors/gpus.csv" | sed -n 2p | sed "s/^[^,]*,[^,]*/odd,Odd $bad/"; } >f/gpus.csv
for call in 'factors gpus' 'factors gpus odd' 'factors gpus odd --json' 'estimate training gpu=odd gpu_hours=1h'; do
	clean --factors f $call
done
hwmon=root/sys/class/hwmon/hwmon0
mkdir -p $hwmon && echo power_meter >$hwmon/name && echo 50000000 >$hwmon/power1_average && echo "lab$bad" >$hwmon/power1_label
printf 'processor : 0\nmodel name : Odd %s\n' "$bad" >root/proc/cpuinfo
for call in sensors 'sensors --json' doctor 'top --once' 'run --no-store -- true'; do
	FRUGAL_ROOT=$PWD/root clean $call
done
for call in 'estimate' 'models' 'factors' 'factors zones' 'explain' 'runs show' 'report' 'compare last' 'recompute' 'project' 'audit' 'grid show' 'grid import' 'runs import' 'published' 'ask' 'help' 'run --' 'run --zone' 'run --phase' 'config set project' 'config set zone' 'runs list --since' 'mark'; do
	clean $call "x$bad"
done
printf 'gpu,gpu_hours[h]\n%s,1\n' "$bad" >b.csv
clean estimate training --batch b.csv
file=$(command frugal config path)
mkdir -p "$(dirname "$file")" && printf 'zo%sne = 1\nproject = a%s\n' "$bad" "$bad" >"$file"
for call in 'run -q --no-store -- true' config 'config --json'; do
	clean $call
done
echo "$n answers, each clean"
