"""Money: from approved hours to fee statements, printed documents and payroll files."""
