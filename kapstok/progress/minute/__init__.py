"""Uw Kapstok-minuut: everything that is asked of somebody in a month, in one mail and on one page."""
