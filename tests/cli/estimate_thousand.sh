# A value that a thousandth would make plausible: reported on standard error with the answer.
quiet() { frugal estimate "$@" --draws 1 >/dev/null; }
quiet training gpu=H100SXM gpu_hours=100h zone.intensity=450kg/kWh
quiet training gpu=H100SXM gpu_hours=100h gpu.tdp=700kW
quiet water energy=1kWh wue=600L/kWh
quiet run measured=1kWh zone.intensity=450kg/kWh --lang fr
quiet run measured=1kWh zone.intensity=450kg/kWh -q
# A merely unusual value gives no warning.
quiet training gpu=H100SXM gpu_hours=100h zone.intensity=450g/kWh
quiet training gpu=H100SXM gpu_hours=100h zone.intensity=11g/kWh gpu.tdp=1400W
quiet training gpu=H100SXM gpu_hours=1Mh zone.intensity=1500g/kWh gpu.tdp=10W
quiet water energy=1GWh wue=9L/kWh
quiet llm_request llm=gpt-4o output_tokens=1e6token input_tokens=1e6token lifetime=1yr
quiet green_algorithms gpus=8 gpu.tdp=700W duration=125h cores=4096 memory=16TB core_power=12W
quiet storage data=1EB duration=1h lifetime=15yr drive_size=30TB
quiet ecologits llm=gpt-4o output_tokens=1 server_power=5kW gpu_gwp=1000kg
