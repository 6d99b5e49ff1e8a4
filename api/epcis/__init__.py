"""EPCIS 2.0: capture and events, by the paths, headers and problem types of the standard's REST binding."""
