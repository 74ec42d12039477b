"""What no single row can tell, what is likely to be a slip, and which rows stay out."""
