"""法治：一个依法治理的城市的工作系统。The working system of a city that is run by law."""

__version__ = "0.1.0"
