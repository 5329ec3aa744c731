"""Makes the files of this folder with Debian's python3-onnx: one network 2 -> 4 -> 3, once as one file, once with its weights in a second file
(what torch.onnx.export writes by default since 2.9)."""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = pathlib.Path(__file__).parent
random = np.random.default_rng(1)


def weights(name, *shape):
    return numpy_helper.from_array(random.normal(0, 1, shape).astype(np.float32), name)


nodes = [
    helper.make_node("Gemm", ["obs", "hidden_w", "hidden_b"], ["hidden"]),
    helper.make_node("Tanh", ["hidden"], ["active"]),
    helper.make_node("Gemm", ["active", "last_w", "last_b"], ["logits"]),
]
graph = helper.make_graph(
    nodes, "small",
    [helper.make_tensor_value_info("obs", TensorProto.FLOAT, ["N", 2])], [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 3])],
    [weights("hidden_w", 2, 4), weights("hidden_b", 4), weights("last_w", 4, 3), weights("last_b", 3)])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
model.ir_version = 8
onnx.save_model(model, FOLDER / "whole.onnx")
(FOLDER / "external.onnx.data").unlink(missing_ok=True)
onnx.save_model(model, str(FOLDER / "external.onnx"), save_as_external_data=True, location="external.onnx.data", size_threshold=0)
