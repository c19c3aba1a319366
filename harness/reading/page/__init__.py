"""What is painted on a page: words, colours, images, codes, and what of it can be seen."""
