"""Het meetplan: what will be compared, said before it is known."""
