"""Pages about people: members, roles, invitations, substitutions, guests, organisations, and one's own."""
