# A name that is taken by something else than a socket: refused, and what it names stays.
. "$CASES/machine.bash"
plain_machine plain
add_package plain 1000000
export FRUGAL_ROOT=plain
serve() { timeout --foreground 2 frugal serve -q --reader --socket "$1"; echo "exit $?"; }
echo precious >file
ln -s file link
mkdir folder
mkfifo fifo
for taken in file link folder fifo; do
	echo "+ $taken"
	serve $taken
done
echo "+ a link to a dead socket"
python3 -c "import socket; socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).bind('dead')"
ln -s dead link_to_dead
serve link_to_dead
cat file link
stat -c '%n %F' file link folder fifo dead link_to_dead

echo "+ the place of a job's socket is taken: the run hears its marks elsewhere"
mkdir -p "$PWD/run"
export XDG_RUNTIME_DIR=$PWD/run SLURM_LOCALID=0 SLURM_JOB_ID=7 SLURM_STEP_ID=0
mkdir -m 700 "run/frugal-$(id -u)-Slurm.7.0"
echo precious >"run/frugal-$(id -u)-Slurm.7.0/mark"
frugal run -q --ranks auto sh -c 'exit 5'
echo "exit $?"
cat run/frugal-*/mark
