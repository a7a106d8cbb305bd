"""Programmes: the tree, their working copy, and their releases."""
