# A folder of models or tables that does not hold: one line with file and line; never a wait.
export XDG_CONFIG_HOME=$PWD/config
mkdir models
model() {
	printf "$2" >"models/$1.model"
	shift 2
	frugal estimate a --models models "$@"
	echo "exit $?"
}
line='\tin x : W\n\tout y : W = x\n'
model a ''
model a 'model a {'
model a 'model a {}'
model a "model b {\n$line}\n"
model a 'model a {\n\ttitle "\351"\n}\n'
model a 'model a {\n\ttitle "\0"\n}\n'
model a 'model a {\n\tout y : W = 1 s\n}\n'
model a 'model a {\n\tout y : W = 1\n}\n'
model a 'model a {\n\tout y : W = y\n}\n'
model a 'model a {\n\tin x : W = 5 [6, 7] W\n\tout y : W = x\n}\n'
model a 'model a {\n\tin x : W where 0..1 = 5 W\n\tout y : W = x\n}\n'
model a 'model a {\n\tin x : row of nosuch\n\tout y : W = x.tdp\n}\n'
model a 'model a {\n\tin x : row of gpus\n\tout y : W = x.nosuch\n}\n'
model a 'model a {\n\tin x : row of gpus = "nosuch"\n\tout y : W = x.tdp\n}\n'
model a 'model a {\n\tuse q = nosuch()\n\tout y : 1 = q.x\n}\n'
model a 'model a {\n\tuse q = a()\n\tout y : 1 = q.y\n}\n'
model b 'model b {\n\tuse q = a()\n\tout y : 1 = q.y\n}\n' >/dev/null 2>&1
model a 'model a {\n\tuse q = b()\n\tout y : 1 = q.y\n}\n'
model a 'model a {\n\tin x : 1\n\tout y : 1 = 1 / x\n}\n' x=0
model a 'model a {\n\tin x : 1\n\tcheck x < 5 "too big"\n\tout y : 1 = x\n}\n' x=7
head -c 10000000 /dev/zero | tr '\0' a >models/a.model
frugal estimate a --models models; echo "exit $?"
printf 'model a {\n\tout y : 1 = %s1\n}\n' "$(printf -- '-%.0s' {1..9999})" >models/a.model
frugal estimate a --models models; echo "exit $?"
rm models/a.model
mkdir models/a.model
frugal estimate a --models models; echo "exit $?"
rmdir models/a.model
mkfifo models/a.model
timeout 5 frugal estimate a --models models; echo "exit $?"
rm models/a.model
ln -s nowhere models/a.model
frugal estimate a --models models; echo "exit $?"
# The others still answer.
frugal estimate ram_power memory=8GB --csv --draws 1 --models models; echo "exit $?"
rm models/*
model a "\357\273\277model a {\r\n\tin x : W\r\n\tout y : W = x\r\n}" x=5W --csv --draws 1
frugal estimate a --models nosuch; echo "exit $?"
frugal models --models nosuch; echo "exit $?"
# The folder of the user: may be missing, must be one.
mkdir -p config/frugal
touch config/frugal/models
frugal models 2>&1 | sed "s|$PWD/||"; echo "exit ${PIPESTATUS[0]}"
rm config/frugal/models
mkdir config/frugal/models
printf "model mine {\n$line}\n" >config/frugal/models/mine.model
frugal estimate mine x=5W --csv --draws 1; echo "exit $?"
