# SPDX-License-Identifier: Apache-2.0
"""MLPerf inference at the wall, of other work than language models, as questions: one inference of a task, an image, a text.

What is asked is what the benchmark's rules say of the work: the task, the steps of an image, the tokens of a text."""
import re

import score

TASKS = {"resnet50": "image_classification", "retinanet": "object_detection", "bert": "question_answering", "gptj": "summarization",
         "llama2-70b": "text_generation", "mixtral": "text_generation", "stable-diffusion-xl": "image_generation"}
# BERT large, an encoder of 334 million parameters in 24 layers of 1024, reads at most 384 tokens.
BERT = {"parameters": "334e6", "layers": "24", "attention_width": str(24 * 1024), "input_tokens": "384token"}
SDXL = {"model": "stabilityai/stable-diffusion-xl-base-1.0", "width": "1024", "height": "1024", "steps": "20"}


def rows(path):
    """The rows that have an energy of a sample; those of another maker's accelerator too, for tasks."""
    return [row for row in score.read(path) if score.number(row, "J_sample")]


def boards(row):
    found = re.match(r"([A-Z]+\d+-[A-Za-z]+-\d+GB)x(\d+)", row["system"])
    return found[1] if found else None


def questions(found):
    """(method, [(row, inputs)], remark)"""
    named = [(row, next((task for name, task in TASKS.items() if row["model"].startswith(name)), None)) for row in found]
    yield "task_inference", [(row, {"task": task, "inferences": "1request", "pue": "1"}) for row, task in named if task], "one request at a time"
    alone = {"gpus": "1", "pue": "1", "idle_ratio": "0"}
    yield "image_request", [(row, {**SDXL, **alone, "gpu": boards(row)}) for row in found
                            if row["model"].startswith("stable-diffusion-xl") and boards(row)], "Stable Diffusion XL, 20 steps"
    yield "embedding_request", [(row, {**BERT, "pue": "1", "idle_ratio": "0", "precision": "fp8", "gpu": boards(row)}) for row in found
                                if row["model"].startswith("bert") and boards(row)], "BERT large, as one reads a text to embed"


def asked(frugal, path):
    for method, pairs, note in questions(rows(path)):
        answers = score.ask_all(frugal, [(method, inputs) for _, inputs in pairs])
        yield method, [(float(row["J_sample"]), *(3600 * x for x in answer["energy"])) for (row, _), answer in zip(pairs, answers)
                       if not isinstance(answer, str)], note
