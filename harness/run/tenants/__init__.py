"""The people in the cases, and how a tenant is set up on the target."""
