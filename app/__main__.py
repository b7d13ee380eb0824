"""`python -m app` is `rinnalla`."""

from app.commands import main

if __name__ == "__main__":
    main()
