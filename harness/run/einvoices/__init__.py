"""E-invoices of issued documents: fetched and judged once; and what the target does about wrong ones."""
