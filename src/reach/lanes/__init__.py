"""Sixteen numbers side by side: what numba leaves scalar, said in LLVM's vectors.

``registers`` are rows held in registers, put together by a kernel as it likes (32 bits, compared without a
sign); ``loops`` are whole loops over rows in memory, of 16 or 32 bits, where the loop itself must be written
out.
"""
