"""What notebooks show: small HTML pages, a hand on the parameters, and the register for both."""
