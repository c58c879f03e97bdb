"""`python -m app` is `kliping`."""

from app.cli import main

if __name__ == "__main__":
    main()
