"""Requests and answers of the API as typed models, one module per group of routes."""
