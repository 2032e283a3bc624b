"""Poses as vectors: 136 distances, and the latents made of them."""

from coach.embedding.distances import BONES, MIN_BONES, pairwise_distances
from coach.embedding.encoder import ENCODER, Encoder, cosine
from coach.embedding.network import open_network

__all__ = [
    "BONES",
    "ENCODER",
    "MIN_BONES",
    "Encoder",
    "cosine",
    "open_network",
    "pairwise_distances",
]
