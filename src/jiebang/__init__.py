"""Jiebang 揭榜: a city's open-bidding programme, from a company's problem to the city's figures."""

__version__ = "0.1.0"
