"""`fazhi triage`: train the dispatcher's model and say how good it is."""

import argparse
from pathlib import Path

from django.conf import settings

from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.matters.lessons import examples_of_this_city
from fazhi.triage import Evaluation, TriageError, evaluate, save, train
from fazhi.triage.sources import read_examples

FILES_HELP = "CSV 文件，列名 title、text、category，或者 segmented_text、category"


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "triage", "分办：训练、评估")
    training = command(here, "train", "训练：有文件的学文件里的类别，没有的学本地办件归了哪个单位", _train)
    training.add_argument("files", nargs="*", type=Path, metavar="文件", help=FILES_HELP)
    evaluating = command(here, "evaluate", "分五份轮流检验，打印准确率和宏平均 F1", _evaluate)
    evaluating.add_argument("files", nargs="+", type=Path, metavar="文件", help=FILES_HELP)
    evaluating.add_argument("--with", dest="extra", nargs="*", type=Path, default=[], metavar="文件",
                            help="只用来训练、不用来检验的文件；与检验部分相同的来信自动剔除")  # fmt: skip
    evaluating.add_argument("--folds", type=int, default=5, metavar="份数")
    evaluating.add_argument("--seed", type=int, default=0, metavar="种子")


def _train(given: argparse.Namespace) -> int:
    try:
        examples = read_examples(given.files) if given.files else list(examples_of_this_city())
        model = train(examples)
    except (TriageError, OSError) as error:
        return complain(str(error))
    path = Path(settings.FAZHI_TRIAGE_MODEL)
    path.parent.mkdir(parents=True, exist_ok=True)
    save(model, path)
    say(f"用 {len(examples)} 条来信训练完毕，写到 {path}（版本 {model.edition}）。重新启动服务后启用。")
    return 0


def _evaluate(given: argparse.Namespace) -> int:
    try:
        found = evaluate(
            read_examples(given.files), folds=given.folds, seed=given.seed, extra=read_examples(given.extra)
        )
    except (TriageError, OSError) as error:
        return complain(str(error))
    say(in_words(found))
    return 0


def in_words(found: Evaluation) -> str:
    """Return an evaluation as the operator reads it."""
    lines = [
        f"{found.n} 条来信，分 {found.folds} 份轮流检验：准确率 {found.accuracy:.4f}，宏平均 F1 {found.macro_f1:.4f}，"
        f"前三位命中 {found.top3:.4f}，每条 {found.ms_per_message:.2f} 毫秒",
        f"交人分办 {1 - found.coverage:.1%}（把握低于 {found.threshold:.3f}）时，其余 {found.coverage:.1%}："
        f"准确率 {found.confident_accuracy:.4f}，宏平均 F1 {found.confident_macro_f1:.4f}",
    ]
    lines += [
        f"  {one.label}：{one.count} 条，精确 {one.precision:.3f}，召回 {one.recall:.3f}，F1 {one.f1:.3f}"
        for one in found.per_label
    ]
    return "\n".join(lines)
