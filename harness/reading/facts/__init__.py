"""Facts of the document: number, dates, currency, totals, VAT, statements."""
