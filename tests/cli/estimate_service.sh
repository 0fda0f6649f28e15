# Services and inferences by task, worked out by hand.
. "$CASES/values.bash"
# The published month of ChatGPT, exactly: tests/golden/worked.csv, W15 to W19. Here its servers:
# 23.166 GWh / (3617 * 730 h) = 8.7736 kW each, more than eight A100 can draw.
chatgpt=(users=13e6 user_requests=15request/day period=1month request_energy=3.96Wh/request pue=1.1
	zone=paper:chatgpt servers=3617 server=server_chatgpt card.gwp=150kgCO2e/item lifetime=72month)
values 'answers server_power request_carbon embodied_adpe water' llm_service "${chatgpt[@]}"
# A third more for a usage rate of 0.75; half the servers, half the embodied emissions.
values embodied_gwp llm_service "${chatgpt[@]}" usage_rate=0.75
values embodied_gwp llm_service "${chatgpt[@]/3617/1808.5}"
# Without servers, 150 requests are 150 times one request of llm_request, embodied emissions and water included.
same=(llm=mistral-large-latest output_tokens=400 zone=FR wue=0.3L/kWh pue=1.15)
criteria='energy usage_gwp embodied_gwp carbon adpe pe water'
frugal estimate llm_request "${same[@]}" --draws 1 --csv >"one.csv"
frugal estimate llm_service "${same[@]}" users=5 user_requests=3request/day days_of_use=10day \
	--draws 1 --csv >"many.csv"
awk -F, -v criteria=" $criteria " '
	BEGIN { scale["Wh"] = scale["gCO2e"] = scale["gSbe"] = scale["kJ"] = scale["mL"] = 1
		scale["kWh"] = scale["kgCO2e"] = scale["MJ"] = scale["L"] = 1000 }
	index(criteria, " " $1 " ") && NR == FNR { one[$1] = $2 * scale[$3] }
	index(criteria, " " $1 " ") && NR != FNR { printf "%s %.9g\n", $1, $2 * scale[$3] / one[$1] }
' "one.csv" "many.csv"
# Nobody asks: nothing but the servers.
values 'energy usage_gwp embodied_gwp carbon request_carbon' llm_service "${chatgpt[@]/users=13e6/users=0}"
# 1000 images: 2907 Wh, 3488.4 Wh at a PUE of 1.2, 348.84 g at 100 g/kWh. Making: 2907 Wh / (0.5 *
# 400 W) = 14.535 h of 5 * 8760 * 0.5 h, of 150 + 5700 / 8 kg: 572.44 g.
values 'measured machines overhead energy usage_gwp embodied_gwp carbon' task_inference \
	task=image_generation pue=1.2 zone.intensity=100g/kWh
# Accelerators alone were measured: 2000 * 0.00131 Wh, 1.43 times with the host, half in batches.
values 'measured machines' task_inference task=distilgpt2 inferences=2000 batching=0.5
frugal estimate task_inference task=image_genration 2>&1
echo "exit $?"
