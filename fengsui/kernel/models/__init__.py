"""The kernel's tables."""

from fengsui.kernel.models.access import Grant
from fengsui.kernel.models.account import Account, AccountSession, PasswordRecord, SignInAttempt
from fengsui.kernel.models.audit import AuditEntry, AuditSeal, AuditVerification
from fengsui.kernel.models.cell import Cell, CellMark, CellMember, CellSpan
from fengsui.kernel.models.drill import DrillRun
from fengsui.kernel.models.evidence import EvidenceLink, FileReceipt, StoredFile
from fengsui.kernel.models.job import Job
from fengsui.kernel.models.message import Message
from fengsui.kernel.models.outbox import OutboxDelivery, OutboxEvent
from fengsui.kernel.models.privacy import NoticeReading, PrivacyRequest, RetentionRun
from fengsui.kernel.models.record import CalendarDay, Operation, Register, Setting
from fengsui.kernel.models.rulepack import RulePack
from fengsui.kernel.models.second_factor import RecoveryCode, SecondFactor

__all__ = [
    "Account",
    "AccountSession",
    "AuditEntry",
    "AuditSeal",
    "AuditVerification",
    "CalendarDay",
    "Cell",
    "CellMark",
    "CellMember",
    "CellSpan",
    "DrillRun",
    "EvidenceLink",
    "FileReceipt",
    "Grant",
    "Job",
    "Message",
    "NoticeReading",
    "Operation",
    "OutboxDelivery",
    "OutboxEvent",
    "PasswordRecord",
    "PrivacyRequest",
    "RecoveryCode",
    "Register",
    "RetentionRun",
    "RulePack",
    "SecondFactor",
    "Setting",
    "SignInAttempt",
    "StoredFile",
]
