"""What one person is paid in one period: numbered, chained, corrected only by another."""
