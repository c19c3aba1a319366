"""Seller and buyer: blocks, addresses, names, and whose a VAT number is."""
