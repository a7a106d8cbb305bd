"""Where the next places should be, with a bound for every answer and a certificate for every optimum."""
