from accounts.models import User
from accounts.roles import PERMISSIONS_OF, Permission, Role, permissions_of
from tests.factories.accounts import UserFactory


def test_every_permission_is_given_by_some_role():
    assert permissions_of(Role.values) == set(Permission)
    assert set(PERMISSIONS_OF) == set(Role)


def test_the_table():
    writes = {
        Permission.EDIT_CLIENT,
        Permission.WRITE_RECORD,
        Permission.ASSESS,
        Permission.EDIT_PLAN,
        Permission.MAKE_REFERRAL,
        Permission.REVIEW,
        Permission.WRITE_REPORT,
    }
    assert writes <= PERMISSIONS_OF[Role.CASE_MANAGER]
    for role in (Role.SUPERVISOR, Role.PRACTICE_ADMIN, Role.CLINICAL_READER):
        assert not writes & PERMISSIONS_OF[role], role
    assert Permission.READ_FILE not in PERMISSIONS_OF[Role.PRACTICE_ADMIN]
    assert [role for role in Role if Permission.MANAGE_STAFF in PERMISSIONS_OF[role]] == [Role.PRACTICE_ADMIN]
    assert [role for role in Role if Permission.ASSIGN_CASELOAD in PERMISSIONS_OF[role]] == [Role.PRACTICE_ADMIN]


def test_several_roles_add_up(sole_practitioner):
    assert sole_practitioner.may(Permission.MANAGE_STAFF)
    assert sole_practitioner.may(Permission.WRITE_RECORD)
    assert sole_practitioner.role_label == "case manager, clinical supervisor and practice admin"


def test_nobody_without_roles_may_do_anything(db):
    assert not UserFactory(roles=[]).roles
    assert not [permission for permission in Permission if UserFactory(roles=[]).may(permission)]


def test_staff_are_found_by_role_while_they_are_active(admin, case_manager, sole_practitioner):
    UserFactory(roles=[Role.PRACTICE_ADMIN], is_active=False)
    assert set(User.objects.holding(Role.PRACTICE_ADMIN)) == {admin, sole_practitioner}
