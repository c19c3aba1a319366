"""Sandbox compliance and behaviour test harness for the Space Invoices API."""
