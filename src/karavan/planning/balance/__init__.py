"""Spreading a month: which few moves would ease its clashes and its crowded days most.

``problem`` says what a plan costs, ``solver`` looks for a better one with CP-SAT, ``moves`` tells what each
move is worth, ``building`` makes the problem from the diary. Only ``solver`` needs OR-tools: without it the
diary works as before and proposes nothing.
"""
