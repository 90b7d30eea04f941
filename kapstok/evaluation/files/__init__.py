"""Files for programs: graphs, matrices, everything at once, and scripts that read them. Pure."""
