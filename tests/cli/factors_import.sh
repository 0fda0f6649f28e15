# Rows of the user's own: whole or nothing, once, and before ours.
export XDG_CONFIG_HOME=$PWD/config
own=config/frugal/factors
printf 'Name,TDP,rest\n"My card, big",450,x\nH100 SXM5 80GB,650,y\n' >theirs.csv
frugal factors import gpus theirs.csv --map Name=key --map 'TDP=tdp[W]' --dry-run | sed "s|$PWD/||"
ls config 2>/dev/null
frugal factors import gpus theirs.csv --map Name=key --map 'TDP=tdp[W]' | sed "s|$PWD/||"
sed 's/,20[0-9][0-9],/,YEAR,/' $own/gpus.csv
# The same again changes nothing; one row more is one more.
frugal factors import gpus theirs.csv --map Name=key --map 'TDP=tdp[W]' --json | jq -c 'del(.file)'
printf 'key,tdp[W],tdp_low,tdp_high,year,source,licence\nOther,100,80,120,2020,lab,own\n' >more.csv
frugal factors import gpus - <more.csv | sed "s|$PWD/||"
sed 's/,20[0-9][0-9],/,YEAR,/' $own/gpus.csv
# It goes before ours: 1 h of 650 W.
frugal estimate training gpu='H100 SXM5 80GB' gpu_hours=1h utilization=1 host_ratio=0 pue=1 --draws 1 --csv --quiet | sed -n 2p
cp $own/gpus.csv before
# What does not hold is refused with its line, and nothing is lost.
bad() {
	printf "$1" >bad.csv
	frugal factors import gpus bad.csv "${@:2}"
	echo "exit $?"
}
bad ''
bad 'name,tdp[W]\nx,1\n'
bad 'key,tdp[s]\nx,1\n'
bad 'key,tdp[W]\nx,1\ny,abc\n'
bad 'key,note,tdp[W]\nx,"two\nlines",1\ny,,abc\n'
bad 'key,tdp[W]\nx\n'
bad 'key,tdp[W]\n"x,1\n'
bad 'A,B\nx,1\n' --map A=key --map C='tdp[W]'
bad 'A,B\nx,1\n' --map A
bad 'A,B\nx,1\n' --map A=key --map 'B=tdp[nosuch]'
frugal factors import gpu more.csv
echo "exit $?"
frugal factors import gpus
echo "exit $?"
frugal factors gpus H100 more.csv
echo "exit $?"
frugal factors gpus --dry-run
echo "exit $?"
cmp $own/gpus.csv before && echo 'nothing changed'
env -u XDG_CONFIG_HOME -u HOME frugal factors import gpus more.csv
echo "exit $?"
