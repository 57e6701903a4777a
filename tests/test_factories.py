"""Every model of ours has one factory, and each factory makes a row."""

import pytest
from django.apps import apps
from django.conf import settings

from tests.factories import every_factory


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in settings.OUR_PACKAGES]


@pytest.mark.parametrize("kind", every_factory(), ids=lambda kind: kind.__name__)
def test_each_factory_makes_a_row(db, kind):
    row = kind()
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_each_model_has_one_factory(model):
    of_the_model = [kind for kind in every_factory() if kind._meta.model is model]
    assert len(of_the_model) == 1, of_the_model
