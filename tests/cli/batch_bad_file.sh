# A file that is no batch, or cannot be read or written: one line, its status, and nothing written.
ask() {
	frugal estimate training gpu="A100 SXM4 80GB" "$@"
	echo "exit $?"
	for left in answers* refused*; do
		[ -e "$left" ] && echo "left behind: $left" && rm "$left"
	done
}
file() {
	printf "$1" >in.csv
	ask --batch in.csv --output answers --rejects refused
}
file ''
file '\n\n'
file '# a comment alone\n'
file '\0\1\2'
file 'gpu_hours,\351t\351\n1,2\n'
file 'id,gpu_hours[h\n'
file 'id,gpu_hours[]\n'
file 'id,gpu_hours[W]\na,1\n'
file 'id,gpu_hours[hh]\na,1\n'
file 'id,gpu_hour\na,1\n'
file 'id,site\na,1\n'
file 'id,gpu_hours,id\na,1,b\n'
file 'id,gpu_hours,gpu\na,1,V100\n'
file 'id,zone\na,FR\n'
file '"id,gpu_hours\na,1\n'
file '"id"x,gpu_hours\na,1\n'
head -c 10000000 /dev/zero | tr '\0' a >in.csv
ask --batch in.csv --output answers --rejects refused
seq -s, 600 >in.csv
ask --batch in.csv --output answers --rejects refused
ask --batch . --output answers
ask --batch nosuch.csv --output answers
ask --batch - --output answers <&-
ask --batch - --output answers </

printf 'gpu_hours\n1\n' >in.csv
ask --batch in.csv --output /dev/full
ask --batch in.csv --output answers --rejects /dev/full
ask --batch in.csv --output nosuch/answers
ask --batch in.csv --output answers --rejects nosuch/refused
ask --batch in.csv --output .
ask --batch in.csv >/dev/full 2>&1
ask --batch in.csv --output in.csv
ask --batch in.csv --rejects in.csv
ask --batch - --output in.csv <in.csv
ask --batch in.csv --output answers --rejects answers
cat in.csv

ask --rejects refused gpu_hours=1h
ask --threads 2 gpu_hours=1h
ask --timing gpu_hours=1h
ask --batch in.csv --json
ask --batch in.csv --methods
ask --batch in.csv --draws 10
ask --batch in.csv gpu_hours=1h
exec 2>&1
# What was there before is kept when the batch fails.
echo before >answers
frugal estimate training --batch nosuch.csv --output answers
echo 'gpu_hours' >in.csv
frugal estimate training --batch in.csv --output answers
cat answers
