"""What the vault keeps: one wrapped key per subject, and texts sealed under it."""

from django.db import models

from fazhi.ids import new_id


class SubjectKey(models.Model):
    """The key of one matter or party, wrapped by the installation's master key; empty once erased."""

    pk = models.CompositePrimaryKey("subject_kind", "subject_id")
    subject_kind = models.CharField("主体种类", max_length=24)
    subject_id = models.UUIDField("主体编号")
    wrapped = models.BinaryField("加密后的密钥", max_length=64)
    master = models.CharField("主密钥指纹", max_length=16)
    made_at = models.DateTimeField("形成时间")
    # The row outlives its key: it proves the erasure, and says after a restore what must be erased again.
    erased_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        db_table = "vault_subjectkey"
        verbose_name = verbose_name_plural = "主体密钥"


class SealedText(models.Model):
    """A ciphertext bound to its subject and purpose; events name it by id and digest."""

    id = models.UUIDField("编号", primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField("主体种类", max_length=24)
    subject_id = models.UUIDField("主体编号")
    purpose = models.CharField("用途", max_length=48)
    box = models.BinaryField("密文")  # nonce (12 bytes), ciphertext, tag (16 bytes)
    digest = models.BinaryField("密文摘要", max_length=32)
    made_at = models.DateTimeField("形成时间")

    class Meta:
        db_table = "vault_sealedtext"
        verbose_name = verbose_name_plural = "密封文本"
        indexes = [models.Index(fields=["subject_id", "subject_kind"], name="vault_sealedtext_subject")]
