# A name that leads nowhere gets a near miss, or the list; an ambiguous one its candidates.
ask() { frugal estimate "$@"; echo "exit $?"; }
ask trainin gpu=H100
ask nosuch
ask ../../etc/passwd
ask
ask training gpu="A100 SXM4 80GB"
ask training gpu_hours=10h
ask cpu_power
ask training gpu_hour=10h
ask training zone.intensty=10g/kWh
ask training nosuch=10h
ask training =5
ask training word
ask training gpu_hours=10h gpu_hours=10h
ask training zone.intensity=5g/kWh zone.intensity=5g/kWh
ask training gpu="A100 SXM4" gpu_hours=10h
ask training gpu=A1OO gpu_hours=10h
ask training gpu=nosuch gpu_hours=10h
ask training zone=FR:1900
ask training zone=:2022
ask nosuch --methods
ask training nosuch=1 --methods
frugal models nosuch; echo "exit $?"
frugal factors nosuch; echo "exit $?"
frugal factors ../gpus; echo "exit $?"
frugal factors zones nosuch; echo "exit $?"
frugal factors gpus "A100 SXM4"; echo "exit $?"
frugal factors gpus ''; echo "exit $?"
