# SPDX-License-Identifier: Apache-2.0
# What fish offers for frugal. Usage: fish --no-config complete.fish PATH_OF_FRUGAL
set -p PATH (dirname $argv[1])
set -x HOME (mktemp -d)
set -x FRUGAL_STORE $HOME/ledger.db
set -x XDG_CONFIG_HOME $HOME/config
set -x LC_ALL C.UTF-8
frugal help --completion fish | source
set failed 0

# offers LINE WORD...: each WORD is offered behind LINE, and beyond "--not" none is
function offers
    set -l found (complete -C $argv[1] | string split -f 1 \t)
    set -l wanted yes
    for word in $argv[2..]
        if test $word = --not
            set wanted no
        else if contains -- $word $found
            test $wanted = yes; or fail $argv[1] "offers $word" $found
        else
            test $wanted = no; or fail $argv[1] "does not offer $word" $found
        end
    end
end

function fail
    set -g failed 1
    echo "'$argv[1]' $argv[2]: $argv[3..13]"
end

frugal run -q --name small -- true
frugal run -q --name 'two words' -- true
offers "frugal " run estimate help --not small FR
offers "frugal es" estimate --not run
offers "frugal run --z" --zone --not --json
offers "frugal run --zone " FR eu-west-3 US-CAL-CISO --not true
offers "frugal run --phase " training
offers "frugal estimate " training llm_service --not zones
offers "frugal estimate training " gpu= zone= pue= --not FR
offers "frugal estimate training zone=" zone=FR zone=eu-west-3 --not gpu=
offers "frugal estimate training gpu=H100 zo" zone=
offers "frugal factors " zones gpus
offers "frugal explain " last small --not "two words"
offers "frugal compare last " small
offers "frugal runs " show list
offers "frugal help --completion " fish bash zsh
offers "frugal help " run
offers "frugal run -- " ls
offers "frugal run -- env -" --not --zone
rm -r $HOME
exit $failed
