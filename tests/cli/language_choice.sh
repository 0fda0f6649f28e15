say() { env "$@" frugal nosuchthing 2>&1; }
say LC_ALL=C
say LC_ALL=C LANGUAGE=fr
say LC_ALL=C.UTF-8 LANGUAGE=fr
say LC_ALL=C.UTF-8 LANGUAGE=de:fr_CA:en
say LC_ALL=C.UTF-8 LANGUAGE=en:fr
say LC_ALL=fr_FR.UTF-8
say LC_ALL= LC_MESSAGES=fr_BE LANG=en_GB.UTF-8
say -u LC_ALL LANG=fr
say -u LC_ALL LANG=frr_DE
# What is asked wins, wherever it stands, even after the mistake.
env LC_ALL=fr_FR.UTF-8 frugal --lang en nosuchthing 2>&1
env LC_ALL=fr_FR.UTF-8 frugal nosuchthing --lang=en 2>&1
frugal --zzz --lang fr 2>&1
# What follows the wrapped command is not ours.
frugal run --zzz true --lang fr 2>&1
exit 0
