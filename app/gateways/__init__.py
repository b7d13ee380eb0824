"""The world outside the service: mail, printed documents, files people bring."""
