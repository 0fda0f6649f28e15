# A table of the user's that does not hold: one line with file and line; a good one is used.
export XDG_CONFIG_HOME=$PWD/config
mkdir tables
table() {
	printf "$1" >tables/gpus.csv
	frugal estimate training gpu=mine gpu_hours=1h pue=1 utilization=1 host_ratio=0 zone=FR --draws 1 --csv --quiet \
		--factors tables | head -2
	echo "exit ${PIPESTATUS[0]}"
}
table ''
table 'name,tdp[W]\nmine,100\n'
table 'key,tdp\nmine,100\n'
table 'key,tdp[s]\nmine,100\n'
table 'key,tdp[nosuch]\nmine,100\n'
table 'key,tdp[W\nmine,100\n'
table 'key,tdp[W],tdp[W]\nmine,100,1\n'
table 'key,tdp[W]\nmine,abc\n'
table 'key,tdp[W]\nother,1\nmine,nan\n'
table 'key,tdp[W]\nmine,1e999\n'
table 'key;tdp[W]\nmine;100,5\n'
table 'key,tdp[W]\nmine\n'
table 'key,tdp[W]\nmine,1,2\n'
table 'key,tdp[W]\n,1\n'
table 'key,tdp[W]\n"mine,1\n'
table 'key,tdp[W]\n"mine"x,1\n'
table 'key,tdp[W]\nm\351,1\n'
table 'key,tdp[W],tdp_low,tdp_high\nmine,8,9,7\n'
table 'key,tdp[W],tdp_low,tdp_high\nmine,5,7,9\n'
table 'key,tdp[W],tdp_low\nmine,5,4\n'
table 'key,tdp[W],year\nmine,5,99\n'
table 'key,tdp[W],note\n"mi\nne",8,"x\n\ny"\nmine,bad,\n'
table 'key,tdp[W]\nmine,\n'
table 'key,memory[GB]\nmine,5\n'
table 'key,tdp[W]\n'
head -c 10000000 /dev/zero | tr '\0' a >tables/gpus.csv
frugal factors gpus --factors tables; echo "exit $?"
seq -s, 600 >tables/gpus.csv
frugal factors gpus --factors tables; echo "exit $?"
rm tables/gpus.csv
mkdir tables/gpus.csv
frugal factors gpus --factors tables; echo "exit $?"
rmdir tables/gpus.csv
mkfifo tables/gpus.csv
timeout 5 frugal factors gpus --factors tables; echo "exit $?"
rm tables/gpus.csv
ln -s nowhere tables/gpus.csv
frugal factors gpus --factors tables; echo "exit $?"
rm tables/gpus.csv
frugal factors --factors nosuch; echo "exit $?"
mkdir -p config/frugal
touch config/frugal/factors
frugal factors 2>&1 | sed "s|$PWD/||"; echo "exit ${PIPESTATUS[0]}"
rm config/frugal/factors

# In other units, with other separators, ends of lines and marks: 1 h at 100 W is 0.1 kWh.
table 'key,tdp[kW]\nmine,0.1\n'
table '\357\273\277key;tdp[W]\r\nmine;100\r\n'
table '# ours\nkey\ttdp[W]\nmine\t100'
# A row of the folder asked for comes before one of the user's, which comes before ours.
mkdir config/frugal/factors
printf 'key,tdp[W]\nmine,200\nA100 SXM4 80GB,1\n' >config/frugal/factors/gpus.csv
table 'key,tdp[W]\nmine,100\n'
frugal factors gpus "A100 SXM4 80GB" --csv | cut -d, -f1 | uniq -c
printf 'key,v[1]\nx,1\n' >$'tables/a "b",c.csv'
frugal factors --csv --factors tables | head -2
