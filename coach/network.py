"""ONNX networks, opened on one core and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime as ort

from coach.errors import ModelDamaged
from coach.weights import read_weights


def open_network(path: Path, inputs: tuple[str, ...]) -> Any:
    """The session of a network that takes inputs of these names.

    Raises:
        ModelMissing, ModelDamaged: the file is not there, or another network.
    """
    weights = read_weights(path)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = False  # it keeps what the largest run needed for good
    options.log_severity_level = 4
    try:
        session = ort.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # of many kinds, that of a text that cannot be decoded among them
        raise ModelDamaged(path, str(error)) from error
    names = tuple(put.name for put in session.get_inputs())
    if names != inputs:
        raise ModelDamaged(path, f"inputs must be {inputs}, got {names}")
    return session
