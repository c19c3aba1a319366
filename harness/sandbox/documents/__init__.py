"""Invoices and credit notes: from a request to a stored document, and what may happen to it afterwards."""
