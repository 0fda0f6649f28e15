# French requires no locale of the system, no file beside the program, and not the place it was built for.
mkdir moved
cp "$(type -P frugal)" moved/frugal
env -i LANG=fr_FR.UTF-8 LOCPATH=/nonexistent moved/frugal nosuchthing 2>&1
env -i moved/frugal --lang fr help | sed -n 1p
