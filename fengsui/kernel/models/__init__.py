"""The kernel's tables."""

from fengsui.kernel.models.access import Grant
from fengsui.kernel.models.account import Account, AccountSession, PasswordRecord, SignInAttempt
from fengsui.kernel.models.audit import AuditEntry, AuditSeal
from fengsui.kernel.models.evidence import EvidenceLink, FileReceipt, StoredFile
from fengsui.kernel.models.job import Job
from fengsui.kernel.models.outbox import OutboxDelivery, OutboxEvent
from fengsui.kernel.models.record import CalendarDay, Operation, Register, Setting
from fengsui.kernel.models.rulepack import RulePack

__all__ = [
    "Account",
    "AccountSession",
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "EvidenceLink",
    "FileReceipt",
    "Grant",
    "Job",
    "Operation",
    "OutboxDelivery",
    "OutboxEvent",
    "PasswordRecord",
    "Register",
    "RulePack",
    "Setting",
    "SignInAttempt",
    "StoredFile",
]
