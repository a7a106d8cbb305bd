"""The quality of information in the office: the city's list, an organisation's checklist and its gaps."""
