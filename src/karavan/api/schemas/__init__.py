"""Shapes of the answers of the open API, as the OpenAPI document shows them.

They describe and are checked in the tests; answers are bytes that the catalogue keeps ready, so nothing
passes through these classes while a request is served.
"""
