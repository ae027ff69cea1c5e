"""The one error of this room."""


class TriageError(Exception):
    """分派模型无法按要求工作。"""
