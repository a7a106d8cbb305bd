"""What the engine is measured beside: each used the fastest way it offers for the question, and as its makers
intend.
"""
