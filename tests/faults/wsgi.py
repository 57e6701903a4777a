"""What gunicorn serves in the fault tests: the product, or with OFF=name,name the product without those protections."""

import os

from casemgmt.wsgi import application as product  # Django first
from tests.faults import switches

application = switches.off(os.environ.get("OFF", ""), product)
