"""Lines from elsewhere: a list or a matrix out of Excel, Gephi or UCINET, read, weighed and then landed as a whole.

``reading`` makes ``shapes.Lines`` of a file, ``matching`` finds the people, ``weighing`` says what would land.
"""
