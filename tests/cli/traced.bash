# SPDX-License-Identifier: Apache-2.0
# Read by bash before each case (BASH_ENV, set by run.sh). Here `frugal` is a function that first
# writes the command as "+ frugal ..." to both streams of the case, so that a difference names its
# command. What changes from run to run is hidden in those lines: the folders of the case, ports
# of this machine, identities of runs; a case hides more with `hide VALUE WORD`.
#
# Not written: `command frugal` (in loops), `exec frugal ... &` (its $! is frugal's own, which
# that of a function is not), and what another program runs (sh, xargs, script).
trace_out=$TRACE_OUT trace_err=$TRACE_ERR trace_folder=$PWD trace_most=200
unset BASH_ENV TRACE_OUT TRACE_ERR
hidden_values=() hidden_words=()

hide() { # VALUE WORD
	hidden_values+=("$1")
	hidden_words+=("$2")
}

# The words as they could be typed, on one line: in $typed.
as_typed() {
	local line=+ word i
	for word; do
		case $word in
		'' | *[!][:alnum:]_@%+=:,./{}^~-]*) line+=" ${word@Q}" ;;
		*) line+=" $word" ;;
		esac
	done
	for i in "${!hidden_values[@]}"; do
		line=${line//"${hidden_values[i]}"/${hidden_words[i]}}
	done
	line=${line//"$HOME"/HOME}
	line=${line//"$trace_folder/"/}
	line=${line//"$trace_folder"/.}
	[[ $line =~ //127\.0\.0\.1:[0-9]+ ]] && line=${line//"${BASH_REMATCH[0]}"///127.0.0.1:PORT}
	# Identities that a case made up begin with zeros.
	while [[ ${line//00000000????????/} =~ [^.0-9a-f]([0-9a-f]{16})($|[^0-9a-f]) ]]; do
		line=${line//"${BASH_REMATCH[1]}"/ID}
	done
	[ ${#line} -le $trace_most ] || line=${line:0:trace_most}...
	typed=$line
}

# Writes the command and runs it: the one that would be found without the functions here.
traced() { # COMMAND ARGUMENT...
	local typed
	as_typed "$@"
	echo "$typed" >>"$trace_out"
	echo "$typed" >>"$trace_err"
	command "$@"
}

frugal() {
	traced frugal "$@"
}

# `env NAME=VALUE frugal ...` and `timeout 1 frugal ...` are commands of frugal's too.
env() {
	case " $* " in
	*' frugal '*) traced env "$@" ;;
	*) command env "$@" ;;
	esac
}

timeout() {
	case " $* " in
	*' frugal '*) traced timeout "$@" ;;
	*) command timeout "$@" ;;
	esac
}
