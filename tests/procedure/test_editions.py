"""The catalogue of a city: its profile is read, its editions are filled from it, and a day finds its edition."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from procedure_cases import BOOK, LICENCE

from fazhi.procedure import BadDefinition, Refused
from fazhi.procedure.editions import Profile, catalogue_editions, edition_on, read_profile

CATALOGUE = Path(str(resources.files("fazhi.catalogue")))
PROFILE = "code: '410922'\nname: 某县\nnumber_prefix: 某\n"


def profile_problem(tmp_path: Path, text: str) -> str:
    path = tmp_path / "city.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadDefinition) as caught:
        read_profile(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("more", "line", "what"),
    [
        ("colour: red\n", 4, "不认识的键“colour”"),
        ("triage_threshold: 90\n", 4, "不在 0 到 1 之间"),
        ("triage_threshold: yes\n", 4, "不在 0 到 1 之间"),
        ("points: {yellow: -1}\n", 4, "督办扣分“yellow”"),
        ("counting: {weather: true}\n", 4, "计算口径“weather: True”不认识"),
        ("counting: {suspension_day_counts: 1}\n", 4, "计算口径“suspension_day_counts: 1”不认识"),
        ("settings:\n  licence:\n    call: 5\n", 6, "须是键值表或者 null"),
        ("settings:\n  licence:\n    call: {n: 0, unit: hour, basis: 试行}\n", 6, "期限“0 hour”无法识别"),
        ("settings:\n  licence:\n    call: {n: 5, unit: days, basis: 试行}\n", 6, "期限“5 days”无法识别"),
        ("settings:\n  licence:\n    call: {n: 5, unit: hour}\n", 6, "没有说明依据"),
        ("settings:\n  licence:\n    call: {n: 5, unit: hour, basis: 试行, law: x}\n", 6, "不认识的键“law”"),
    ],
)
def test_a_wrong_profile_is_refused_with_its_line(tmp_path: Path, more: str, line: int, what: str) -> None:
    problem = profile_problem(tmp_path, PROFILE + more)
    assert what in problem
    assert f"city.yaml:{line}:" in problem


@pytest.mark.parametrize("key", ["code", "name", "number_prefix"])
def test_what_a_profile_must_say(tmp_path: Path, key: str) -> None:
    kept = "".join(line for line in PROFILE.splitlines(keepends=True) if not line.startswith(key))
    assert f"缺少“{key}”" in profile_problem(tmp_path, kept)


def test_the_demonstration_city_fills_the_catalogue() -> None:
    profile = read_profile(CATALOGUE / "cities" / "qingfeng.yaml")
    editions = catalogue_editions(CATALOGUE / "procedures", profile)
    (term,) = editions["grid_matter@1"].obligations["handle"].terms
    assert (profile.code, str(term.term), term.local) == ("410922", "5个工作日", True)
    assert term.basis == "产品建议值"
    assert not editions["grid_matter@1"].obligations["sign"].terms[0].term


def folder_of(tmp_path: Path, *texts: str) -> Path:
    for n, text in enumerate(texts):
        (tmp_path / f"licence_{n}.yaml").write_text(text, "utf-8")
    return tmp_path


def problem_of(folder: Path, profile: Profile) -> str:
    with pytest.raises(BadDefinition) as caught:
        catalogue_editions(folder, profile, book=BOOK)
    return str(caught.value)


CITY = Profile("410922", "某县", "某", file="city.yaml")


def test_a_setting_that_no_term_takes_is_refused(tmp_path: Path) -> None:
    city = Profile("410922", "某县", "某", settings={"licence": {"cal": {"n": 1, "unit": "hour"}}}, file="city.yaml")
    problem = problem_of(folder_of(tmp_path, LICENCE), city)
    assert "没有用到本地设置“cal”" in problem
    assert "call" in problem


def test_two_files_of_one_edition_are_refused(tmp_path: Path) -> None:
    assert "重复" in problem_of(folder_of(tmp_path, LICENCE, LICENCE), CITY)


def test_two_editions_of_the_same_days_are_refused(tmp_path: Path) -> None:
    other = LICENCE.replace("2026-01", "2026-02", 1)
    assert other != LICENCE
    assert "有效期重叠" in problem_of(folder_of(tmp_path, LICENCE, other), CITY)


def test_the_city_says_how_to_count_where_the_procedure_does_not(tmp_path: Path) -> None:
    city = Profile("410922", "某县", "某", counting={"suspension_day_counts": True}, file="city.yaml")
    ours = LICENCE + "\ncounting: {suspension_day_counts: false}\n"
    folder = folder_of(tmp_path, LICENCE)
    plain = catalogue_editions(folder, CITY, book=BOOK)["licence@2026-01"]
    counted = catalogue_editions(folder, city, book=BOOK)["licence@2026-01"]
    assert (plain.rules.suspension_day_counts, counted.rules.suspension_day_counts) == (False, True)
    assert plain.digest != counted.digest
    by_law = catalogue_editions(folder_of(tmp_path, ours), city, book=BOOK)["licence@2026-01"]
    assert not by_law.rules.suspension_day_counts


def test_a_day_finds_its_edition() -> None:
    profile = read_profile(CATALOGUE / "cities" / "qingfeng.yaml")
    editions = catalogue_editions(CATALOGUE / "procedures", profile)
    assert edition_on(editions, "grid_matter", date(2020, 1, 1)).id == "grid_matter@1"
    with pytest.raises(Refused, match="在 2019-12-31 没有有效的版本"):
        edition_on(editions, "grid_matter", date(2019, 12, 31))
    with pytest.raises(Refused, match="没有程序“grid”"):
        edition_on(editions, "grid", date(2026, 1, 1))
