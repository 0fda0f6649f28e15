# Two sets of inputs side by side. 1 kWh at 500 g or at 100 g; water 2 L/kWh or 4.
water() { frugal estimate water energy=100kWh pue=1 grid_water=0L/kWh "$@"; }
water wue=2L/kWh stress=1 --or wue=4L/kWh --draws 1
water wue=2L/kWh stress=1 --or wue=4L/kWh --or stress=3 --draws 1 --csv
# From Poland to France gases fall and water rises.
frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=PL --or zone=FR --draws 1 | tail -1
frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=PL --or zone=FR --draws 1 --json |
	jq -c '.burden_shifting'
frugal estimate llm_request llm=gpt-4o output_tokens=400token zone=FR --or batch=128 --json --draws 1 |
	jq -c '.burden_shifting'
water wue=2L/kWh --or nothing=1
echo "exit $?"
water wue=2L/kWh --or wue=4L/kWh --methods
echo "exit $?"
