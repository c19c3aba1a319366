"""Invented invoices in five languages and many layouts, with what each states, to measure the PDF reader by."""
