"""What the portal prints: posters for doors, pictures of links, icons. Set by typst, kept by digest."""
