# Standard input, output and the environment are the command's; standard error is until it ends.
printf 'in\n' | frugal run --quiet -- sh -c 'cat; echo out; echo err >&2'
env >before
frugal run --quiet -- env >after
# FRUGAL_SOCKET is where it may talk to us, FRUGAL_RUN which run it is in; `_` is what bash itself says of each command.
diff <(grep -v -E '^(_|FRUGAL_SOCKET|FRUGAL_RUN)=' before) <(grep -v -E '^(_|FRUGAL_SOCKET|FRUGAL_RUN)=' after) && echo same environment
frugal --lang fr run --quiet -- env >french
diff <(grep -v -E '^(_|FRUGAL_SOCKET|FRUGAL_RUN)=' before) <(grep -v -E '^(_|FRUGAL_SOCKET|FRUGAL_RUN)=' french) && echo same in French
. "$CASES/machine.bash"
plain_machine "$PWD/m"
FRUGAL_ROOT=$PWD/m frugal run -- sh -c 'echo only this'
