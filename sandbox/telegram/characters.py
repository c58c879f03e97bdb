"""Character references of HTML, as far as Telegram knows them."""

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LONGEST = 9
LAST_CODE = 0x10FFFF


def decode_reference(text: str, at: int) -> tuple[str, int] | None:
    """The character that the reference at `at` stands for and where it ends; None: just an ampersand.

    `text` ends with a character that belongs to no reference.
    """
    end = at + 1
    if text[end] == "#":
        character, end = _decode_number(text, at)
    else:
        while text[end].isascii() and text[end].isalpha():
            end += 1
        character = NAMED.get(text[at + 1 : end])
    if character is None:
        return None
    return character, end + (text[end] == ";")


def _decode_number(text: str, at: int) -> tuple[str | None, int]:
    is_hex = text[at + 2] == "x"
    end = first = at + 2 + is_hex
    digits = "0123456789abcdefABCDEF" if is_hex else "0123456789"
    while text[end] in digits:
        end += 1
    code = int(text[first:end] or "0", 16 if is_hex else 10)
    if not 0 < code < LAST_CODE or end - at > LONGEST:
        return None, end
    return chr(code), end
