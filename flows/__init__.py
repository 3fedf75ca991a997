"""Conversations as data: the engine that takes turns, what a flow is made of, one file per flow."""
