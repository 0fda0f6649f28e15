# The cheapest two of three slots; what is wrong is said with its place.
say() { printf '%s' "$1" >case.json; frugal plan --instance case.json; }
say '{"type":"single","slot_hours":1,"ci":[3,1,2],"job":{"arrival":0,"deadline":3,"duration_slots":2,"power_kw":1}}'
say '{"type":"elastic","slot_hours":1,"ci":[20,10],"job":{"arrival":0,"deadline":2,"work":2.25,"unit_kw":1,"throughput":[1,1.5]}}'
say '{"type":"fleet_flow","slot_hours":1,"slots":2,"unit_kw":1,"regions":[{"name":"a","pue":1,"ci":[5,1],"capacity":[2,1]}],"jobs":[{"id":"j","home":"a","arrival":0,"deadline":2,"work_unit_slots":2,"max_units":1}]}'
say '{"type":"single","slot_hours":1,"ci":[3,1,2],"job":{"arrival":0,"deadline":3,"duration_slots":4,"power_kw":1}}'; echo "exit $?"
say '{"type":"single","slot_hours":1,"ci":[3,"x"],"job":{"arrival":0,"deadline":2,"duration_slots":1,"power_kw":1}}'; echo "exit $?"
say '{"type":"single","slot_hours":1,
"ci":[3,1'; echo "exit $?"
say '{"type":"fleet_flow","slot_hours":1,"slots":2,"unit_kw":1,"regions":[{"name":"a","pue":1,"ci":[5,1],"capacity":[0,1]}],"jobs":[{"id":"j","home":"a","arrival":0,"deadline":2,"work_unit_slots":2,"max_units":1}]}'; echo "exit $?"
say '{"type":"else"}'; echo "exit $?"
frugal plan; echo "exit $?"
