# SPDX-License-Identifier: Apache-2.0
"""What tests/accuracy/image and video share: a row of the ML.ENERGY tables as inputs of a model of frugal."""
import csv

import score

PRECISIONS = {"bfloat16": "bf16", "float16": "bf16", "fp8": "fp8"}


def names(table):
    """The names that lead to a row of factors/TABLE.csv, exactly."""
    with open(score.TOP / "factors" / f"{table}.csv", encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {name for row in rows for name in (row["key"], row["name"], *row["aliases"].split(";")) if name}


def inputs(row, kind, known):
    """What the row states. A model that the table of facts lacks goes by its physical columns alone."""
    number = lambda name: score.number(row, name)
    plain = lambda name, scale=1: None if number(name) is None else repr(number(name) * scale)
    names = [row.get("model_id") or "", row.get("nickname") or "", (row.get("model_id") or "").split("/")[-1]]
    given = {
        "model": next((name for name in names if name in known), None),
        "parameters": plain("activated_params_billions", 1e9) or plain("total_params_billions", 1e9),
        "width": plain(f"{kind}_width"), "height": plain(f"{kind}_height"),
        "steps": plain("inference_steps"), "gpu": row.get("gpu_model"), "gpus": plain("num_gpus"),
        "batch": plain("batch_size"),
        "precision": PRECISIONS.get(row.get("weight_precision"), row.get("weight_precision") or None),
    }
    if kind == "video":
        given["total_parameters"] = plain("total_params_billions", 1e9)
        given["frames"] = plain("num_frames")
        given["fps"] = None if number("fps") is None else f"{number('fps')!r}/s"
    return given


def main(kind, text):
    parser = score.parser(text)
    parser.add_argument("--blind", action="store_true", help="as if no model were known by its name")
    asked = parser.parse_args()
    known = set() if asked.blind else names(f"{kind}_models")
    rows = score.read(asked.file)[::asked.every]
    given = [inputs(row, kind, known) for row in rows]
    result = score.Score()
    answers = score.ask_all(asked.frugal, [(f"{kind}_request", one) for one in given])
    for row, one, answer in zip(rows, given, answers):
        name = f"{row.get('model_id')} on {row.get('num_gpus')} {row.get('gpu_model')}"
        measured = score.number(row, f"energy_per_{kind}_joules")
        if isinstance(answer, str) or not measured:
            result.skip(name, answer if isinstance(answer, str) else "nothing measured")
            continue
        slices = {"model": row.get("model_id"), "gpu": row.get("gpu_model"), "gpus": row.get("num_gpus"),
                  "known": "no" if one["model"] is None else "yes"}
        # The model answers in Wh.
        result.add(name, slices, measured, *(3600 * value for value in answer[f"{kind}_energy"]))
    result.report(asked.rows)
