"""Ways out of the service: mail, printed documents, the queue."""
