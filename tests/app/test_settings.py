"""Settings: read from the environment and `.env`, wrong values worded, secrets kept."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import Settings, bot_token, load_settings, variable, written

TOKEN = "123456:" + "a" * 35


def load(tmp_path: Path, **environment: str) -> Settings:
    named = {f"KLIPING_{name.upper()}": value for name, value in environment.items()}
    return load_settings(named, env_file=tmp_path / ".env")


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        token=TOKEN,
        database_url="postgresql://kliping@db/kliping",
        feeds_file="feeds.csv",
        send_rate="12.5",
        retention_days="30",
        owner_chat="-100123",
        api_url="http://127.0.0.1:8081/",
        log_format="JSON",
        websub_url="http://127.0.0.1:8082/",
        websub_port="8083",
    )
    assert settings == Settings(
        token=TOKEN,
        database_url="postgresql://kliping@db/kliping",
        feeds_file=Path("feeds.csv"),
        send_rate=12.5,
        retention_days=timedelta(days=30),
        owner_chat=-100123,
        api_url="http://127.0.0.1:8081",
        log_format="json",
        websub_url="http://127.0.0.1:8082",
        websub_port=8083,
    )


def test_the_environment_goes_before_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("KLIPING_CONTACT=from-file@example.org\nKLIPING_LOG_LEVEL=error\n")
    settings = load(tmp_path, contact="from-environment@example.org")
    assert (settings.contact, settings.log_level) == ("from-environment@example.org", "error")


def test_messages_that_are_paid_for_leave_faster(tmp_path: Path) -> None:
    assert load(tmp_path).messages_a_second == 30
    assert load(tmp_path, send_rate="10").messages_a_second == 10
    assert load(tmp_path, send_rate="10", paid_rate="250").messages_a_second == 250
    assert load(tmp_path, paid_rate="250").is_paid


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    assert load(tmp_path, owner_chat="", send_rate=" ") == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://x"),
        ("database_url", "sqlite:///"),
        ("database_url", "sqlite:///:memory:"),
        ("send_rate", "1e-300"),
        ("webhook_url", "http://example.org/hook"),
        ("webhook_port", "70000"),
        ("websub_url", "http://example.org"),
        ("websub_port", "0"),
        ("contact", "redaksi@kabar.example\r\nX-Header: 1"),
        ("send_rate", "0"),
        ("send_rate", "31"),
        ("paid_rate", "29"),
        ("paid_rate", "1001"),
        ("send_rate", "fast"),
        ("retention_days", "0"),
        ("owner_chat", "me"),
        ("api_url", "telegram"),
        ("log_format", "xml"),
        ("log_level", "loud"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable_and_what_it_may_hold(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, **{name: value})
    message = str(caught.value)
    may_hold = next(setting.metadata["may_hold"] for setting in fields(Settings) if setting.name == name)
    assert message.startswith(f"KLIPING_{name.upper()} holds ")
    assert message.endswith(f"it may hold {may_hold}")
    assert "\n" not in message


@pytest.mark.parametrize("name", ["token", "database_url", "webhook_secret"])
def test_a_wrong_secret_is_not_repeated(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, **{name: "hush hush!"})
    assert "hush" not in str(caught.value)


def test_secrets_do_not_show_in_the_repr() -> None:
    settings = Settings(token=TOKEN, database_url="postgresql://u:hush@db/x", webhook_secret="hush")
    assert "hush" not in repr(settings)
    assert TOKEN not in repr(settings)


def test_an_unknown_name_in_the_env_file_is_refused_but_the_environment_may_hold_others(
    tmp_path: Path,
) -> None:
    assert load(tmp_path, port_8080_tcp="tcp://10.0.0.1:8080") == Settings()
    (tmp_path / ".env").write_text("KLIPING_TOKN=x\n")
    with pytest.raises(SettingsError, match="KLIPING_TOKN is no setting"):
        load(tmp_path)


def test_an_env_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"KLIPING_CONTACT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env cannot be read as UTF-8 text"):
        load(tmp_path)
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    with pytest.raises(SettingsError, match=r"\.env is no file"):
        load(tmp_path)


def test_a_webhook_needs_its_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="needs KLIPING_WEBHOOK_SECRET"):
        load(tmp_path, webhook_url="https://example.org/hook")


def test_the_token_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert bot_token(Settings(token_file=tmp_path / "token")) == TOKEN


def test_a_missing_token_says_where_to_get_one() -> None:
    with pytest.raises(SettingsError, match=r"KLIPING_TOKEN is missing.*BotFather"):
        bot_token(Settings())


def test_a_token_file_that_cannot_be_read_or_holds_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"KLIPING_TOKEN_FILE.*No such file"):
        bot_token(Settings(token_file=tmp_path / "nowhere"))
    (tmp_path / "token").write_text("no token")
    with pytest.raises(SettingsError, match="holds no token"):
        bot_token(Settings(token_file=tmp_path / "token"))


def test_the_example_lists_exactly_the_settings() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    listed = [line.lstrip("# ").split("=")[0] for line in example.splitlines() if "=" in line]
    assert listed == [variable(setting) for setting in fields(Settings)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("allowed_networks", "10.20.0.0/16,::1/128"),
        ("host_pause", "0.5"),
        ("retention_days", "30"),
        ("send_rate", "2.5"),
        ("health_port", ""),
    ],
)
def test_a_setting_is_shown_as_it_is_written(tmp_path: Path, name: str, text: str) -> None:
    setting = next(setting for setting in fields(Settings) if setting.name == name)
    assert written(setting, load(tmp_path, **{name: text})) == text
