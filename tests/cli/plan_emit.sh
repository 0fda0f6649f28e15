# Whatever a word of the command is, the scheduler's file hands it on as it is, or is refused.
export FRUGAL_GRID="$PWD/grid" SOURCE_DATE_EPOCH=1768867200 # 2026-01-20T00:00Z
{ echo time_utc,XX; for h in 0{0..9} {10..23}; do echo "2026-01-20T$h:00Z,$((10#$h == 2 ? 5 : 50))"; done; } >hours.csv
frugal grid import hours.csv >/dev/null
emit() { frugal plan --zone XX --from 2026-01-20T00:00Z --duration 1h --deadline 20h --emit "$@"; }
mkdir bin
printf '#!/bin/sh\ncat >job\n' >bin/at
printf '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; printf "<%%s>" "$@"\n' >bin/systemd-run
# What is around the command is another one on each machine.
plain() { sed "s|$PWD|HERE|; s|env PATH=.* frugal|env PATH=.. frugal|"; }
chmod +x bin/*
PATH=$PWD/bin:$PATH

echo "+ at: no line of an argument ends the job, none is run at once"
emit at -- printf '<%s>' $'a\nEND_OF_JOB\ntouch pwned\nEND_OF_JOB_2' 'it'\''s $HOME `x` \' >at.sh
grep -o "<<.*" at.sh
sh at.sh
ls pwned 2>&1
sed "s/^frugal run .* -- //" job >plain.job
sh plain.job; echo

echo "+ at: a first word that a shell would take for more"
emit at --unmetered -- A=b c | sed -n 7p
emit at --unmetered -- if c | sed -n 7p
emit at --unmetered -- make A=b if | sed -n 7p
emit at -- A=b c | sed -n 6p

echo "+ cron: \\ before another or before % is consumed by cron, a bare % ends the line"
emit cron -- date '+%d' 'a\%b' 'c\\d' "it's" | tail -1 | plain
echo "+ cron: one line"
emit cron -- printf $'a\n* * * * * touch pwned'; echo "exit $?"

echo '+ systemd: $$ is a $'
emit systemd -- sh -c 'for i in 1 2; do echo ${i} $$; done' >run.sh
sh run.sh; echo

echo '+ k8s: $$ is a $; what YAML takes for a line break is escaped'
emit k8s --image 'r/t:$x' -- sh -c $'echo $(HOME) $$\n"\\ \u2028\u0085\u00e9\x7f' | sed -n 's/^ *\(image\|command\): //p'
echo "+ k8s: only UTF-8"
emit k8s --image i -- printf $'\xff'; echo "exit $?"
