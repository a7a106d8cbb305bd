"""The programme of an institution on its own site: a list, a week or one event for any filter."""
