"""Start of the program: ``waypost`` and ``python -m bot``."""


def main() -> None:
    """Run the command line."""
    from bot import log
    from bot.cli import app

    log.configure("WARNING")
    app()


if __name__ == "__main__":
    main()
