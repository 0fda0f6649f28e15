#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of clouds: regions.csv and instances.csv.

usage: python3 tools/factors/cloud.py DATA_DIR regions   > factors/regions.csv
       python3 tools/factors/cloud.py DATA_DIR instances > factors/instances.csv

Reads gsf-cloud-regions (PUE, WUE and intensity as the providers publish them), spruce (water factors
and water stress of the World Resources Institute, Azure's PUE and WUE, accelerators of instances) and
ccf (Cloud Carbon Footprint: instances, embodied emissions, watts of a virtual processor).
"""
import csv
import os
import sys

import cloud_instances
import cloud_regions

REGIONS = """\
# Regions of clouds by year: pue and wue as the providers publish them (collected by the Green Software
# Foundation; for the newest of Azure, SPRUCE): source and year are theirs. zone: a row of zones.csv,
# by zone_source; grid_zone: the part of the country whose grid it is on, a row of
# zones.electricitymaps.csv, where it is known. intensity, by intensity_source: what Google publishes for
# its region, or for the part of a country that the region's grid is, else what Ember has for a state of
# America. Its support is 0.8 times to 1.25 times and 30 g, as far as life cycle averages of the same zones
# are from it (our judgement). Where intensity is empty that of grid_zone is used, else that of zone.
# grid_water: water of the power stations, stress: baseline water stress, 0 low to 4 extremely high, by
# grid_water_source.
# Attribution: Green Software Foundation, Real Time Cloud; SPRUCE (Apache-2.0); World Resources
# Institute (CC-BY-4.0); Ember (CC-BY-4.0).
"""
INSTANCES = """\
# Rented machines: virtual processors, memory, accelerators (gpus boards of gpu, a row of gpus.csv, by
# gpus_source; 0: none; a share of a board where it is shared), processor of the platform;
# host_vcpus: virtual processors of the host that the machine occupies, where they are more than its own
# (constrained sizes of Azure); platform_vcpus: those of the largest instance of the family; idle and
# full: watts of one virtual processor at 0 and 100 % load; embodied: emissions of the whole server.
# Data: Cloud Carbon Footprint and its coefficients, 2026 (Apache-2.0); accelerators of AWS: SPRUCE
# (Apache-2.0); series that these lack, and other accelerators: the providers' documentation.
"""


def table(folder, *path):
    with open(os.path.join(folder, *path), encoding="utf-8-sig") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("# ")))


def write(head, columns, rows):
    sys.stdout.write(head)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows(rows)


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ("regions", "instances"):
        sys.exit(__doc__)
    if sys.argv[2] == "regions":
        write(REGIONS, cloud_regions.COLUMNS, cloud_regions.regions(table, sys.argv[1]))
    else:
        write(INSTANCES, cloud_instances.COLUMNS, cloud_instances.instances(table, sys.argv[1]))


main()
