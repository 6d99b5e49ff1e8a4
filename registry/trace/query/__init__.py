"""The query language of EPCIS 2.0 (SimpleEventQuery): what an event offers, and what a query asks. Pure."""
