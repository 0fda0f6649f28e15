# A row of a batch is the estimate, to the last digit; and a longer batch wants no more memory.
python3 - >in.csv <<'END'
import random
random.seed(11)
print('gpu_hours,utilization,zone,pue')
for _ in range(100):
    print(f'{random.random() * 1e5!r},{random.random()!r},'
          f'{random.choice(["FR", "Germany", "WOR", "SE"])},{1 + random.random()!r}')
END
frugal estimate training gpu="A100 SXM4 80GB" --batch in.csv --output answers
tail -n +2 answers | while IFS=, read -r hours utilization zone pue energy carbon; do
	command frugal estimate training gpu="A100 SXM4 80GB" gpu_hours="$hours h" utilization="$utilization" \
		zone="$zone" pue="$pue" --draws 1 --csv | cut -d, -f2 | tail -n +2 | paste -sd, |
		grep -qxF "$energy,$carbon" || echo "not the same: $hours,$utilization,$zone,$pue"
done
wc -l <answers

peak() {
	python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' \
		frugal estimate training gpu="A100 SXM4 80GB" --threads 2 --batch -
}
rows() {
	python3 -c '
import sys
print("gpu_hours,zone")
for i in range(int(sys.argv[1])):
    print(i, ",FR", sep="")' "$1"
}
small=$(rows 600000 | peak)
large=$(rows 2000000 | peak)
[ "$large" -le $((small * 12 / 10)) ] && echo 'no more memory' || echo "$small $large"
