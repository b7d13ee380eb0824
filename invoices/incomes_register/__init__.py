"""Earnings payment reports for the Incomes Register: what they hold, obey and look like in XML."""
