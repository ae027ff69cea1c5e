"""What is kept of the past: events, and the checkpoints over their chains."""

from django.db import models


class Event(models.Model):
    """One thing that happened in one stream: written once by `writing`, never changed (the database refuses)."""

    # Every unique key holds the stream's id, so that the table can be distributed by it.
    pk = models.CompositePrimaryKey("stream_kind", "stream_id", "seq")
    stream_kind = models.CharField("流的种类", max_length=24)
    stream_id = models.UUIDField("流的编号")
    seq = models.IntegerField("序号")
    type = models.CharField("事件类型", max_length=64)
    occurred_at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间")
    actor = models.CharField("行为人编号", max_length=64)
    command_id = models.CharField("指令编号", max_length=100, null=True)
    part = models.SmallIntegerField("指令内次序", default=0)
    batch_id = models.CharField("批次编号", max_length=100, null=True)
    body = models.TextField("内容")  # canonical JSON: codes, dates, numbers and opaque ids, no personal data
    algorithm = models.CharField("摘要算法", max_length=8)
    prev = models.BinaryField("上一摘要", max_length=32)
    digest = models.BinaryField("摘要", max_length=32)
    txid = models.BigIntegerField("事务序号")

    class Meta:
        db_table = "ledger_event"
        verbose_name = verbose_name_plural = "事件"
        constraints = [
            # The second arrival of a command fails here. The command's first result is read back from these same
            # events, so no second table can ever disagree with them.
            models.UniqueConstraint(
                fields=["stream_kind", "stream_id", "command_id", "part"],
                condition=models.Q(command_id__isnull=False),
                name="ledger_event_command_once",
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_event_seq_from_one"),
        ]
        indexes = [models.Index(fields=["txid", "stream_kind", "stream_id", "seq"], name="ledger_event_position")]


class Checkpoint(models.Model):
    """A Merkle root over the stream heads that are new since the checkpoint before, chained to that one."""

    number = models.BigIntegerField("编号", primary_key=True)
    made_at = models.DateTimeField("形成时间")
    upto_txid = models.BigIntegerField("截至事务序号")
    heads = models.IntegerField("流头数")
    algorithm = models.CharField("摘要算法", max_length=8)
    root = models.BinaryField("默克尔根", max_length=32)
    prev = models.BinaryField("上一检查点摘要", max_length=32)
    digest = models.BinaryField("摘要", max_length=32)

    class Meta:
        db_table = "ledger_checkpoint"
        verbose_name = verbose_name_plural = "检查点"


class CheckpointHead(models.Model):
    """One leaf of a checkpoint: where a stream stood when the checkpoint was made."""

    pk = models.CompositePrimaryKey("stream_kind", "stream_id", "checkpoint")
    stream_kind = models.CharField("流的种类", max_length=24)
    stream_id = models.UUIDField("流的编号")
    checkpoint = models.BigIntegerField("检查点编号", db_index=True)
    seq = models.IntegerField("序号")
    digest = models.BinaryField("摘要", max_length=32)

    class Meta:
        db_table = "ledger_checkpointhead"
        verbose_name = verbose_name_plural = "检查点流头"
