"""The network: load (rows → arrays) → graph → measures, paths, brokers → replay → layout → figures.

Everything after ``load`` is pure: plain values in, plain values out.
"""
