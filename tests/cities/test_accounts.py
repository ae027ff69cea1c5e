"""`fazhi account`: passwords are shown once, and nobody is set up on a post that does not exist."""

import pytest

from fazhi.cities.demo import Made
from fazhi.people.models import Person, Post
from fazhi.site.main import parser


def run(*words: str) -> int:
    given = parser().parse_args(words)
    return int(given.run(given))


def shown(text: str) -> str:
    return next(line.split("：", 1)[1] for line in text.splitlines() if "密码：" in line)


def test_a_reset_password_works_and_the_old_one_does_not(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("account", "reset", "housing.handler") == 0
    person = Person.objects.get(username="housing.handler")
    assert person.check_password(shown(capsys.readouterr().out))
    assert not person.check_password(made.passwords["housing.handler"])


def test_the_first_passwords_work(made: Made) -> None:
    assert Person.objects.get(username="centre.dispatcher").check_password(made.passwords["centre.dispatcher"])


def test_resetting_nobody_says_so(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("account", "reset", "nobody") == 1
    assert "没有账号“nobody”" in capsys.readouterr().err


def test_a_new_account_holds_its_posts(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--name", "某人", "--post", "t103:handler", "--post", "t103:leader")
    assert run("account", "add", "t103.handler", *words) == 0
    posts = Post.objects.filter(person__username="t103.handler")
    assert {(p.unit_id, p.role) for p in posts} == {("t103", "handler"), ("t103", "leader")}
    assert Person.objects.get(username="t103.handler").check_password(shown(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("username", "posts", "why"),
    [
        ("housing.handler", ("housing:handler",), "已经有人使用"),
        ("new", ("housing:king",), "没有岗位“king”"),
        ("new", ("nowhere:handler",), "没有单位“nowhere”"),
        ("new", ("housing",), "没有岗位“”"),
        ("new", ("justice:system_admin", "justice:audit_admin"), "不能再任审计管理员"),
    ],
)
def test_a_wrong_account_is_not_made(
    made: Made, capsys: pytest.CaptureFixture[str], username: str, posts: tuple[str, ...], why: str
) -> None:
    before = Person.objects.count()
    words = [word for post in posts for word in ("--post", post)]
    assert run("account", "add", username, "--name", "某人", *words) == 1
    assert why in capsys.readouterr().err
    assert Person.objects.count() == before


def test_the_list_names_everybody_with_their_posts(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("account", "list") == 0
    out = capsys.readouterr().out
    assert f"共 {len(made.passwords)} 个账号" in out
    assert "县住建局 经办人" in out
