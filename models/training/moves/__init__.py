"""Recognisers of moves: how they are trained and measured."""
