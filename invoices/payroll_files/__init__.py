"""The tables payroll reads, written by an organisation's map and read back apart."""
