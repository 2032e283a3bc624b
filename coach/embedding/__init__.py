"""Poses as vectors: 136 distances, and the latents made of them."""

from coach.embedding.distances import pairwise_distances
from coach.embedding.encoder import ENCODER, Encoder, cosine

__all__ = [
    "ENCODER",
    "Encoder",
    "cosine",
    "pairwise_distances",
]
