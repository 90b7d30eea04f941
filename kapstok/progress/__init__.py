"""Mantelzorgers in beeld and the vragenlijst: what moves beside the network."""
