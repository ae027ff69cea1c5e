"""The one error of this room."""


class TriageError(Exception):
    """分办模型无法按要求工作。"""
