"""The demo: a fictional project, told first (``story``, pure) and then written down (``load``)."""
