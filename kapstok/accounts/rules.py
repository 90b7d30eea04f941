"""Rules of accounts: plain values in, plain values out."""

from __future__ import annotations

from kapstok.errors import N_, Refused

SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 256

# Long enough for the rule below, and still the first that somebody tries.
COMMON_PASSWORDS = {
    "123456789012", "1234567890123", "12345678901234", "qwertyuiop12", "qwertyuiopas", "wachtwoord12", "wachtwoord123",
    "wachtwoord1234", "welkom123456", "welkom1234567", "password1234", "password12345", "passwordpassword",
    "wachtwoordwachtwoord", "mantelzorg12", "mantelzorg123", "mantelzorger1", "administrator", "abcdefghijkl",
    "iloveyou1234",
}  # fmt: skip


class PasswordTooShort(Refused):
    """Under twelve characters."""

    sentence = N_(
        "Dit wachtwoord is te kort. Neem ten minste %(shortest)s tekens, bijvoorbeeld drie of vier losse woorden."
    )


class PasswordTooLong(Refused):
    """Longer than anybody types; hashing it would only cost time."""

    sentence = N_("Dit wachtwoord is te lang. Neem ten hoogste %(longest)s tekens.")


class PasswordTooCommon(Refused):
    """On every list of guesses, or the account's own mail address."""

    sentence = N_("Dit wachtwoord is makkelijk te raden. Kies een ander wachtwoord.")


class AddressTaken(Refused):
    """There is an account with this mail address."""

    sentence = N_("Er is al een account met het adres %(email)s.")


class LastAdmin(Refused):
    """Somebody must be able to make accounts."""

    sentence = N_("Dit is de laatste beheerder. Maak eerst een andere beheerder.")


def check_password(password: str, email: str) -> None:
    """Refuse a password that is short, very long, common, or the address itself. No composition rules."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(longest=LONGEST_PASSWORD)
    plain = password.lower()
    if plain in COMMON_PASSWORDS or len(set(plain)) < 4 or plain in {email.lower(), email.split("@")[0].lower()}:
        raise PasswordTooCommon()
