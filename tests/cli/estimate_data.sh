# Data moved over networks, worked out by hand.
. "$CASES/values.bash"
# Sustainable Web Design 4: 1 GB * (0.055 + 0.059 + 0.080 + 0.012 + 0.013 + 0.081) kWh * 494 g: the
# 148.2 g that CO2.js prints; 0.067, 0.072 and 0.161 kWh of data centre, network and device.
values 'energy datacentre network device carbon' co2js_swd4 data=1GB
# CO2.js, 2.5e9 bytes: 370.5 g. With a green host, 0.055 * 494 = 27.17 g less a GB: 121.03 g.
values carbon co2js_swd4 data=2500MB
values carbon co2js_swd4 data=1GB green_hosting=1
# CO2.js, use at the German 342.06 g, embodied at the world's: 118.72364 g.
values carbon co2js_swd4 data=1GB datacentre_intensity=342.06g/kWh network_intensity=342.06g/kWh \
	device_intensity=342.06g/kWh
# 1byte: 0.072 + (0.429 + 0.152 + 0.884) / 3 = 0.560333 kWh at 519 g: CO2.js prints 290.813 g.
values 'energy carbon' co2js_onebyte data=1GB
# Green: 0.488333 kWh at 475 g = 231.958 g.
values carbon co2js_onebyte data=1GB hosting=green
# Version 3: 0.81 kWh/GB * 472.94 g/kWh = 383.0814 g; a green host: 383.0814 - 0.15 * 0.81 * 422.94 = 331.694.
values carbon co2js_swd3 data=1GB
values carbon co2js_swd3 data=1GB datacentre_intensity=50g/kWh
# impactCO2: 100 km by car 11.0558 kg, 14.2253 with its manufacture; 5840 km by plane 5840 * 0.1776 = 1037.2 kg.
values carbon impactco2_transport vehicle=voiturethermique distance=100km
values carbon impactco2_transport vehicle=voiturethermique distance=100km construction=yes
values carbon impactco2_transport plane=yes distance=5840km
frugal estimate impactco2_transport distance=1km 2>&1
echo "exit $?"
# A computer of 204.85 kg, 7.95627 kg a year for 6 years, 6.61 kg at its end.
values 'making usage end_of_life carbon' impactco2_object thing=ordinateurfixeprofessionnel
