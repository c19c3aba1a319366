"""What stands where: rows, cells, labels, tables, amounts and dates."""
