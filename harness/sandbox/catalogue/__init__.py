"""What documents are made from: customers, items and taxes of a tenant."""
