"""One life from a company's problem to the city's figures, an act a file."""
