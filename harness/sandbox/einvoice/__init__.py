"""E-invoices of the sandbox: UBL (XRechnung, Peppol BIS), CII (ZUGFeRD) and eSLOG 2.0, from one semantic model."""
