"""What travel times mean: how much is within reach, how much choice, and how evenly it is spread."""
