"""The stappenplan: what an organisation does for mantelzorgers, step by step."""
