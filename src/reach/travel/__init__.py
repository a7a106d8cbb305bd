"""Travel times from where people live to where culture is, joining streets and transit."""
