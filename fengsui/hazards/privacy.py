"""What cases keep of people. They are evidence: nothing of them is taken off by the daily job."""

from django.db.models import Q

from fengsui.hazards.models import Hazard
from fengsui.kernel.privacy import DataKind, declare
from fengsui.kernel.privacy.holdings import MOST_ROWS, Held, Holder, Subject, hold
from fengsui.kernel.privacy.own_holdings import accounts_of
from fengsui.kernel.scope import under
from fengsui.places import privacy as contacts

contacts.hold_back(lambda: Hazard.objects.filter(assignee_contact__isnull=False).values("assignee_contact"))
declare(
    DataKind(
        code="hazards.cases",
        zh="隐患案卷：办理人、签收人、见证人姓名，照片，签字",
        en="cases",
        whose="工作人员、场所负责人和签字人",
        why="记录隐患从发现到销案的全过程，作为证据",
        since="按消防档案保存；已归档案卷的证据不自动处理",
        basis="消防档案保存期限待核",
        is_verified=False,
        action="keep",
    )
)


def _gather(subject: Subject) -> list[Held]:
    people = accounts_of(subject).values("pk")
    named = Q(assignee_contact__in=contacts.contacts_of(subject).values("pk"))
    done = Q(found_by__in=people) | Q(rectifier_account__in=people) | Q(reviewer__in=people)
    cases = Hazard.objects.filter(named | done).filter(under(subject.area_path)).order_by("number")
    rows = [{"编号": row.number, "隐患": row.title, "发现": str(row.found_on)} for row in cases[:MOST_ROWS]]
    return [Held("隐患案卷", cases.count(), rows, 0, "案卷和证据依法保存，不能删除")]


hold(Holder("hazards.cases", _gather))
