"""The simulated VIES (VAT Information Exchange System): its answers, its service, and the client that calls it."""
