"""Pictures of the portal: drawn before it is built (`pictures.drawn`), taken of what is (`pictures`)."""
