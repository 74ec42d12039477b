"""What a period shows of supervision, for heads of service and inspectors."""
