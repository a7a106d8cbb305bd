"""How many people of each group live in each cell, from official tables; nobody's own data."""
