"""Settings: how to reach the desk, from a file and the environment."""

from pathlib import Path

import pytest

from p2p_tui.config import Settings, SettingsError, load


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An account that has no settings of its own yet."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def written(path: Path, text: str) -> dict[str, str]:
    path.write_text(text, encoding="utf-8")
    return {"P2P_CONFIG": str(path)}


def test_by_default_the_database_is_encrypted_and_in_ones_own_folder(tmp_path: Path) -> None:
    found = load({})
    assert found.database_url.startswith(f"sqlcipher://{tmp_path}/")
    assert found.database_url.endswith("/p2p/desk.db")
    assert found.database_key_file is None
    assert found.log_folder.is_relative_to(tmp_path)


def test_the_environment_goes_before_the_file_and_the_file_before_defaults(
    tmp_path: Path,
) -> None:
    env = written(
        tmp_path / "c.toml",
        "database_url = 'sqlite:///file.db'\nlog_folder = '/var/log/p2p'\n",
    )
    assert load(env) == Settings(database_url="sqlite:///file.db", log_folder=Path("/var/log/p2p"))
    env |= {"P2P_DATABASE_URL": "sqlite:///env.db", "P2P_DATABASE_KEY_FILE": "/keys/desk.key"}
    found = load(env)
    assert found.database_url == "sqlite:///env.db"
    assert found.database_key_file == Path("/keys/desk.key")
    assert found.log_folder == Path("/var/log/p2p")


def test_the_file_in_its_usual_place_is_found(tmp_path: Path) -> None:
    usual = tmp_path / ".config" / "p2p"
    usual.mkdir(parents=True)
    (usual / "config.toml").write_text("database_url = 'sqlite:///usual.db'")
    assert load({}).database_url == "sqlite:///usual.db"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databse_url = 'x'", "c.toml: databse_url: extra inputs are not permitted"),
        ("database_url = 7", "c.toml: database_url: input should be a valid string"),
        ("database_url", "c.toml is not TOML"),
    ],
)
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    env = written(tmp_path / "c.toml", text)
    with pytest.raises(SettingsError) as no:
        load(env)
    assert said in str(no.value)


def test_bytes_that_are_no_text_are_no_settings(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes(b"database_url = '\xff'")
    with pytest.raises(SettingsError, match=r"c\.toml is not TOML"):
        load({"P2P_CONFIG": str(tmp_path / "c.toml")})


def test_a_file_that_is_named_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no settings file"):
        load({"P2P_CONFIG": str(tmp_path / "none.toml")})
    with pytest.raises(SettingsError, match="can't be read: Is a directory"):
        load({"P2P_CONFIG": str(tmp_path)})


def test_other_variables_are_none_of_its_business() -> None:
    assert load({"P2P_SOMETHING": "1", "DATABASE_URL": "x"}) == load({})


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
