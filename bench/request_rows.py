#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rows for a batch of requests to language models, random and always the same: seed 1.

	bench/request_rows.py ecologits|llm_request ROWS > FILE

For ecologits numbers only, of the kinds its program takes; for llm_request names of our tables too.
"""
import csv
import os
import random
import sys

FACTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "factors")


def keys(table):
    with open(os.path.join(FACTORS, table), encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return sorted({row["key"] for row in rows if "," not in row["key"]})


def ecologits():
    yield ("active_parameters,total_parameters,output_tokens,request_latency,pue,wue,"
           "grid_gwp,grid_adpe,grid_pe,grid_wue")
    while True:
        active = random.choice([1, 3, 7, 8, 13, 27, 37, 70, 123, 405]) * 1e9
        total = active * random.choice([1, 1, 1, 3.5, 8])
        yield (f"{active:.0f},{total:.0f},{random.randint(1, 4000)},{random.uniform(0.1, 60):.2f},"
               f"{random.uniform(1.05, 1.4):.2f},{random.uniform(0.1, 1):.2f},"
               f"{random.uniform(0.03, 0.8):.3f},{random.uniform(1e-8, 2e-7):.3g},"
               f"{random.uniform(3, 12):.2f},{random.uniform(0.5, 5):.2f}")


def llm_request():
    llms, zones = keys("llms.csv"), keys("electricity.csv")
    gpus = [key for key in keys("llm_serving.csv") if key != "spec"]
    precisions, engines = keys("precisions.csv"), keys("llm_engines.csv")
    yield "llm,gpu,precision,engine,batch,gpus,input_tokens,output_tokens,zone,pue,wue"
    while True:
        yield (f"{random.choice(llms)},{random.choice(gpus)},{random.choice(precisions)},"
               f"{random.choice(engines)},{random.randint(1, 256)},{random.choice([1, 2, 4, 8])},"
               f"{random.randint(10, 3000)},{random.randint(1, 4000)},{random.choice(zones)},"
               f"{random.uniform(1.05, 1.4):.2f},{random.uniform(0.1, 1):.2f}")


def main():
    random.seed(1)
    lines = {"ecologits": ecologits, "llm_request": llm_request}[sys.argv[1]]()
    for _ in range(int(sys.argv[2]) + 1):
        print(next(lines))


if __name__ == "__main__":
    main()
