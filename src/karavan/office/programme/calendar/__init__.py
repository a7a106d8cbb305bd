"""The repertoire by months: a grid of days, halls in rows, a list on a phone, a plan to print."""
