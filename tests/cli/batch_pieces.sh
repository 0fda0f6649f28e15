# A batch is cut in pieces of a megabyte: the answer depends neither on where the cuts fall, nor on
# the number of threads, nor on how the bytes come in. Quotes cross the cuts, some never close.
python3 - >in.csv <<'END'
import random
random.seed(5)
print('id,gpu_hours[h],_note')
for i in range(1500):
    size = random.choice([0, 3, 300, 9000])
    kind = random.random()
    note = 'x' * size
    if kind < .3:
        note = '"' + 'a\n"",b' * (size // 6) + '"'
    elif kind < .33:
        note = '5" wide'
    elif kind < .34:
        note = '"x"y'
    elif kind < .342:
        note = '"opened' + 'z' * size
    elif kind < .344:
        note = 'w' * random.choice([1000000, 1100000, 2500000])
    print(f'{i},{random.choice(["10", "-1", "ten"]) if kind > .99 else i},{note}')
END
ask() {
	frugal estimate training gpu="A100 SXM4 80GB" zone=FR --batch "$@" 2>&1 |
		sed 's/ (.*//; s/[0-9]* of [0-9]* rows/some rows/'
}
slowly() { python3 -c '
import os, sys
text = open("in.csv", "rb").read()
sizes = [1, 100, 4096, 65536, 300000]
at = turn = 0
while at < len(text):
    at += os.write(1, text[at:at + sizes[turn % 5]])
    turn += 1'; }
ask in.csv --threads 1 --output answers --rejects refused
for threads in 2 3 8; do
	ask in.csv --threads $threads --output answers.n --rejects refused.n >/dev/null
	cmp answers answers.n && cmp refused refused.n
done
slowly | ask - --threads 2 --output answers.n --rejects refused.n >/dev/null
cmp answers answers.n && cmp refused refused.n

# An hour: (400 W * 0.95 + a host of 0.2 * (400 W + 300 W)) * 1.56 = 0.8112 kWh.
# The rows answered are in order, and each row is answered or refused.
python3 - <<'END'
import csv
csv.field_size_limit(1 << 30)
answers = list(csv.DictReader(open('answers', newline='')))
ids = [int(row['id']) for row in answers]
print(ids == sorted(ids), len(ids) == len(set(ids)))
print(all(abs(float(row['energy[kWh]']) - 0.8112 * float(row['gpu_hours[h]'])) < 1e-9 for row in answers))
refused = ''.join(row['row'] + '\n' for row in csv.DictReader(open('refused', newline='')))
lost = [i for i in range(1500) if i not in set(ids) and f'{i},' not in refused]
print('lost', lost)
END
