"""What may go wrong with a sealed text, said to the person who asked for it."""


class VaultError(Exception):
    """保密柜不能完成该操作。"""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class Erased(VaultError):
    """该内容的密钥已依法销毁，内容不能恢复。办理记录仍然完整，可查看当时的事件和摘要。"""


class Tampered(VaultError):
    """该内容与写入时不符，可能被改动或移到了别处。请停止使用，并通知系统管理员运行核验。"""


class MasterKeyWrong(VaultError):
    """主密钥与加密时所用的不是同一把。请系统管理员恢复原来的主密钥文件（master.key）后重试。"""


class NotSealed(VaultError, LookupError):
    """没有该密封内容。请核对编号。"""
